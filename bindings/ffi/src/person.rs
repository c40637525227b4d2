//! Names.

use std::fmt;

use crate::EntError;

/// Family and given name of a person.
///
/// A name may be built from its parts; it is read again wherever it is given to a rule. The text
/// form shows nothing of it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct PersonName {
    /// Family name.
    pub family: String,
    /// Given name or names.
    pub given: String,
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(redacted)")
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<&ent_core::PersonName> for PersonName {
    fn from(name: &ent_core::PersonName) -> Self {
        Self { family: name.family().to_owned(), given: name.given().to_owned() }
    }
}

impl PersonName {
    pub(crate) fn read(&self) -> Result<ent_core::PersonName, EntError> {
        Ok(ent_core::PersonName::parse(&self.family, &self.given)?)
    }
}

#[uniffi::export]
impl PersonName {
    /// Whether both names may be of one person: case, accents and hyphens make no difference, and
    /// further given names none either.
    ///
    /// Fails like `parse_person_name` when one of them is no name.
    pub fn same_as(&self, other: &PersonName) -> Result<bool, EntError> {
        Ok(self.read()?.same_as(&other.read()?))
    }
}

/// Reads a name, trimmed and in the usual form of Unicode.
///
/// Fails with `name/family-empty`, `name/family-too-long`, `name/family-format`, or the same of
/// `given`.
#[uniffi::export]
pub fn parse_person_name(family: &str, given: &str) -> Result<PersonName, EntError> {
    Ok((&ent_core::PersonName::parse(family, given)?).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_again_and_never_shown() {
        let name = parse_person_name(" Martin ", "Zoé").unwrap();
        assert_eq!(name.family, "Martin");
        let other = PersonName { family: "MARTIN".to_owned(), given: "zoe".to_owned() };
        assert_eq!(name.same_as(&other), Ok(true));
        let empty = PersonName { family: String::new(), ..name.clone() };
        assert_eq!(name.same_as(&empty).unwrap_err().code(), "name/family-empty");
        assert_eq!(format!("{name} {name:?}").matches("Martin").count(), 0);
    }
}
