//! Who looks at a person.

use ent_core::{PupilId, SubjectId, listed};

listed! {
    /// What the viewer is to the person looked at. The host states it, person by person.
    ///
    /// ```
    /// use ent_prefs::red_list::ViewerRole;
    ///
    /// assert_eq!(ViewerRole::from_code("school_office"), Some(ViewerRole::SchoolOffice));
    /// assert_eq!(ViewerRole::from_code("friend"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "a new role needs a decision on what it sees")]
    ViewerRole in "viewer_role" {
        /// The person.
        Oneself = "self",
        /// A legal guardian of the person.
        #[doc(alias = "responsable légal")]
        Guardian = "guardian",
        /// Head, deputies and administration of the person’s establishment.
        #[doc(alias = "personnel de direction")]
        SchoolOffice = "school_office",
        /// A teacher of the person, or of the person’s children.
        Teacher = "teacher",
        /// Other staff of the establishment.
        Staff = "staff",
        /// Another pupil, of the same class or not.
        Pupil = "pupil",
        /// A guardian of another child.
        OtherGuardian = "other_guardian",
        /// A partner of the establishment, such as the council that runs the school buses.
        Partner = "partner",
        /// Anyone else, signed in or not.
        Other = "other",
    }
}

/// Who looks: an account, if signed in, what it is to the person looked at, and for which child.
///
/// ```
/// use ent_core::SubjectId;
/// use ent_prefs::red_list::{Viewer, ViewerRole};
///
/// let teacher = Viewer::new(SubjectId::parse("teacher-1")?, ViewerRole::Teacher);
/// assert_eq!(teacher.role(), ViewerRole::Teacher);
/// assert_eq!(Viewer::anonymous().role(), ViewerRole::Other);
/// # Ok::<(), ent_core::IdError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    id: Option<SubjectId>,
    role: ViewerRole,
    child: Option<PupilId>,
}

impl Viewer {
    /// A signed-in viewer.
    #[must_use]
    pub const fn new(id: SubjectId, role: ViewerRole) -> Self {
        Self { id: Some(id), role, child: None }
    }

    /// Someone who is not signed in.
    #[must_use]
    pub const fn anonymous() -> Self {
        Self { id: None, role: ViewerRole::Other, child: None }
    }

    /// The viewer, who looks for this child: a teacher who opens the card of a pupil’s guardian
    /// sees the wish and the contact number that count for the pupil.
    ///
    /// ```
    /// use ent_core::{PupilId, SubjectId};
    /// use ent_prefs::contact_card::{ChildContact, ContactWish};
    /// use ent_prefs::red_list::{Viewer, ViewerRole, Visibility, project_card};
    /// use ent_prefs::{CardChange, ContactCard, RedList};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (louis, wish) = (PupilId::parse("louis")?, ContactWish::parse("Après 18 h")?);
    /// let contact = ChildContact { contact: None, wish: Some(wish.clone()) };
    /// let card =
    ///     ContactCard::new().apply(CardChange::SetChild { child: louis.clone(), contact })?;
    /// let office = Viewer::new(SubjectId::parse("office-1")?, ViewerRole::SchoolOffice);
    /// let seen = |by: Viewer| project_card(&card, &RedList::new(), &by, &Visibility::preset());
    /// assert_eq!(seen(office.clone()).contact_wish(), None);
    /// assert_eq!(seen(office.about(louis)).contact_wish(), Some(&wish));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn about(self, child: PupilId) -> Self {
        Self { child: Some(child), ..self }
    }

    /// The account, unless not signed in.
    #[must_use]
    pub const fn id(&self) -> Option<&SubjectId> {
        self.id.as_ref()
    }

    /// What the viewer is to the person.
    #[must_use]
    pub const fn role(&self) -> ViewerRole {
        self.role
    }

    /// The child the viewer looks for, if one.
    #[must_use]
    pub const fn child(&self) -> Option<&PupilId> {
        self.child.as_ref()
    }
}
