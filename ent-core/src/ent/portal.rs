//! Portals of an ENT: from what they are to their address, and back.

mod mine;

use thiserror::Error;

pub use mine::Attachments;
pub(super) use mine::mine;

use super::definition::Portal;
use crate::listed::listed;
use crate::{Coded, Lang, Uai};

listed! {
    /// Kind of portal, as the presentation of « Ma classe en Auvergne-Rhône-Alpes » lists them.
    ///
    /// ```
    /// use ent_core::ent::PortalKind;
    ///
    /// assert_eq!(PortalKind::from_code("department"), Some(PortalKind::Department));
    /// assert_eq!(PortalKind::from_code("town"), None);
    /// ```
    #[doc(alias = "portail")]
    #[expect(clippy::exhaustive_enums, reason = "a new kind changes how keys are read")]
    PortalKind in "portal_kind" {
        /// Of one collège or lycée; its key is the UAI number.
        Establishment = "establishment",
        /// Common to all partners; its key is `partners`.
        Partners = "partners",
        /// Of the region; its key is the INSEE code.
        Region = "region",
        /// Of a department; its key is the INSEE code.
        Department = "department",
        /// Of an académie or of the DRAAF; its key is the code of the académie, `98` for the DRAAF.
        #[doc(alias = "autorité académique")]
        AcademicAuthority = "academic_authority",
        /// Of private education; its key is `crec`.
        #[doc(alias = "enseignement privé")]
        PrivateEducation = "private_education",
    }
}

/// A portal with its address and the person who answers for what it publishes.
///
/// ```
/// use ent_core::Lang;
/// use ent_core::ent::{Ent, PortalError, PortalKind};
///
/// let ent = Ent::find("auvergne-rhone-alpes").map_err(|_| PortalError::Unknown)?;
/// let portal = ent.portal_url(PortalKind::Department, "03")?;
/// assert_eq!(portal.url(), "https://allier.ent.auvergnerhonealpes.fr");
/// assert_eq!(portal.director(Lang::Fr), "Président du Conseil Départemental");
/// assert_eq!(ent.resolve("HTTPS://Allier.ent.auvergnerhonealpes.fr/menu")?, portal);
/// let other = ent.resolve("https://allier.ent.auvergnerhonealpes.fr.example");
/// assert_eq!(other, Err(PortalError::Unknown));
/// # Ok::<(), PortalError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalAddress {
    portal: Portal,
    uai: Option<Uai>,
}

impl PortalAddress {
    /// Kind of the portal.
    #[must_use]
    pub const fn kind(&self) -> PortalKind {
        self.portal.kind
    }

    /// Key among the portals of its kind; the UAI number is in upper case.
    #[must_use]
    pub fn key(&self) -> String {
        self.fill(&self.portal.key)
    }

    /// Name of the portal, in French.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.portal.name
    }

    /// Address, always `https`; the UAI number is in upper case.
    #[must_use]
    pub fn url(&self) -> String {
        let path = self.portal.path.as_deref().unwrap_or_default();
        format!("https://{}{path}", self.fill(&self.portal.host))
    }

    /// Title of the publication director.
    #[doc(alias = "directeur de publication")]
    #[must_use]
    pub fn director(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.portal.director_fr,
            Lang::En => &self.portal.director_en,
        }
    }

    /// Number of the establishment, for [`PortalKind::Establishment`].
    #[must_use]
    pub const fn uai(&self) -> Option<Uai> {
        self.uai
    }

    fn fill(&self, pattern: &str) -> String {
        match &self.uai {
            Some(uai) => pattern.replace(PLACE, &uai.to_string()),
            None => pattern.to_owned(),
        }
    }
}

/// Place of the UAI number in the key and host of an establishment's portal.
pub(super) const PLACE: &str = "{uai}";

/// Longest address that is read, in bytes.
const MAX_URL: usize = 2048;

/// The portal when `text` fills or is `pattern`, one of its own patterns.
fn at(
    portal: &Portal,
    pattern: &str,
    text: &str,
    same: fn(&str, &str) -> bool,
) -> Option<PortalAddress> {
    let uai = match pattern.strip_prefix(PLACE) {
        Some(end) => {
            let (start, rest) = text.split_at_checked(text.len().checked_sub(end.len())?)?;
            if !same(rest, end) {
                return None;
            }
            Some(Uai::parse(start).ok()?)
        }
        None if same(text, pattern) => Uai::parse(&portal.key).ok(),
        None => return None,
    };
    Some(PortalAddress { portal: portal.clone(), uai })
}

pub(super) fn find(
    portals: &[Portal],
    kind: PortalKind,
    key: &str,
) -> Result<PortalAddress, PortalError> {
    // The portal of one establishment comes before that of any.
    let (of_any, of_one): (Vec<_>, Vec<_>) =
        portals.iter().filter(|portal| portal.kind == kind).partition(|p| p.key == PLACE);
    let same = match kind {
        PortalKind::Establishment => str::eq_ignore_ascii_case,
        _ => |one: &str, other: &str| one == other,
    };
    let found = of_one.into_iter().chain(of_any).find_map(|p| at(p, &p.key, key, same));
    found.ok_or(PortalError::Unknown)
}

pub(super) fn resolve(portals: &[Portal], url: &str) -> Result<PortalAddress, PortalError> {
    let host = host(url).ok_or(PortalError::Unknown)?;
    let found =
        portals.iter().find_map(|portal| at(portal, &portal.host, host, str::eq_ignore_ascii_case));
    found.ok_or(PortalError::Unknown)
}

/// Whether the host of `url` is one of `hosts`, where `*.` in front stands for one more label.
pub(super) fn is_at<'a>(mut hosts: impl Iterator<Item = &'a str>, url: &str) -> bool {
    let Some(host) = host(url) else { return false };
    let above = host.split_once('.').map_or("", |(_, above)| above);
    hosts.any(|pattern| match pattern.strip_prefix("*.") {
        Some(domain) => domain.eq_ignore_ascii_case(above),
        None => pattern.eq_ignore_ascii_case(host),
    })
}

/// Host of an `http` or `https` address at its usual port.
///
/// Only the host decides, and it is compared as a whole with hosts of the table, so a reader of
/// RFC 3986 that refuses what it does not need takes the place of a URL library with its Unicode
/// tables.
fn host(url: &str) -> Option<&str> {
    if url.len() > MAX_URL || !url.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') {
        return None;
    }
    let (scheme, rest) = url.split_once("://")?;
    let port = if scheme.eq_ignore_ascii_case("https") {
        "443"
    } else if scheme.eq_ignore_ascii_case("http") {
        "80"
    } else {
        return None;
    };
    let authority = rest.split(['/', '?', '#']).next()?;
    match authority.split_once(':') {
        Some((host, found)) if found == port => Some(host),
        Some(_) => None,
        None => Some(authority),
    }
}

/// Why there is no [`PortalAddress`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PortalError {
    /// The ENT has no such portal.
    #[error("the ent has no such portal")]
    Unknown,
}

impl Coded for PortalError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "portal/unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ent::Ent;
    use crate::message::is_known;

    fn ara() -> &'static Ent {
        Ent::find("auvergne-rhone-alpes").unwrap()
    }

    #[test]
    fn codes_and_labels() {
        PortalKind::check_list();
        assert!(is_known(PortalError::Unknown.code()));
    }

    #[test]
    fn every_portal_is_found_by_its_address() {
        let mut seen = 0;
        for portal in ara().0.portals.iter() {
            let key = portal.key.replace(PLACE, "0010018P");
            let address = ara().portal_url(portal.kind, &key).unwrap();
            assert_eq!(address.key(), key);
            assert_eq!(ara().resolve(&address.url()), Ok(address.clone()));
            assert_eq!(ara().resolve(&address.url().to_lowercase()), Ok(address.clone()));
            assert_eq!(ara().resolve(&address.url().to_uppercase()), Ok(address));
            seen += 1;
        }
        assert_eq!(seen, 18);
    }

    #[test]
    fn look_alikes_are_refused() {
        let cases = [
            "",
            "ain.ent.auvergnerhonealpes.fr",
            "//ain.ent.auvergnerhonealpes.fr",
            "ftp://ain.ent.auvergnerhonealpes.fr",
            "https:/ain.ent.auvergnerhonealpes.fr",
            "https://ain.ent.auvergnerhonealpes.fr.",
            "https://ain.ent.auvergnerhonealpes.fr.evil.test",
            "https://ain.ent.auvergnerhonealpes.fr@evil.test",
            "https://evil.test@ain.ent.auvergnerhonealpes.fr",
            "https://evil.test/ain.ent.auvergnerhonealpes.fr",
            "https://evil.test?://ain.ent.auvergnerhonealpes.fr",
            "https://evil.test\\@ain.ent.auvergnerhonealpes.fr",
            "https://ain.ent.auvergnerhonealpes.fr\\.evil.test",
            "https://ain.ent.auvergnerhonealpes.fr:80",
            "https://ain.ent.auvergnerhonealpes.fr:443:443",
            "https://ain.ent.auvergnerhonealpes.fr:",
            "https://x.ain.ent.auvergnerhonealpes.fr",
            "https://a\u{456}n.ent.auvergnerhonealpes.fr",
            "https://ain\u{3002}ent.auvergnerhonealpes.fr",
            "https://ain.ent.auvergnerhonealpes.fr/\u{202E}",
            "https://ain.ent.auvergnerhonealpes.fr\n",
            " https://ain.ent.auvergnerhonealpes.fr",
            "https://%61in.ent.auvergnerhonealpes.fr",
            "https://0010018A.ent.auvergnerhonealpes.fr",
            "https://evil-0010018P.ent.auvergnerhonealpes.fr",
            "https://ent.auvergnerhonealpes.fr",
        ];
        for url in cases {
            assert_eq!(ara().resolve(url), Err(PortalError::Unknown), "{url:?}");
        }
        let long = format!("https://ain.ent.auvergnerhonealpes.fr/{}", "a".repeat(1 << 20));
        assert_eq!(ara().resolve(&long), Err(PortalError::Unknown));
        assert!(ara().resolve(long.get(..MAX_URL).unwrap()).is_ok());
        assert_eq!(ara().resolve(long.get(..=MAX_URL).unwrap()), Err(PortalError::Unknown));
    }

    proptest! {
        #[test]
        fn never_panics(url in "(https?://)?.{0,60}", key in ".{0,12}") {
            for ent in Ent::all() {
                prop_assert!(ent.resolve(&url).is_err());
                for kind in PortalKind::ALL {
                    let _ = ent.portal_url(*kind, &key);
                }
            }
        }

        #[test]
        fn only_whole_hosts_count(before in "[!-~]{1,8}", after in "[!-~]{1,8}") {
            let host = "ain.ent.auvergnerhonealpes.fr";
            let after_ends_host = after.starts_with(['/', '?', '#']) || after.starts_with(":443");
            let url = format!("https://{host}{after}");
            prop_assert!(after_ends_host || ara().resolve(&url).is_err(), "{}", url);
            let url = format!("https://{before}{host}");
            prop_assert!(ara().resolve(&url).is_err(), "{}", url);
        }
    }
}
