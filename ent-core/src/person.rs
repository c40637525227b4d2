//! Who someone is to a school: a name and a birth date.

mod birth_date;
mod name;

pub use birth_date::{BirthDate, BirthDateError};
pub use name::{GivenName, NameError, NamePart, PersonName};
