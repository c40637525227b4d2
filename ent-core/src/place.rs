//! Where a school is: its number, its academy and its department.

mod academy;
mod department;
mod uai;

pub use academy::{Academy, AcademyError};
pub use department::{Department, DepartmentError};
pub use uai::{Uai, UaiError};
