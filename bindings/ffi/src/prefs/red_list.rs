//! The red list: who sees what of a person, and whom a search finds.

use std::fmt;
use std::sync::Arc;

use ent_core::{BirthDate, PupilId, SubjectId};
use ent_prefs::red_list as domain;

use super::{ContactCard, PhoneSlot, read_json, write_json};
use crate::contact::{Email, PhoneNumber, PostalAddress, Region};
use crate::mirror::labelled;
use crate::person::PersonName;
use crate::profile::Profile;
use crate::{EntError, Timestamp};

labelled! {
    /// What the viewer is to the person looked at. The host states it, person by person.
    ViewerRole = domain::ViewerRole {
        /// The person.
        Oneself,
        /// A legal guardian of the person.
        Guardian,
        /// Head, deputies and administration of the person’s establishment.
        SchoolOffice,
        /// A teacher of the person, or of the person’s children.
        Teacher,
        /// Other staff of the establishment.
        Staff,
        /// Another pupil, of the same class or not.
        Pupil,
        /// A guardian of another child.
        OtherGuardian,
        /// A partner of the establishment, such as the council that runs the school buses.
        Partner,
        /// Anyone else, signed in or not.
        Other,
    }
}

labelled! {
    /// One thing that a directory knows of a person.
    DirectoryField = domain::DirectoryField {
        /// Family, given and usual name.
        Name,
        /// National profile.
        Profile,
        /// Number of the establishment.
        Establishment,
        /// Classes the person is in or teaches.
        Classes,
        /// Birth date.
        BirthDate,
        /// Postal address.
        PostalAddress,
        /// Confirmed e-mail address.
        Email,
        /// Home number the school knows.
        PhonePersonal,
        /// Work number the school knows.
        PhoneProfessional,
        /// Mobile number the school knows.
        PhoneMobile,
        /// First number the person added.
        PhoneOwn1,
        /// Second number the person added.
        PhoneOwn2,
        /// « Quand et comment me joindre ? ».
        ContactWish,
        /// Whether notifications by e-mail are active.
        Notifications,
    }
}

labelled! {
    /// Who authorised a viewer.
    Authoriser = domain::Authoriser {
        /// The person on the list.
        Person,
        /// The head of the establishment.
        Head,
    }
}

/// Who looks.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Viewer {
    /// The account; without it, the viewer is anonymous and `role` counts as `Other`.
    pub id: Option<String>,
    /// What the viewer is to the person.
    pub role: ViewerRole,
    /// The child the viewer looks for, a pupil’s id: the wish and the contact number that count for
    /// it are shown.
    #[uniffi(default)]
    pub child: Option<String>,
}

impl Viewer {
    fn read(&self) -> Result<domain::Viewer, EntError> {
        let viewer = match &self.id {
            Some(id) => domain::Viewer::new(SubjectId::parse(id)?, self.role.into()),
            None => domain::Viewer::anonymous(),
        };
        Ok(match &self.child {
            Some(child) => viewer.about(PupilId::parse(child)?),
            None => viewer,
        })
    }
}

/// A viewer for whom the red list is lifted.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthorisedViewer {
    /// The viewer’s account.
    pub id: String,
    /// Who said so.
    pub by: Authoriser,
    /// When.
    pub at: Timestamp,
}

/// « Activer la liste rouge » of one person, off until switched on, and whom it is lifted for.
///
/// A list never changes: each change gives another list. Whoever is authorised sees what their role
/// sees while the list is off, and no more.
#[derive(uniffi::Object)]
pub struct RedList {
    pub(super) inner: domain::RedList,
}

#[uniffi::export]
impl RedList {
    /// A list that is off and that nobody is authorised on.
    #[uniffi::constructor]
    pub fn empty() -> Self {
        Self { inner: domain::RedList::new() }
    }

    /// Reads what `to_json` wrote.
    ///
    /// Fails with `state/corrupt` for anything else, and for a list that breaks a rule.
    #[uniffi::constructor]
    pub fn from_json(bytes: Vec<u8>) -> Result<Self, EntError> {
        Ok(Self { inner: read_json(&bytes)? })
    }

    /// The list to store, as UTF-8 JSON.
    ///
    /// Never fails in practice; `state/corrupt` otherwise.
    pub fn to_json(&self) -> Result<Vec<u8>, EntError> {
        write_json(&self.inner)
    }

    /// Whether the person is on the red list.
    pub fn is_on(&self) -> bool {
        self.inner.is_on()
    }

    /// When the switch was last changed.
    pub fn changed_at(&self) -> Option<Timestamp> {
        self.inner.changed_at()
    }

    /// The list switched on or off; the same when it is so already.
    ///
    /// Fails with `red_list/clock` when `at` comes before the last change, or
    /// `instant/out-of-range`.
    pub fn switched(&self, on: bool, at: Timestamp) -> Result<RedList, EntError> {
        Ok(Self { inner: self.inner.switched(on, at)? })
    }

    /// The list lifted for a viewer; the same when it is already.
    ///
    /// Fails with `red_list/too-many` beyond 200 viewers, `id/format`, or `instant/out-of-range`.
    pub fn authorised(&self, id: &str, by: Authoriser, at: Timestamp) -> Result<RedList, EntError> {
        Ok(Self { inner: self.inner.authorised(SubjectId::parse(id)?, by.into(), at)? })
    }

    /// The list no longer lifted for a viewer.
    ///
    /// Fails with `id/format`.
    pub fn revoked(&self, id: &str) -> Result<RedList, EntError> {
        Ok(Self { inner: self.inner.revoked(&SubjectId::parse(id)?) })
    }

    /// Whom the list is lifted for, in the order of their identifiers.
    pub fn viewers(&self) -> Vec<AuthorisedViewer> {
        let viewers = self.inner.viewers();
        viewers
            .map(|one| AuthorisedViewer { id: one.id.into(), by: one.by.into(), at: one.at })
            .collect()
    }

    /// Whether a viewer was explicitly authorised. A partner cannot be.
    ///
    /// Fails with `id/format`.
    pub fn authorises(&self, viewer: &Viewer) -> Result<bool, EntError> {
        Ok(self.inner.authorises(&viewer.read()?))
    }
}

impl fmt::Debug for RedList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedList(redacted)")
    }
}

/// What one role sees, in a policy of a portal’s own.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct VisibilityRule {
    /// The role.
    pub role: ViewerRole,
    /// What it sees of a person off the list.
    pub off: Vec<DirectoryField>,
    /// What it sees of a person on the list, unless authorised; nothing that is not in `off`.
    pub on: Vec<DirectoryField>,
}

/// Which role sees which field of whom is off the red list, and which when on it.
///
/// Whatever the policy, the person sees everything, no partner sees how to reach anyone, and the
/// list never shows more than its absence.
#[derive(Debug, uniffi::Object)]
pub struct Visibility {
    inner: domain::Visibility,
}

#[uniffi::export]
impl Visibility {
    /// The preset: on the list, nobody but the person and whom they authorised sees address,
    /// e-mail, numbers, wish and whether notifications are active.
    #[uniffi::constructor]
    pub fn preset() -> Self {
        Self { inner: domain::Visibility::preset() }
    }

    /// The preset with other rules for some roles.
    ///
    /// Fails with `visibility/self` when the person would not see all, `visibility/partner` when a
    /// partner would see a contact field, and `visibility/wider` when a role would see more on the
    /// list than off it.
    #[uniffi::constructor]
    pub fn with_rules(rules: Vec<VisibilityRule>) -> Result<Self, EntError> {
        let set = |fields: Vec<DirectoryField>| fields.into_iter().map(Into::into).collect();
        let builder = rules.into_iter().fold(domain::Visibility::builder(), |builder, rule| {
            let role = rule.role.into();
            builder.off(role, set(rule.off)).on(role, set(rule.on))
        });
        Ok(Self { inner: builder.build()? })
    }

    /// Reads what `to_json` wrote; a role that is left out keeps the preset.
    ///
    /// Fails with `state/corrupt` for anything else, and for rules that `with_rules` refuses.
    #[uniffi::constructor]
    pub fn from_json(bytes: Vec<u8>) -> Result<Self, EntError> {
        Ok(Self { inner: read_json(&bytes)? })
    }

    /// The rules to store, as UTF-8 JSON.
    ///
    /// Never fails in practice; `state/corrupt` otherwise.
    pub fn to_json(&self) -> Result<Vec<u8>, EntError> {
        write_json(&self.inner)
    }

    /// What a role sees of a person whose list is on or off.
    pub fn fields(&self, role: ViewerRole, on_list: bool) -> Vec<DirectoryField> {
        self.inner.fields(role.into(), on_list).iter().map(Into::into).collect()
    }
}

/// What the host’s directory holds of one person; only what `project_row` or `search_directory`
/// gives goes to a viewer. The text form shows nothing of it.
#[derive(Clone, uniffi::Record)]
#[uniffi::export(Display)]
pub struct DirectoryRow {
    /// Family, given and usual name.
    pub name: PersonName,
    /// National profile.
    #[uniffi(default = None)]
    pub profile: Option<Profile>,
    /// Number of the establishment.
    #[uniffi(default = None)]
    pub establishment: Option<String>,
    /// Classes the person is in or teaches.
    #[uniffi(default = [])]
    pub classes: Vec<String>,
    /// Birth date as for `read_birth_date`.
    #[uniffi(default = None)]
    pub birth_date: Option<String>,
    /// Postal address.
    #[uniffi(default = None)]
    pub postal_address: Option<PostalAddress>,
    /// Numbers and e-mail address.
    #[uniffi(default = None)]
    pub card: Option<Arc<ContactCard>>,
    /// Whether notifications by e-mail are active.
    #[uniffi(default = None)]
    pub notifications: Option<bool>,
    /// The person’s red list; off without it.
    #[uniffi(default = None)]
    pub red_list: Option<Arc<RedList>>,
}

impl fmt::Display for DirectoryRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DirectoryRow(redacted)")
    }
}

impl fmt::Debug for DirectoryRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl DirectoryRow {
    fn read(self) -> Result<domain::DirectoryRow, EntError> {
        let mut row = domain::DirectoryRow::new(self.name.read()?);
        row.profile = self.profile.map(Into::into);
        row.establishment =
            self.establishment.map(|text| ent_core::Uai::parse(&text)).transpose()?;
        row.classes = self.classes;
        row.birth_date = self.birth_date.map(|text| BirthDate::parse(&text)).transpose()?;
        row.postal_address = self.postal_address.map(|address| address.read()).transpose()?;
        row.card = self.card.map(|card| card.inner.clone()).unwrap_or_default();
        row.notifications = self.notifications;
        row.red_list = self.red_list.map(|list| list.inner.clone()).unwrap_or_default();
        Ok(row)
    }
}

/// The fields that one viewer sees of one person; what is hidden is as absent as what the school
/// does not know. The text form names the fields and shows no value.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct Projection {
    /// Family, given and usual name.
    pub name: Option<PersonName>,
    /// National profile.
    pub profile: Option<Profile>,
    /// Number of the establishment.
    pub establishment: Option<String>,
    /// Classes the person is in or teaches.
    pub classes: Vec<String>,
    /// Birth date, `YYYY-MM-DD` with `00` for what is not known.
    pub birth_date: Option<String>,
    /// Postal address.
    pub postal_address: Option<PostalAddress>,
    /// Confirmed e-mail address.
    pub email: Option<Email>,
    /// Home number the school knows.
    pub phone_personal: Option<PhoneNumber>,
    /// Work number the school knows.
    pub phone_professional: Option<PhoneNumber>,
    /// Mobile number the school knows.
    pub phone_mobile: Option<PhoneNumber>,
    /// First number the person added.
    pub phone_own_1: Option<PhoneNumber>,
    /// Second number the person added.
    pub phone_own_2: Option<PhoneNumber>,
    /// Which of the numbers the person chose to be reached on, for the viewer’s child if one was
    /// given; none where they chose none or no SMS, or where the number is hidden or not confirmed.
    pub contact: Option<PhoneSlot>,
    /// « Quand et comment me joindre ? », for the viewer’s child if one was given.
    pub contact_wish: Option<String>,
    /// Whether notifications by e-mail are active.
    pub notifications: Option<bool>,
    /// Whether the person is on the red list; told to the person and to those authorised alone.
    pub on_red_list: Option<bool>,
    /// Which fields are there.
    pub fields: Vec<DirectoryField>,
}

impl fmt::Display for Projection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Projection")?;
        f.debug_set().entries(self.fields.iter().map(DirectoryField::code)).finish()
    }
}

impl fmt::Debug for Projection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<&domain::Projection> for Projection {
    fn from(seen: &domain::Projection) -> Self {
        use ent_prefs::PhoneSlot as Slot;
        let number = |slot| seen.number(slot).map(Into::into);
        Self {
            name: seen.name().map(Into::into),
            profile: seen.profile().map(Into::into),
            establishment: seen.establishment().map(|uai| uai.to_string()),
            classes: seen.classes().to_vec(),
            birth_date: seen.birth_date().map(|born| born.to_string()),
            postal_address: seen.postal_address().map(Into::into),
            email: seen.email().map(Into::into),
            phone_personal: number(Slot::Personal),
            phone_professional: number(Slot::Professional),
            phone_mobile: number(Slot::Mobile),
            phone_own_1: number(Slot::Own1),
            phone_own_2: number(Slot::Own2),
            contact: seen.contact().map(Into::into),
            contact_wish: seen.contact_wish().map(|wish| wish.as_str().to_owned()),
            notifications: seen.notifications(),
            on_red_list: seen.on_red_list(),
            fields: seen.fields().iter().map(Into::into).collect(),
        }
    }
}

/// A row and what the viewer is to its person.
#[derive(Clone, Debug, uniffi::Record)]
#[uniffi::export(Display)]
pub struct DirectoryEntry {
    /// The row.
    pub row: DirectoryRow,
    /// Who looks at it.
    pub viewer: Viewer,
}

impl fmt::Display for DirectoryEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DirectoryEntry(redacted)")
    }
}

/// One person found.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DirectoryHit {
    /// Position among the entries searched, from 0.
    pub index: i64,
    /// What the viewer sees of the person.
    pub seen: Projection,
}

/// The people a search found.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DirectoryHits {
    /// By name as a French directory has it, those whose name is hidden first, then by position.
    pub hits: Vec<DirectoryHit>,
    /// Whether the limit left others out.
    pub more: bool,
}

/// What a viewer sees of the person of a row.
///
/// Fails with the code of the part that cannot be read: `name/…`, `uai/…`, `birth-date/…`,
/// `postal/…`, `country/unknown` or `id/format`.
#[uniffi::export]
pub fn project_row(
    row: DirectoryRow,
    viewer: &Viewer,
    policy: &Visibility,
) -> Result<Projection, EntError> {
    Ok((&domain::project(&row.read()?, &viewer.read()?, &policy.inner)).into())
}

/// What a viewer sees of a card alone, whose owner has this red list.
///
/// Fails with `id/format`.
#[uniffi::export]
pub fn project_card(
    card: &ContactCard,
    red_list: &RedList,
    viewer: &Viewer,
    policy: &Visibility,
) -> Result<Projection, EntError> {
    let viewer = viewer.read()?;
    Ok((&domain::project_card(&card.inner, &red_list.inner, &viewer, &policy.inner)).into())
}

/// Finds the people that `query` names, at most `limit` and never more than 100: by starts of words
/// of names and classes, by a whole e-mail address or a whole number, read in `region`. Only what the
/// viewer sees is compared.
///
/// Fails with `search/too-short` below two letters or digits, `search/too-long` above 100
/// characters, `search/invisible`, or like `project_row`.
#[uniffi::export]
pub fn search_directory(
    entries: Vec<DirectoryEntry>,
    query: &str,
    region: Region,
    policy: &Visibility,
    limit: i32,
) -> Result<DirectoryHits, EntError> {
    let query = domain::Query::parse(query, region.into())?;
    let mut rows = Vec::with_capacity(entries.len());
    let mut viewers = Vec::with_capacity(entries.len());
    for entry in entries {
        rows.push(entry.row.read()?);
        viewers.push(entry.viewer.read()?);
    }
    let limit = usize::try_from(limit).unwrap_or_default();
    let viewer_of = |index: usize, _: &domain::DirectoryRow| {
        viewers.get(index).cloned().unwrap_or_else(domain::Viewer::anonymous)
    };
    let found = domain::search(&rows, &query, viewer_of, &policy.inner, limit);
    let hits = found.hits.iter().map(|hit| DirectoryHit {
        index: i64::try_from(hit.index).unwrap_or(i64::MAX),
        seen: (&hit.seen).into(),
    });
    Ok(DirectoryHits { hits: hits.collect(), more: found.more })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prefs::parse_contact_wish;

    fn row() -> DirectoryRow {
        let at = ent_core::Instant::parse("2026-11-26T10:00:00Z").unwrap();
        let wish = parse_contact_wish("le soir").unwrap();
        DirectoryRow {
            name: PersonName { family: "Canari".to_owned(), given: "Zoé".to_owned(), usual: None },
            profile: Some(Profile::LegalGuardian),
            establishment: Some("0750655E".to_owned()),
            classes: vec!["TPRO".to_owned()],
            birth_date: Some("1979-03-04".to_owned()),
            postal_address: None,
            card: Some(Arc::new(ContactCard::empty().set_wish(wish).unwrap())),
            notifications: Some(true),
            red_list: Some(Arc::new(RedList::empty().switched(true, at).unwrap())),
        }
    }

    fn viewer(role: ViewerRole) -> Viewer {
        Viewer { id: Some("viewer-1".to_owned()), role, child: None }
    }

    #[test]
    fn what_is_hidden_does_not_cross() {
        let policy = Visibility::preset();
        let seen = project_row(row(), &viewer(ViewerRole::Teacher), &policy).unwrap();
        assert_eq!((&seen.contact_wish, seen.on_red_list), (&None, None));
        assert_eq!(seen.fields.len(), 4);
        assert!(!format!("{seen} {seen:?} {}", row()).contains("Canari"));
        let own = project_row(row(), &viewer(ViewerRole::Oneself), &policy).unwrap();
        assert_eq!(own.on_red_list, Some(true));
        assert_eq!(own.contact_wish.as_deref(), Some("le soir"));
        let bad = DirectoryRow { establishment: Some("x".to_owned()), ..row() };
        let error = project_row(bad, &viewer(ViewerRole::Oneself), &policy).unwrap_err();
        assert_eq!(error.code(), "uai/format");
    }

    #[test]
    fn searches_and_policies() {
        let policy = Visibility::preset();
        let entry = |role| DirectoryEntry { row: row(), viewer: viewer(role) };
        let entries = vec![entry(ViewerRole::Partner), entry(ViewerRole::Pupil)];
        let found = search_directory(entries, "canari", Region::FR, &policy, 20).unwrap();
        assert_eq!(found.hits.iter().map(|hit| hit.index).collect::<Vec<_>>(), [1]);
        let short = search_directory(Vec::new(), "a", Region::FR, &policy, 20).unwrap_err();
        assert_eq!(short.code(), "search/too-short");
        let rule = VisibilityRule {
            role: ViewerRole::Partner,
            off: vec![DirectoryField::Email],
            on: Vec::new(),
        };
        assert_eq!(Visibility::with_rules(vec![rule]).unwrap_err().code(), "visibility/partner");
    }

    #[test]
    fn lists_are_stored() {
        let list = row().red_list.unwrap();
        let list = list.authorised("t-1", Authoriser::Head, list.changed_at().unwrap()).unwrap();
        let again = RedList::from_json(list.to_json().unwrap()).unwrap();
        assert_eq!(again.viewers(), list.viewers());
        assert_eq!(again.authorises(&viewer(ViewerRole::Teacher)), Ok(false));
        assert_eq!(list.revoked("a b").unwrap_err().code(), "id/format");
    }
}
