//! The body of a one-click POST.

/// Name of the one field.
const NAME: &[u8] = b"List-Unsubscribe";
/// Its value.
const VALUE: &[u8] = b"One-Click";
/// Longest body that is read, in bytes.
const MAX_BYTES: usize = 2048;

/// Whether `body` is the one field of RFC 8058 §3.1, form-encoded or as `multipart/form-data`.
pub(super) fn is_one_click(body: &[u8]) -> bool {
    if body.len() > MAX_BYTES {
        return false;
    }
    let body = body.trim_ascii();
    is_form(body) || is_multipart(body).is_some()
}

fn is_form(body: &[u8]) -> bool {
    body.strip_prefix(NAME).and_then(|rest| rest.strip_prefix(b"=")) == Some(VALUE)
}

/// One part with the field's name and value between its boundaries, and nothing else.
fn is_multipart(body: &[u8]) -> Option<()> {
    let mut lines =
        body.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let boundary =
        lines.next()?.strip_prefix(b"--").filter(|rest| (1..=70).contains(&rest.len()))?;
    let mut named = false;
    loop {
        let header = lines.next()?;
        if header.is_empty() {
            break;
        }
        let colon = header.iter().position(|b| *b == b':')?;
        let (name, value) = header.split_at_checked(colon)?;
        if name.eq_ignore_ascii_case(b"content-disposition") {
            if named {
                return None;
            }
            named = is_disposition(value.strip_prefix(b":")?);
            named.then_some(())?;
        }
    }
    let value = lines.next()?;
    let end = lines.next()?.strip_prefix(b"--")?.strip_prefix(boundary)?;
    (named && value == VALUE && end == b"--" && lines.next().is_none()).then_some(())
}

/// `form-data; name="List-Unsubscribe"`, without a file.
fn is_disposition(value: &[u8]) -> bool {
    let mut parts = value.split(|b| *b == b';').map(<[u8]>::trim_ascii);
    let form = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case(b"form-data"));
    let name = parts.next().and_then(|part| part.strip_prefix(b"name="));
    let bare = name.map(|name| {
        name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\"")).unwrap_or(name)
    });
    form && bare == Some(NAME) && parts.next().is_none()
}
