//! Departments and overseas territories.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Academy;
use crate::Coded;
use crate::tables::places::DEPARTMENTS;

/// A department or overseas territory, by its INSEE code (official geographic code of 2026).
///
/// The code is not the first digits of the UAIs there: see [`Uai`](super::Uai).
///
/// ```
/// use ent_core::Department;
///
/// let department = Department::parse("2A")?;
/// assert_eq!(department.name(), "Corse-du-Sud");
/// assert!(Department::parse("20").is_err());
/// # Ok::<(), ent_core::DepartmentError>(())
/// ```
#[doc(alias = "département")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Department {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) academy: Academy,
}

impl Department {
    /// Reads a code such as `2A`, exactly as listed.
    ///
    /// # Errors
    ///
    /// [`DepartmentError`] when no department has this code.
    pub fn parse(code: &str) -> Result<Self, DepartmentError> {
        let at = DEPARTMENTS.binary_search_by(|department| department.code.cmp(code));
        at.ok().and_then(|at| DEPARTMENTS.get(at)).copied().ok_or(DepartmentError)
    }

    /// Every department, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        DEPARTMENTS.iter().copied()
    }

    /// The code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// The French name, such as `Corse-du-Sud`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The academy it belongs to; each department has one.
    #[must_use]
    pub const fn academy(self) -> Academy {
        self.academy
    }
}

impl fmt::Display for Department {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl FromStr for Department {
    type Err = DepartmentError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::parse(code)
    }
}

impl TryFrom<String> for Department {
    type Error = DepartmentError;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::parse(&code)
    }
}

impl From<Department> for String {
    fn from(department: Department) -> Self {
        department.code.to_owned()
    }
}

/// No department has this code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no department has this code")]
#[non_exhaustive]
pub struct DepartmentError;

impl Coded for DepartmentError {
    fn code(&self) -> &'static str {
        "department/unknown"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_lists() {
        for department in Department::all() {
            assert_eq!(department.to_string().parse(), Ok(department));
            assert_eq!(Academy::parse(department.academy().code()), Ok(department.academy()));
        }
        assert!(Department::all().map(Department::code).is_sorted());
        // 101 departments and six territories that have schools.
        assert_eq!(Department::all().count(), 107);
    }

    #[test]
    fn every_academy_has_a_department() {
        for academy in Academy::all() {
            assert!(Department::all().any(|d| d.academy() == academy), "{academy}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        let huge = "0".repeat(1 << 20);
        for bad in ["", "1", "20", "2a", "620", "983", "01 ", &huge] {
            assert_eq!(Department::parse(bad), Err(DepartmentError), "{bad:.20?}");
        }
        assert!(crate::message::is_known(DepartmentError.code()));
    }

    #[test]
    fn travels_as_its_code() {
        let ain: Department = serde_json::from_str(r#""01""#).unwrap();
        assert_eq!(serde_json::to_string(&ain).unwrap(), r#""01""#);
        assert!(serde_json::from_str::<Department>(r#""20""#).is_err());
    }
}
