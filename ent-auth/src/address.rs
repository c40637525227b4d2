//! Links built on the addresses of a portal's configuration, and the same links read.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

pub use ent_core::address::{AddressError, BaseAddress, HostName};

use crate::SecretText;

/// The page `base` with `params` after `mark`, `?` or `#`. Names and values are of unreserved
/// characters, which need no percent-encoding (RFC 3986 §2.3).
pub(crate) fn link_to(base: &BaseAddress, mark: char, params: &[(&str, &str)]) -> SecretText {
    let base = base.to_string();
    let room: usize = params
        .iter()
        .map(|(name, value)| name.len().saturating_add(value.len()).saturating_add(2))
        .sum();
    // One buffer of the right size, so that no copy of a secret is left behind.
    let mut link = String::with_capacity(base.len().saturating_add(room));
    link.push_str(&base);
    for (n, (name, value)) in params.iter().enumerate() {
        link.push(if n == 0 { mark } else { '&' });
        link.push_str(name);
        link.push('=');
        link.push_str(value);
    }
    SecretText::new(link)
}

/// What stands after `mark` in `link`, when the link is to the page `base`.
pub(crate) fn params_of<'a>(base: &BaseAddress, mark: char, link: &'a str) -> Option<Link<'a>> {
    let rest = base.rest_of(link)?;
    let (query, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let params = if mark == '#' { fragment } else { query.strip_prefix('?').unwrap_or("") };
    Some(Link { params })
}

/// A link that leads to a page of ours.
pub(crate) struct Link<'a> {
    params: &'a str,
}

impl Link<'_> {
    /// Value of the one parameter `name`, percent-decoded: a mail gateway may have encoded it again.
    /// `None` when it is absent, stands twice or is no UTF-8. Others are not looked at.
    pub(crate) fn value(&self, name: &str) -> Option<Zeroizing<String>> {
        let named = |pair: &&str| pair.split_once('=').is_some_and(|(found, _)| found == name);
        let mut found = self.params.split('&').filter(named);
        let (_, value) = found.next()?.split_once('=')?;
        if found.next().is_some() {
            return None;
        }
        let decoded = percent_decode_str(value).decode_utf8().ok()?;
        Some(Zeroizing::new(decoded.into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_link_is_read_as_written_and_as_a_browser_opens_it(
            path in "|(/[a-z~._-]{0,5}){1,3}",
            mark in prop::sample::select(vec!['?', '#']),
        ) {
            let text = format!("https://ent.exemple.fr{path}");
            let base = BaseAddress::parse(&text).unwrap();
            let written = link_to(&base, mark, &[("id", "1")]);
            let opened = format!("https://ent.exemple.fr{}{mark}id=1", if path.is_empty() { "/" } else { &path });
            let short = format!("{text}{mark}id=1");
            for link in [written.expose_secret(), &opened, &short] {
                let found = params_of(&base, mark, link).and_then(|found| found.value("id"));
                prop_assert_eq!(found.as_ref().map(|id| id.as_str()), Some("1"), "{}", link);
            }
            prop_assert_eq!(written.expose_secret(), opened);
        }

        #[test]
        fn never_panics(text in "(https://)?.{0,40}") {
            let _ = BaseAddress::parse(&text);
            let base = BaseAddress::parse("https://ent.exemple.fr").unwrap();
            let _ = params_of(&base, '#', &text).map(|link| link.value("id"));
        }
    }
}
