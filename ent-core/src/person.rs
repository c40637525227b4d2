//! Who someone is to a school: names, a birth date, and the children one acts for.

mod age;
mod birth_date;
mod guardianship;
mod link;
mod name;

pub use age::{Age, Majority};
pub use birth_date::{BirthDate, BirthDateError, BirthDatePrecision};
pub use guardianship::{Dispute, Edge, Guardianship, GuardianshipError, Settlement};
pub use link::{AafLink, AafLinkError, AafRelation, AafRelationError, Standing};
pub use name::{GivenName, NameError, NamePart, PersonName};
