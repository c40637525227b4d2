//! Where a school is: its number, its academy and its department.

mod academy;
mod department;
mod establishment;
mod uai;

pub use academy::{Academy, AcademyError};
pub use department::{Department, DepartmentError};
pub use establishment::EstablishmentKind;
pub use uai::{Uai, UaiError};
