//! How an identifier is made from a name, and how one that was made so is taken apart.

use std::collections::{HashMap, HashSet};

use ent_core::text::fold;
use ent_core::{PersonName, listed};

use super::{LoginError, LoginId};

listed! {
    /// How an identifier is made from a name.
    ///
    /// Of the given names the first counts, whatever a hyphen joins to it; of the family name
    /// every word, particles too. Accents go, ligatures open (`œ` is `oe`, `ß` is `ss`), and
    /// spaces, hyphens and apostrophes fall away: `Anne-Zoé LE NŒL-D’ARC` is `annezoe.lenoeldarc`.
    /// Letters of another script fall away too; nothing is transliterated. A given name is cut
    /// after 30 letters, as entcore does, a family name where the identifier would have more than
    /// 64 characters, its number included.
    #[doc(alias = "format de l’identifiant")]
    #[expect(clippy::exhaustive_enums, reason = "bindings must know every style")]
    LoginStyle in "login_style" {
        /// `zoe.martin`, then `zoe.martin2`: accounts of an ENT's own (entcore).
        GivenDotFamily = "prenom.nom",
        /// `zmartin`, then `zmartin1`: academic accounts (teacher guide, académie of Créteil).
        InitialFamily = "pnom",
        /// `z.martin01` to `z.martin99`: EduConnect, as its sign-in page says (pupil guide, 2023).
        /// What the two digits stand for there is not published; here they number people of one
        /// name.
        InitialDotFamilyNumber = "p.nomXX",
    }
}

/// The parts of an identifier that was made in a [`LoginStyle`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoginParts<'a> {
    /// Given name or its first letter.
    pub given: &'a str,
    /// Family name.
    pub family: &'a str,
    /// Number that tells people of one name apart.
    pub number: Option<u32>,
}

/// Longest given name in an identifier, in letters.
const MAX_GIVEN: usize = 30;

impl LoginStyle {
    /// An identifier for `name` that is not among `taken`: the first free one, so the same for the
    /// same name and the same set.
    ///
    /// ```
    /// use std::collections::HashSet;
    /// use ent_auth::{LoginError, LoginId, LoginStyle};
    /// use ent_core::PersonName;
    ///
    /// let name = PersonName::parse("Le Nœl", "Zoé").unwrap();
    /// let taken = HashSet::from([LoginId::parse("z.lenoel01")?]);
    /// let login = LoginStyle::InitialDotFamilyNumber.derive(&name, &taken)?;
    /// assert_eq!(login.as_str(), "z.lenoel02");
    /// # Ok::<(), LoginError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`LoginError::Empty`] when the first given name or the family name has no Latin letter,
    /// [`LoginError::Exhausted`] when 99 people of one name have an EduConnect identifier.
    pub fn derive(
        self,
        name: &PersonName,
        taken: &HashSet<LoginId>,
    ) -> Result<LoginId, LoginError> {
        self.first_free(&Stem::of(self, name)?, 1, taken).map(|(login, _)| login)
    }

    /// An identifier for each of `names`, in their order; each is added to `taken`, so that none
    /// is given twice. As many calls of [`derive`](Self::derive) would give the same.
    pub fn derive_all(
        self,
        names: &[PersonName],
        taken: &mut HashSet<LoginId>,
    ) -> Vec<Result<LoginId, LoginError>> {
        // Of a stem, every number below this one is taken.
        let mut next: HashMap<Stem, u32> = HashMap::new();
        let mut derive = |name| {
            let stem = Stem::of(self, name)?;
            let start = next.get(&stem).copied().unwrap_or(1);
            let (login, number) = self.first_free(&stem, start, taken)?;
            next.insert(stem, number.saturating_add(1));
            taken.insert(login.clone());
            Ok(login)
        };
        names.iter().map(&mut derive).collect()
    }

    /// The parts of `login` when it may have been made in this style; one identifier may fit two.
    ///
    /// ```
    /// use ent_auth::{LoginId, LoginStyle};
    ///
    /// let login = LoginId::parse("m.dupont17").unwrap();
    /// let parts = LoginStyle::InitialDotFamilyNumber.parts(&login).unwrap();
    /// assert_eq!((parts.given, parts.family, parts.number), ("m", "dupont", Some(17)));
    /// assert!(LoginStyle::InitialFamily.parts(&login).is_none());
    /// ```
    #[must_use]
    pub fn parts(self, login: &LoginId) -> Option<LoginParts<'_>> {
        let text = login.as_str();
        let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = text.get(letters.len()..)?;
        let number = if digits.is_empty() { None } else { Some(digits.parse().ok()?) };
        let (given, family) = match self {
            Self::InitialFamily => letters.split_at_checked(1)?,
            Self::GivenDotFamily | Self::InitialDotFamilyNumber => letters.split_once('.')?,
        };
        let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
        let fits = match self {
            Self::GivenDotFamily | Self::InitialFamily => !digits.starts_with('0'),
            Self::InitialDotFamilyNumber => given.len() == 1 && digits.len() == 2,
        };
        (fits && word(given) && word(family)).then_some(LoginParts { given, family, number })
    }

    /// The first identifier of `stem`, from the `start`-th on, that is not taken, and its rank.
    fn first_free(
        self,
        stem: &Stem,
        start: u32,
        taken: &HashSet<LoginId>,
    ) -> Result<(LoginId, u32), LoginError> {
        for rank in start..=self.most() {
            let login = stem.numbered(&self.number(rank));
            if !taken.contains(&login) {
                return Ok((login, rank));
            }
        }
        Err(LoginError::Exhausted)
    }

    /// What stands after the name of the `rank`-th of several people of one name.
    fn number(self, rank: u32) -> String {
        match self {
            Self::GivenDotFamily | Self::InitialFamily if rank == 1 => String::new(),
            Self::GivenDotFamily => rank.to_string(),
            Self::InitialFamily => rank.saturating_sub(1).to_string(),
            Self::InitialDotFamilyNumber => format!("{rank:02}"),
        }
    }

    /// How many people of one name may have an identifier.
    const fn most(self) -> u32 {
        match self {
            Self::GivenDotFamily | Self::InitialFamily => u32::MAX,
            Self::InitialDotFamilyNumber => 99,
        }
    }
}

/// What the identifiers of all people of one name begin with.
#[derive(PartialEq, Eq, Hash)]
struct Stem {
    /// Given name or initial, with its dot.
    given: String,
    family: String,
}

impl Stem {
    fn of(style: LoginStyle, name: &PersonName) -> Result<Self, LoginError> {
        let first = name.given_names().next().unwrap_or_default();
        let (given, family) = (latin(first), latin(name.family()));
        if given.is_empty() || family.is_empty() {
            return Err(LoginError::NoLetters);
        }
        let (length, dot) = match style {
            LoginStyle::GivenDotFamily => (MAX_GIVEN, "."),
            LoginStyle::InitialFamily => (1, ""),
            LoginStyle::InitialDotFamilyNumber => (1, "."),
        };
        let given = given.chars().take(length).chain(dot.chars()).collect();
        Ok(Self { given, family })
    }

    fn numbered(&self, number: &str) -> LoginId {
        let room =
            LoginId::MAX_LENGTH.saturating_sub(self.given.len().saturating_add(number.len()));
        let family = self.family.chars().take(room);
        LoginId(self.given.chars().chain(family).chain(number.chars()).collect())
    }
}

/// The letters of a name without case and accents, those of other scripts left out.
fn latin(name: &str) -> String {
    fold(name).chars().filter(char::is_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use ent_core::{Coded, message};
    use proptest::prelude::*;

    use super::LoginStyle::{GivenDotFamily, InitialDotFamilyNumber, InitialFamily};
    use super::*;

    fn name(given: &str, family: &str) -> PersonName {
        PersonName::parse(family, given).unwrap()
    }

    fn taken(logins: &[&str]) -> HashSet<LoginId> {
        logins.iter().map(|login| LoginId::parse(login).unwrap()).collect()
    }

    #[test]
    fn names_become_identifiers() {
        let long = "a".repeat(100);
        let cases = [
            // given, family, each style
            ("Zoé", "Martin", ["zoe.martin", "zmartin", "z.martin01"]),
            ("ANNE-ZOÉ", "LE NOËL", ["annezoe.lenoel", "alenoel", "a.lenoel01"]),
            ("Zoé Marie Anne", "d’Arc", ["zoe.darc", "zdarc", "z.darc01"]),
            ("Œdipe", "Straße", ["oedipe.strasse", "ostrasse", "o.strasse01"]),
            (
                "Jean-Luc",
                "de La Tour du Pin",
                ["jeanluc.delatourdupin", "jdelatourdupin", "j.delatourdupin01"],
            ),
            ("Þór", "Đinh", ["thor.dinh", "tdinh", "t.dinh01"]),
        ];
        for (given, family, expected) in cases {
            let found = LoginStyle::ALL.iter().map(|style| {
                style.derive(&name(given, family), &HashSet::new()).unwrap().to_string()
            });
            assert_eq!(found.collect::<Vec<_>>(), expected, "{given} {family}");
        }
        for style in LoginStyle::ALL {
            let found = style.derive(&name(&long, &long), &HashSet::new()).unwrap();
            assert_eq!(found.as_str().len(), 64, "{found}");
            for (given, family) in [("李", "Martin"), ("Zoé", "Иванов")] {
                let refused = style.derive(&name(given, family), &HashSet::new());
                assert_eq!(refused, Err(LoginError::NoLetters));
            }
        }
    }

    #[test]
    fn people_of_one_name_are_numbered() {
        let zoe = name("Zoé", "Martin");
        let cases = [
            // style, taken, what comes out
            (GivenDotFamily, vec!["zoe.martin"], "zoe.martin2"),
            (GivenDotFamily, vec!["zoe.martin", "zoe.martin2", "zoe.martin4"], "zoe.martin3"),
            (InitialFamily, vec!["zmartin"], "zmartin1"),
            (InitialFamily, vec!["zmartin", "zmartin1"], "zmartin2"),
            (InitialDotFamilyNumber, vec!["z.martin01"], "z.martin02"),
            (InitialDotFamilyNumber, vec!["z.martin02"], "z.martin01"),
        ];
        for (style, held, expected) in cases {
            assert_eq!(style.derive(&zoe, &taken(&held)).unwrap().as_str(), expected);
        }
        let mut all = HashSet::new();
        let hundred = vec![zoe; 100];
        let made = InitialDotFamilyNumber.derive_all(&hundred, &mut all);
        assert_eq!(made.last(), Some(&Err(LoginError::Exhausted)));
        assert_eq!(all.len(), 99);
    }

    #[test]
    fn a_long_name_leaves_room_for_its_number() {
        let long = name("Zoé", &"b".repeat(100));
        let mut held = HashSet::new();
        for made in GivenDotFamily.derive_all(&vec![long; 12], &mut held) {
            assert_eq!(made.unwrap().as_str().len(), 64);
        }
        assert_eq!(held.len(), 12);
    }

    #[test]
    fn parts_are_found_again() {
        let cases = [
            // identifier, style, parts
            ("m.dupont17", InitialDotFamilyNumber, Some(("m", "dupont", Some(17)))),
            ("m.dupont", InitialDotFamilyNumber, None),
            ("m.dupont1", InitialDotFamilyNumber, None),
            ("m.dupont123", InitialDotFamilyNumber, None),
            ("ma.dupont12", InitialDotFamilyNumber, None),
            ("m.12", InitialDotFamilyNumber, None),
            ("zoe.martin", GivenDotFamily, Some(("zoe", "martin", None))),
            ("zoe.martin2", GivenDotFamily, Some(("zoe", "martin", Some(2)))),
            ("zoe.martin02", GivenDotFamily, None),
            ("zoe.martin.2", GivenDotFamily, None),
            ("zmartin1", InitialFamily, Some(("z", "martin", Some(1)))),
            ("z-martin", InitialFamily, None),
            ("z", InitialFamily, None),
            ("2", InitialFamily, None),
        ];
        for (text, style, expected) in cases {
            let login = LoginId::parse(text).unwrap();
            let found = style.parts(&login).map(|parts| (parts.given, parts.family, parts.number));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn every_style_has_its_label() {
        LoginStyle::check_list();
        assert!(message::is_known(LoginError::Exhausted.code()));
    }

    fn names() -> impl Strategy<Value = Vec<PersonName>> {
        let part = "[A-Za-zéèïœÉß' -]{0,12}[A-Za-zé]|[a-c]{1,2}|\\p{L}{1,8}";
        let one = (part, part)
            .prop_filter_map("no name", |(given, family)| PersonName::parse(&family, &given).ok());
        prop::collection::vec(one, 1..30)
    }

    proptest! {
        #[test]
        fn what_is_derived_is_valid_free_and_the_same_again(
            names in names(), style in prop::sample::select(LoginStyle::ALL),
        ) {
            let mut held = HashSet::new();
            let all = style.derive_all(&names, &mut held);
            let mut one_by_one = HashSet::new();
            for (name, made) in names.iter().zip(&all) {
                prop_assert_eq!(&style.derive(name, &one_by_one), made);
                if let Ok(login) = made {
                    prop_assert_eq!(&LoginId::parse(login.as_str()), made);
                    prop_assert!(style.parts(login).is_some(), "{}", login);
                    prop_assert!(one_by_one.insert(login.clone()), "{login} is given twice");
                }
            }
            prop_assert_eq!(one_by_one, held);
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(latin(&latin(&text)), latin(&text));
        }
    }
}
