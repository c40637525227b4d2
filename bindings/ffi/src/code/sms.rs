//! The text message that carries a code.

use std::fmt;

use ent_auth::address::HostName;

use crate::contact::PhoneNumber;
use crate::message::Lang;
use crate::mirror::coded;
use crate::{EntError, Timestamp};

/// A message to send: the only place where a code leaves entkit.
#[derive(Debug, uniffi::Object)]
pub struct Sms {
    pub(super) inner: ent_auth::code::Sms,
}

#[uniffi::export]
impl Sms {
    /// Number to send to.
    pub fn to(&self) -> PhoneNumber {
        self.inner.to().into()
    }

    /// The code itself, for a host that writes its own text; not to be kept or logged.
    pub fn code(&self) -> String {
        self.inner.code().expose_secret().to_owned()
    }

    /// Text of the message, code included; not to be kept or logged.
    pub fn text(&self, lang: Lang) -> String {
        self.inner.text(lang.into()).expose_secret().to_owned()
    }

    /// Text of the message with the last line `@host #code`, by which phones fill the code in on the
    /// pages of that host and nowhere else. `host` comes from the configuration, never from a request.
    ///
    /// Fails with `address/host`.
    pub fn bound_text(&self, lang: Lang, host: &str) -> Result<SmsMessage, EntError> {
        let message = self.inner.bound_text(lang.into(), &HostName::parse(host)?);
        let text = message.text().expose_secret().to_owned();
        Ok(SmsMessage { text, length: message.length().into() })
    }

    /// First instant at which the code is refused.
    pub fn expires_at(&self) -> Timestamp {
        self.inner.expires_at()
    }
}

coded! {
    /// How a network writes a message.
    SmsEncoding = ent_auth::code::SmsEncoding {
        /// Seven bits a character.
        Gsm7,
        /// UTF-16, for a message with any other character.
        Ucs2,
    }
}

/// Length of a message, as networks count and charge it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SmsLength {
    /// How it is written.
    pub encoding: SmsEncoding,
    /// Septets, or units of UTF-16.
    pub units: i64,
    /// Messages that are sent and charged.
    pub segments: i64,
}

impl From<ent_auth::code::SmsLength> for SmsLength {
    fn from(length: ent_auth::code::SmsLength) -> Self {
        Self {
            encoding: length.encoding.into(),
            units: length.units.into(),
            segments: length.segments.into(),
        }
    }
}

/// The text of a message, code included, with its length; not to be kept or logged. The text form
/// shows nothing of it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct SmsMessage {
    /// Text to send.
    pub text: String,
    /// What it costs to send.
    pub length: SmsLength,
}

impl fmt::Display for SmsMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmsMessage(redacted)")
    }
}

impl fmt::Debug for SmsMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmsMessage").field("length", &self.length).finish_non_exhaustive()
    }
}

/// A code with the host whose pages it may be filled in on. The text form shows nothing of it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct BoundCode {
    /// Host of the last line, in lower case.
    pub host: String,
    /// Code of the last line; not to be kept or logged.
    pub code: String,
}

impl fmt::Display for BoundCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BoundCode(redacted)")
    }
}

impl fmt::Debug for BoundCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BoundCode").field("host", &self.host).finish_non_exhaustive()
    }
}

/// Reads the last line `@host #code` of a message.
///
/// Fails with `sms/too-long`, `sms/unbound`, `sms/host` or `sms/no-code`.
#[uniffi::export]
pub fn read_sms(text: &str) -> Result<BoundCode, EntError> {
    let bound = ent_auth::code::parse_sms(text)?;
    Ok(BoundCode { host: bound.host.to_string(), code: bound.code.expose_secret().to_owned() })
}

/// Counts a text as networks do.
#[uniffi::export]
pub fn measure_sms(text: &str) -> SmsLength {
    ent_auth::code::SmsLength::of(text).into()
}
