//! A person as the host's directory knows them.

use std::fmt;

use ent_core::{BirthDate, PersonName, PostalAddress, Profile, Uai};

use super::RedList;
use crate::ContactCard;

/// What the host’s directory holds of one person. It never goes to a viewer: [`project`] does, or
/// [`search`]. `Debug` shows nothing, and it is not serialised.
///
/// ```
/// use ent_core::PersonName;
/// use ent_prefs::red_list::DirectoryRow;
///
/// let mut row = DirectoryRow::new(PersonName::parse("Martin", "Zoé")?);
/// row.classes = vec!["TPRO".to_owned()];
/// assert_eq!(format!("{row:?}"), "DirectoryRow(redacted)");
/// # Ok::<(), ent_core::NameError>(())
/// ```
///
/// ```compile_fail
/// fn sent(row: ent_prefs::red_list::DirectoryRow) -> impl serde::Serialize { row }
/// ```
///
/// [`project`]: super::project
/// [`search`]: super::search
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DirectoryRow {
    /// Family, given and usual name.
    pub name: PersonName,
    /// National profile.
    pub profile: Option<Profile>,
    /// Number of the establishment.
    pub establishment: Option<Uai>,
    /// Classes the person is in or teaches, as the school names them.
    pub classes: Vec<String>,
    /// Birth date.
    pub birth_date: Option<BirthDate>,
    /// Postal address.
    pub postal_address: Option<PostalAddress>,
    /// Numbers, e-mail address, « Quand et comment me joindre ? ».
    pub card: ContactCard,
    /// Whether notifications by e-mail are active.
    pub notifications: Option<bool>,
    /// The person’s red list.
    pub red_list: RedList,
}

impl DirectoryRow {
    /// A person of whom the name alone is known, off the red list.
    #[must_use]
    pub fn new(name: PersonName) -> Self {
        Self {
            name,
            profile: None,
            establishment: None,
            classes: Vec::new(),
            birth_date: None,
            postal_address: None,
            card: ContactCard::new(),
            notifications: None,
            red_list: RedList::new(),
        }
    }
}

impl fmt::Debug for DirectoryRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DirectoryRow(redacted)")
    }
}
