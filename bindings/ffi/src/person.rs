//! Names, birth dates and ages.

use std::fmt;

use ent_core::BirthDate;

use crate::mirror::labelled;
use crate::{CalendarDate, EntError};

/// Family and given name of a person, and perhaps the usual name.
///
/// A name may be built from its parts; it is read again wherever it is given to a rule. The text
/// form shows nothing of it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct PersonName {
    /// Family name given at birth.
    pub family: String,
    /// Given name or names.
    pub given: String,
    /// Family name its bearer goes by, such as that of a spouse.
    #[uniffi(default = None)]
    pub usual: Option<String>,
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
        Self {
            family: name.family().to_owned(),
            given: name.given().to_owned(),
            usual: name.usual().map(str::to_owned),
        }
    }
}

impl PersonName {
    pub(crate) fn read(&self) -> Result<ent_core::PersonName, EntError> {
        let name = ent_core::PersonName::parse(&self.family, &self.given)?;
        Ok(self.usual.iter().try_fold(name, |name, usual| name.with_usual(usual))?)
    }
}

#[uniffi::export]
impl PersonName {
    /// Whether both names may be of one person: case, accents and hyphens make no difference, and
    /// further given names none either. The usual name of one may stand for the birth name of the
    /// other.
    ///
    /// Fails like `parse_person_name` when one of them is no name.
    pub fn same_as(&self, other: &PersonName) -> Result<bool, EntError> {
        Ok(self.read()?.same_as(&other.read()?))
    }

    /// Given names, then the usual name or else the birth name in capitals: `Zoé LE NOËL`.
    ///
    /// Fails like `parse_person_name`.
    pub fn display_name(&self) -> Result<String, EntError> {
        Ok(self.read()?.display())
    }

    /// As lists show it, the family name first: `LE NOËL Zoé`.
    ///
    /// Fails like `parse_person_name`.
    pub fn list_name(&self) -> Result<String, EntError> {
        Ok(self.read()?.display_in_list())
    }

    /// First letters of the first given name, with what a hyphen joins to it, and of the family name.
    ///
    /// Fails like `parse_person_name`.
    pub fn initials(&self) -> Result<String, EntError> {
        Ok(self.read()?.initials())
    }

    /// Text whose order is that of a French directory: by family name without a leading `de` or
    /// `d’`, then by given names.
    ///
    /// Fails like `parse_person_name`.
    pub fn sort_key(&self) -> Result<String, EntError> {
        Ok(self.read()?.sort_key())
    }

    /// The given names one by one, what a hyphen joins in one piece.
    ///
    /// Fails like `parse_person_name`.
    pub fn given_names(&self) -> Result<Vec<String>, EntError> {
        Ok(self.read()?.given_names().map(str::to_owned).collect())
    }
}

/// Reads a name, trimmed and in the usual form of Unicode.
///
/// Fails with `name/family-empty`, `name/family-too-long`, `name/family-format`, or the same of
/// `given` and `usual`.
#[uniffi::export(default(usual = None))]
pub fn parse_person_name(
    family: &str,
    given: &str,
    usual: Option<String>,
) -> Result<PersonName, EntError> {
    let named = PersonName { family: family.to_owned(), given: given.to_owned(), usual };
    Ok((&named.read()?).into())
}

labelled! {
    /// How much of a birth date is known.
    BirthDatePrecision = ent_core::BirthDatePrecision {
        /// Year, month and day.
        Day,
        /// Year and month.
        Month,
        /// The year alone.
        Year,
    }
}

labelled! {
    /// Whether someone is of age.
    Majority = ent_core::Majority {
        /// Less than 18 years old.
        Minor,
        /// Less than 18 years old and of age nevertheless.
        EarlyAdult,
        /// At least 18 years old.
        Adult,
        /// The birth date leaves it open.
        Unknown,
    }
}

/// A birth date of which perhaps only year, or year and month, are known. The text form shows
/// nothing of it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct BirthDateReading {
    /// `YYYY-MM-DD`, with `00` for what is not known.
    pub text: String,
    /// How much is known.
    pub precision: BirthDatePrecision,
    /// Whether the date says by itself that day, or month and day, are not known.
    pub presumed: bool,
    /// Whether the date is the first of a month, into which FranceConnect turns dates known in
    /// part.
    pub may_be_presumed: bool,
    /// The date, when all of it is known.
    pub date: Option<CalendarDate>,
}

impl fmt::Display for BirthDateReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDateReading(redacted)")
    }
}

impl fmt::Debug for BirthDateReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads a birth date as a directory or an identity provider knows it: `YYYY-MM-DD`, `YYYY-MM-00`
/// or `YYYY-00-00`. What a person types is read by `parse_birth_date`.
///
/// Fails with `birth-date/format` or `birth-date/out-of-range`.
#[uniffi::export]
pub fn read_birth_date(text: &str) -> Result<BirthDateReading, EntError> {
    let born = BirthDate::parse(text)?;
    Ok(BirthDateReading {
        text: born.to_string(),
        precision: born.precision().into(),
        presumed: born.is_presumed(),
        may_be_presumed: born.may_be_presumed(),
        date: (!born.is_presumed()).then(|| born.into()),
    })
}

/// What is known of an age on a day.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AgeReading {
    /// Whole years if the person was born as late as the date allows; none before birth.
    pub youngest: Option<i32>,
    /// Whole years if the person was born as early as the date allows; none before birth.
    pub oldest: Option<i32>,
    /// Whether the person is of age.
    pub majority: Majority,
    /// Whether the person is less than 15 years old, below which EduConnect advises the e-mail
    /// address of a parent; the fifteenth birthday counts as 15. None where the date leaves it open.
    pub under_15: Option<bool>,
}

/// The age on a day of who was born on `born`, written as for `read_birth_date`; `early` says that
/// the academic directory knows the person to be of age before 18.
///
/// Fails with `birth-date/format`, `birth-date/out-of-range`, `day/format`, or `day/out-of-range` for
/// a day before 2000 or after 2199.
#[uniffi::export(default(early = false))]
pub fn age_on(born: &str, on: CalendarDate, early: bool) -> Result<AgeReading, EntError> {
    let born = BirthDate::parse(born)?;
    let on = on.read_day()?;
    let age = born.age_at(on);
    Ok(AgeReading {
        youngest: age.map(|age| age.youngest().into()),
        oldest: age.map(|age| age.oldest().into()),
        majority: born.majority(on, early).into(),
        under_15: born.is_under_15(on),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_again_and_never_shown() {
        let name = parse_person_name(" Martin ", "Zoé", None).unwrap();
        assert_eq!(name.family, "Martin");
        let other =
            PersonName { family: "MARTIN".to_owned(), given: "zoe".to_owned(), usual: None };
        assert_eq!(name.same_as(&other), Ok(true));
        let empty = PersonName { family: String::new(), ..name.clone() };
        assert_eq!(name.same_as(&empty).unwrap_err().code(), "name/family-empty");
        assert_eq!(format!("{name} {name:?}").matches("Martin").count(), 0);
        let married = parse_person_name("Martin", "Zoé", Some("Durand".to_owned())).unwrap();
        assert_eq!(married.display_name().as_deref(), Ok("Zoé DURAND"));
        assert_eq!(married.list_name().as_deref(), Ok("DURAND Zoé"));
        assert_eq!(married.initials().as_deref(), Ok("ZD"));
        let blank = PersonName { usual: Some(" ".to_owned()), ..name };
        assert_eq!(blank.sort_key().unwrap_err().code(), "name/usual-empty");
    }

    #[test]
    fn birth_dates_known_in_part_have_two_ages() {
        let reading = read_birth_date("2008-09-00").unwrap();
        assert_eq!((reading.presumed, reading.date), (true, None));
        assert_eq!(format!("{reading} {reading:?}").matches("2008").count(), 0);
        let day = |text| crate::time::parse_birth_date(text).unwrap();
        let age = age_on("2008-09-00", day("2026-09-15"), false).unwrap();
        assert_eq!(
            (age.youngest, age.oldest, age.majority),
            (Some(17), Some(18), Majority::Unknown)
        );
        let early = age_on("2008-09-02", day("2026-09-01"), true).unwrap();
        assert_eq!((early.majority, early.under_15), (Majority::EarlyAdult, Some(false)));
        let bad = age_on("2008-09-02", day("1999-09-01"), false).unwrap_err();
        assert_eq!(bad.code(), "day/out-of-range");
        assert_eq!(read_birth_date("2008-09").unwrap_err().code(), "birth-date/format");
    }
}
