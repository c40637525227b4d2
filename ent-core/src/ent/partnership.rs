//! Who the partners of an ENT are, as dated lists.

use super::definition::Partnership as Row;
use crate::{Academy, AdministrativeRegion, Day, Department};

/// One published list of the partners that carry an ENT.
///
/// Documents name different partners, so an ENT has several lists. A list without
/// [`since`](Self::since) has no date in its document: then the order of the file says which comes
/// after which.
///
/// ```
/// use ent_core::Day;
/// use ent_core::ent::Ent;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let ent = Ent::find("auvergne-rhone-alpes")?;
/// let lists: Vec<_> = ent.partnerships().map(|list| list.departments().count()).collect();
/// assert_eq!(lists, [7, 9, 10]);
/// let today = ent.partnership_on(Day::parse("2026-11-25")?);
/// assert!(today.is_some_and(|list| list.private_education()));
/// assert_eq!(Ent::find("occitanie")?.partnerships().count(), 0);
/// # Ok(())
/// # }
/// ```
#[doc(alias = "partenariat")]
#[doc(alias = "partenaires porteurs")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partnership<'a>(&'a Row);

impl<'a> Partnership<'a> {
    pub(super) const fn new(row: &'a Row) -> Self {
        Self(row)
    }

    /// Stable id among the lists of the ENT.
    #[must_use]
    pub fn id(self) -> &'a str {
        &self.0.id
    }

    /// Day on which the document was read; always given.
    #[must_use]
    pub fn read_on(self) -> Option<Day> {
        Day::parse(&self.0.read_on).ok()
    }

    /// First day on which the list holds, when the document tells.
    #[must_use]
    pub fn since(self) -> Option<Day> {
        self.0.since.as_deref().and_then(|day| Day::parse(day).ok())
    }

    /// Regions, in the order of the file.
    pub fn regions(self) -> impl Iterator<Item = AdministrativeRegion> {
        self.0.regions.iter().filter_map(|code| AdministrativeRegion::parse(code).ok())
    }

    /// Departments, in the order of the file.
    pub fn departments(self) -> impl Iterator<Item = Department> {
        self.0.departments.iter().filter_map(|code| Department::parse(code).ok())
    }

    /// Académies, in the order of the file.
    pub fn academies(self) -> impl Iterator<Item = Academy> {
        self.0.academies.iter().filter_map(|code| Academy::parse(code).ok())
    }

    /// Whether the authority of agricultural education is a partner.
    #[doc(alias = "DRAAF")]
    #[must_use]
    pub const fn agricultural_education(self) -> bool {
        self.0.draaf
    }

    /// Whether the regional committee of Catholic education is a partner.
    #[doc(alias = "CREC")]
    #[must_use]
    pub const fn private_education(self) -> bool {
        self.0.crec
    }
}
