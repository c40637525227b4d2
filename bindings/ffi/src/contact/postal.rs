//! Postal addresses.

use std::fmt;

use crate::EntError;

/// A postal address. It is read again wherever it is given to a rule; the text form shows nothing of
/// it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct PostalAddress {
    /// Up to five lines above that of postcode and town.
    pub lines: Vec<String>,
    /// Five digits, in France and perhaps in Monaco.
    pub postcode: Option<String>,
    /// The town; abroad, with the postcode of the country.
    pub town: String,
    /// Five digits of the official geographic code, such as `99140`; France without it.
    #[uniffi(default = None)]
    pub country: Option<String>,
}

impl fmt::Display for PostalAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostalAddress(redacted)")
    }
}

impl fmt::Debug for PostalAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<&ent_core::PostalAddress> for PostalAddress {
    fn from(address: &ent_core::PostalAddress) -> Self {
        Self {
            lines: address.lines().to_vec(),
            postcode: address.postcode().map(str::to_owned),
            town: address.town().to_owned(),
            country: Some(address.country().code().to_owned()),
        }
    }
}

impl PostalAddress {
    pub(crate) fn read(&self) -> Result<ent_core::PostalAddress, EntError> {
        let lines = self.lines.iter().map(String::as_str);
        let country = ent_core::Country::parse(self.country.as_deref().unwrap_or("99100"))?;
        Ok(ent_core::PostalAddress::new(lines, self.postcode.as_deref(), &self.town, country)?)
    }
}

#[uniffi::export]
impl PostalAddress {
    /// The address with spaces around its parts and empty lines dropped.
    ///
    /// Fails with `postal/too-many-lines`, `postal/too-long`, `postal/invisible`,
    /// `postal/postcode`, `postal/postcode-abroad`, `postal/town` or `country/unknown`.
    pub fn checked(&self) -> Result<PostalAddress, EntError> {
        Ok((&self.read()?).into())
    }

    /// The lines of an envelope below the recipient, the town in capitals.
    ///
    /// Fails like `checked`.
    pub fn envelope(&self) -> Result<Vec<String>, EntError> {
        Ok(self.read()?.envelope())
    }

    /// Whether every line of the envelope has at most 38 characters (AFNOR NF Z10-011).
    ///
    /// Fails like `checked`.
    pub fn fits(&self) -> Result<bool, EntError> {
        Ok(self.read()?.fits())
    }
}
