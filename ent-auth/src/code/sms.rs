//! The text message that carries a code, written and read by the same rules.

use std::borrow::Cow;
use std::fmt;

use ent_core::message::{Lang, text};
use ent_core::{Coded, Instant, PhoneNumber};
use thiserror::Error;
use zeroize::Zeroizing;

use super::{Policy, TypedCode};
use crate::SecretText;
use crate::address::HostName;

/// Longest message that is read, in bytes: ten segments of the longest characters.
const MAX_BYTES: usize = 6144;

/// A message to send: the only place where a code leaves the suite.
pub struct Sms {
    to: PhoneNumber,
    code: SecretText,
    expires_at: Instant,
    minutes: u32,
}

impl Sms {
    pub(super) fn new(
        to: PhoneNumber,
        code: SecretText,
        expires_at: Instant,
        policy: &Policy,
    ) -> Self {
        Self { to, code, expires_at, minutes: policy.lifetime_seconds() / 60 }
    }

    /// Number to send to.
    #[must_use]
    pub const fn to(&self) -> &PhoneNumber {
        &self.to
    }

    /// The code itself.
    #[must_use]
    pub const fn code(&self) -> &SecretText {
        &self.code
    }

    /// First instant at which the code is refused.
    #[must_use]
    pub const fn expires_at(&self) -> Instant {
        self.expires_at
    }

    /// Text of the message, code included.
    #[must_use]
    pub fn text(&self, lang: Lang) -> SecretText {
        self.write(lang, "")
    }

    /// Text of the message with the last line `@host #code`, by which phones fill the code in on
    /// the pages of that host and nowhere else (WICG *Origin-bound one-time codes delivered via
    /// SMS*, `WebOTP`; Apple *domain-bound codes*). [`parse_sms`] reads it.
    ///
    /// `host` comes from the configuration of the portal, never from a request.
    #[must_use]
    pub fn bound_text(&self, lang: Lang, host: &HostName) -> SmsText {
        SmsText { text: self.write(lang, &format!("\n\n@{host} #{{code}}")) }
    }

    fn write(&self, lang: Lang, end: &str) -> SecretText {
        let minutes = ("minutes", Cow::Owned(self.minutes.to_string()));
        let mut template = text("sms/code", lang, &[minutes]);
        template.push_str(end);
        let code = self.code.expose_secret();
        // One buffer of the right size, so that no copy of the code is left behind.
        let mut message = String::with_capacity(template.len().saturating_add(code.len()));
        for (n, part) in template.split("{code}").enumerate() {
            message.push_str(if n == 0 { "" } else { code });
            message.push_str(part);
        }
        SecretText::new(message)
    }
}

impl fmt::Debug for Sms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sms")
            .field("to", &self.to.masked())
            .field("code", &self.code)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// The text of a message, with what it costs to send.
#[derive(Debug)]
pub struct SmsText {
    text: SecretText,
}

impl SmsText {
    /// The text, code included.
    #[must_use]
    pub const fn text(&self) -> &SecretText {
        &self.text
    }

    /// How long it is for the network.
    #[must_use]
    pub fn length(&self) -> SmsLength {
        SmsLength::of(self.text.expose_secret())
    }
}

/// How a network writes a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "networks have these two")]
pub enum SmsEncoding {
    /// Seven bits a character (3GPP TS 23.038 §6.2.1).
    Gsm7,
    /// UTF-16, for a message with any other character.
    Ucs2,
}

impl SmsEncoding {
    /// Stable identifier: `gsm7` or `ucs2`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gsm7 => "gsm7",
            Self::Ucs2 => "ucs2",
        }
    }

    /// Units in a message of one segment, and in each segment of a longer one.
    const fn room(self) -> (u32, u32) {
        match self {
            Self::Gsm7 => (160, 153),
            Self::Ucs2 => (70, 67),
        }
    }
}

/// Length of a message, as networks count and charge it.
///
/// ```
/// use ent_auth::code::{SmsEncoding, SmsLength};
///
/// let plain = SmsLength::of("Code à usage unique : 42 €");
/// assert_eq!((plain.encoding, plain.units, plain.segments), (SmsEncoding::Gsm7, 27, 1));
/// assert_eq!(SmsLength::of("l’apostrophe").encoding, SmsEncoding::Ucs2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct SmsLength {
    /// How it is written.
    pub encoding: SmsEncoding,
    /// Septets, or units of UTF-16.
    pub units: u32,
    /// Messages that are sent and charged.
    pub segments: u32,
}

/// Characters of one septet (3GPP TS 23.038 §6.2.1), letters and digits aside.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";

/// Characters of two septets: the extension table (3GPP TS 23.038 §6.2.1.1).
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

impl SmsLength {
    /// Counts `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let (encoding, units): (_, fn(char) -> u32) = if text.chars().all(|c| septets(c).is_some())
        {
            (SmsEncoding::Gsm7, |c| septets(c).unwrap_or_default())
        } else {
            (SmsEncoding::Ucs2, |c| if c.len_utf16() == 2 { 2 } else { 1 })
        };
        let total = text.chars().fold(0_u32, |sum, c| sum.saturating_add(units(c)));
        let (alone, each) = encoding.room();
        let segments = if total <= alone { 1 } else { segments(text, units, each) };
        Self { encoding, units: total, segments }
    }
}

/// Septets of a character that seven bits can write.
fn septets(c: char) -> Option<u32> {
    if c.is_ascii_alphanumeric() || BASIC.contains(c) {
        Some(1)
    } else {
        EXTENSION.contains(c).then_some(2)
    }
}

/// Segments of `each` units, where no character is cut in two.
fn segments(text: &str, units: fn(char) -> u32, each: u32) -> u32 {
    let (mut full, mut used) = (0_u32, 0_u32);
    for c in text.chars() {
        let more = used.saturating_add(units(c));
        if more > each {
            full = full.saturating_add(1);
            used = units(c);
        } else {
            used = more;
        }
    }
    full.saturating_add(1)
}

/// A code with the host whose pages it may be filled in on.
#[derive(Debug)]
#[non_exhaustive]
pub struct BoundCode {
    /// Host of the last line.
    pub host: HostName,
    /// Code of the last line, to be filled in for the person.
    pub code: SecretText,
}

/// Reads the last line `@host #code` of a message.
///
/// As a browser does (WICG *Origin-bound one-time codes delivered via SMS* §3.3), what follows the
/// code after a space, such as the host of an embedded page, is left alone.
///
/// ```
/// use ent_auth::code::{SmsError, parse_sms};
///
/// let read = parse_sms("12345678 est votre code.\n\n@ent.exemple.fr #12345678")?;
/// assert_eq!(read.host.as_str(), "ent.exemple.fr");
/// assert_eq!(parse_sms("12345678 est votre code.").unwrap_err(), SmsError::Unbound);
/// # Ok::<(), SmsError>(())
/// ```
///
/// # Errors
///
/// [`SmsError`] by the first part that is wrong; nothing of the text is repeated in it.
pub fn parse_sms(text: &str) -> Result<BoundCode, SmsError> {
    if text.len() > MAX_BYTES {
        return Err(SmsError::TooLong);
    }
    let text = text.trim_end_matches(['\r', '\n']);
    let last = text.rsplit(['\r', '\n']).next().unwrap_or_default();
    let rest = last.strip_prefix('@').ok_or(SmsError::Unbound)?;
    let (host, rest) = rest.split_once(" #").ok_or(SmsError::Unbound)?;
    let host = HostName::parse(host).map_err(|_| SmsError::Host)?;
    let digits = rest.split(' ').next().unwrap_or_default();
    // Nobody types it: spaces and dashes have no place in it.
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let digits = Zeroizing::new(digits.to_owned());
    let code = plain.then(|| TypedCode::parse(&digits).ok()).flatten().ok_or(SmsError::Code)?;
    Ok(BoundCode { host, code: SecretText::copy_of(code.digits()) })
}

/// Why a message has no [`BoundCode`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SmsError {
    /// The message is longer than any that is sent.
    #[error("the message is too long")]
    TooLong,
    /// The last line is not `@host #code`.
    #[error("the message is not bound to a host")]
    Unbound,
    /// The host of the last line is not the name of a server.
    #[error("the host of the message is not the name of a server")]
    Host,
    /// The code of the last line is not 4 to 10 digits.
    #[error("the code of the message has not 4 to 10 digits")]
    Code,
}

impl Coded for SmsError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "sms/too-long",
            Self::Unbound => "sms/unbound",
            Self::Host => "sms/host",
            Self::Code => "sms/no-code",
        }
    }
}

#[cfg(test)]
mod tests {
    use ent_core::Region;
    use ent_core::message::is_known;
    use proptest::prelude::*;

    use super::*;

    fn sms(code: &str, policy: Policy) -> Sms {
        let to = PhoneNumber::parse("06 12 34 56 78", Region::FR).unwrap();
        Sms::new(to, SecretText::copy_of(code), Instant::FIRST, &policy)
    }

    #[test]
    fn messages_are_counted_as_networks_do() {
        use SmsEncoding::{Gsm7, Ucs2};
        let cases = [
            // text, encoding, units, segments
            (String::new(), Gsm7, 0, 1),
            ("a".repeat(160), Gsm7, 160, 1),
            ("a".repeat(161), Gsm7, 161, 2),
            ("a".repeat(306), Gsm7, 306, 2),
            ("a".repeat(307), Gsm7, 307, 3),
            ("€".repeat(80), Gsm7, 160, 1),
            // An extended character is not cut: 76 of them in a segment of 153 septets.
            ("€".repeat(81), Gsm7, 162, 2),
            ("€".repeat(153), Gsm7, 306, 3),
            ("éèàù ÇÉ".to_owned(), Gsm7, 7, 1),
            ("ç".to_owned(), Ucs2, 1, 1),
            ("ê".repeat(70), Ucs2, 70, 1),
            ("ê".repeat(71), Ucs2, 71, 2),
            ("😀".repeat(35), Ucs2, 70, 1),
            ("😀".repeat(67), Ucs2, 134, 3),
            ("\u{a0}".to_owned(), Ucs2, 1, 1),
        ];
        for (text, encoding, units, segments) in cases {
            assert_eq!(SmsLength::of(&text), SmsLength { encoding, units, segments }, "{text:.9}");
        }
        assert_eq!(BASIC.chars().count() + 62, 127, "all but the escape");
    }

    #[test]
    fn messages_of_ours_are_one_segment_and_read_back() {
        let host = HostName::parse("ent.auvergnerhonealpes.fr").unwrap();
        for (code, policy) in
            [("12345678", Policy::educonnect_sms()), ("042137", Policy::oob_10min())]
        {
            for lang in [Lang::Fr, Lang::En] {
                let message = sms(code, policy).bound_text(lang, &host);
                let length = message.length();
                assert_eq!((length.encoding, length.segments), (SmsEncoding::Gsm7, 1), "{lang:?}");
                let text = message.text().expose_secret();
                let plain = sms(code, policy).text(lang);
                assert!(text.starts_with(plain.expose_secret()));
                let read = parse_sms(text).unwrap();
                assert_eq!((read.host, read.code.expose_secret()), (host.clone(), code));
            }
        }
    }

    #[test]
    fn a_message_shows_a_developer_neither_code_nor_number() {
        let shown = format!("{:?}", sms("04213780", Policy::educonnect_sms()));
        assert!(shown.starts_with("Sms { to: ") && shown.contains("expires_at"), "{shown}");
        assert!(!["04213780", "12345678", "12 34 56"].iter().any(|secret| shown.contains(secret)));
    }

    #[test]
    fn last_lines_are_read_and_refused() {
        use SmsError::{Code, Host, TooLong, Unbound};
        let of = |bytes: usize| format!("{}\n@ent.exemple.fr #123456", "a".repeat(bytes - 24));
        let (longest, long) = (of(MAX_BYTES), of(MAX_BYTES + 1));
        let cases = [
            // text, code or error
            ("@ent.exemple.fr #123456", Ok("123456")),
            ("Bonjour\r\n@ENT.exemple.fr #123456\r\n", Ok("123456")),
            ("a\n@ent.exemple.fr #123456 @cadre.exemple.fr", Ok("123456")),
            ("", Err(Unbound)),
            ("123456", Err(Unbound)),
            ("@ent.exemple.fr #123456\nSTOP au 36000", Err(Unbound)),
            ("@ent.exemple.fr  #123456", Err(Host)),
            ("@ent.exemple.fr#123456", Err(Unbound)),
            ("@ent.exemple.fr 123456", Err(Unbound)),
            (" @ent.exemple.fr #123456", Err(Unbound)),
            ("@https://ent.exemple.fr #123456", Err(Host)),
            ("@localhost #123456", Err(Host)),
            ("@ent.exemple.fr\u{200B} #123456", Err(Host)),
            ("@ent.exemple.fr #", Err(Code)),
            ("@ent.exemple.fr #123", Err(Code)),
            ("@ent.exemple.fr #12 3456", Err(Code)),
            ("@ent.exemple.fr #123-456", Err(Code)),
            ("@ent.exemple.fr #123456\0", Err(Code)),
            (&longest, Ok("123456")),
            (&long, Err(TooLong)),
        ];
        for (text, expected) in cases {
            let read = parse_sms(text);
            let read = read.as_ref().map(|bound| bound.code.expose_secret()).map_err(|e| *e);
            assert_eq!(read, expected, "{text:.60?}");
        }
        assert!([TooLong, Unbound, Host, Code].iter().all(|error| is_known(error.code())));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(code in "[0-9]{6,10}", host in "[a-z]{1,9}\\.[a-z]{2,9}") {
            let host = HostName::parse(&host).unwrap();
            let message = sms(&code, Policy::educonnect_sms()).bound_text(Lang::En, &host);
            let read = parse_sms(message.text().expose_secret()).unwrap();
            prop_assert_eq!((&read.host, read.code.expose_secret()), (&host, &*code));
        }

        #[test]
        fn never_panics(text in "(.{0,20}\n)?@?.{0,20}( #.{0,12})?") {
            let _ = (parse_sms(&text).is_ok(), SmsLength::of(&text));
        }
    }
}
