//! Departments and overseas collectivities.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::row::{by_code, by_name};
use super::{Academy, AdministrativeRegion};
use crate::Coded;
use crate::listed::listed;
use crate::tables::places::DEPARTMENTS;

/// A department or overseas collectivity, by its INSEE code (official geographic code of 2026).
///
/// The code is not the first digits of the UAIs there: see [`Uai`](super::Uai).
///
/// ```
/// use ent_core::Department;
///
/// let department = Department::parse("2A")?;
/// assert_eq!(department.name(), "Corse-du-Sud");
/// assert_eq!(department.region().map(|region| region.name()), Some("Corse"));
/// assert_eq!(Department::search("sud corse"), [department]);
/// assert!(Department::parse("20").is_err());
/// # Ok::<(), ent_core::DepartmentError>(())
/// ```
#[doc(alias = "département")]
#[doc(alias = "collectivité d’outre-mer")]
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Department(pub(crate) &'static DepartmentRow);

by_code!(Department in DEPARTMENTS, DepartmentError);
by_name!(Department, DepartmentError);

impl Department {
    /// Whether it is a department or an overseas collectivity.
    #[must_use]
    pub const fn kind(self) -> DepartmentKind {
        self.0.kind
    }

    /// The region it is in; overseas collectivities are in none.
    #[must_use]
    pub const fn region(self) -> Option<AdministrativeRegion> {
        self.0.region
    }

    /// The academy it belongs to; unknown for the southern and antarctic lands (984) and Clipperton
    /// (989), where no school is.
    #[must_use]
    pub const fn academy(self) -> Option<Academy> {
        self.0.academy
    }
}

/// One row of the generated table.
#[derive(Debug)]
pub(crate) struct DepartmentRow {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: DepartmentKind,
    pub(crate) region: Option<AdministrativeRegion>,
    pub(crate) academy: Option<Academy>,
}

listed! {
    /// Whether a [`Department`] is one in law.
    ///
    /// ```
    /// use ent_core::DepartmentKind;
    ///
    /// assert_eq!(DepartmentKind::from_code("department"), Some(DepartmentKind::Department));
    /// assert_eq!(DepartmentKind::from_code("commune"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "the law sets the kinds")]
    DepartmentKind in "department_kind" {
        /// Département, in a region.
        Department = "department",
        /// Overseas collectivity or territory, in no region.
        #[doc(alias = "COM")]
        OverseasCollectivity = "overseas_collectivity",
    }
}

/// No department is known so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no department is known so")]
#[non_exhaustive]
pub struct DepartmentError;

impl Coded for DepartmentError {
    fn code(&self) -> &'static str {
        "department/unknown"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_it_lists() {
        for value in Department::all() {
            assert_eq!(value.to_string().parse(), Ok(value));
            assert_eq!(Department::of_name(value.name()), Ok(value));
            assert!(Department::search(value.name()).contains(&value), "{value}");
        }
        assert!(Department::all().map(Department::code).is_sorted());
        assert!(crate::message::is_known(DepartmentError.code()));
    }

    #[test]
    fn travels_as_its_code() {
        for value in Department::all() {
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(json, format!("{:?}", value.code()));
            assert_eq!(serde_json::from_str::<Department>(&json).unwrap(), value);
        }
        assert!(serde_json::from_str::<Department>(r#""""#).is_err());
    }

    #[test]
    fn only_collectivities_lack_a_region() {
        // 101 departments, six collectivities with schools, two territories without.
        assert_eq!(Department::all().count(), 109);
        let mut departments = 0;
        for department in Department::all() {
            let is_department = department.kind() == DepartmentKind::Department;
            assert_eq!(department.region().is_some(), is_department, "{department}");
            departments += usize::from(is_department);
        }
        assert_eq!(departments, 101);
        let without: Vec<_> =
            Department::all().filter(|d| d.academy().is_none()).map(Department::code).collect();
        assert_eq!(without, ["984", "989"]);
        DepartmentKind::check_list();
    }

    #[test]
    fn refuses_the_rest() {
        let huge = "0".repeat(1 << 20);
        for bad in ["", "1", "20", "2a", "620", "983", "01 ", &huge] {
            assert_eq!(Department::parse(bad), Err(DepartmentError), "{bad:.20?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,20}") {
            let _ = (Department::parse(&text), Department::of_name(&text), Department::search(&text));
        }
    }
}
