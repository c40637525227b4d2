//! Whether an establishment is public or private.

use crate::listed::listed;
use crate::text::fold;

listed! {
    /// Whether an establishment is public or private.
    ///
    /// ```
    /// use ent_core::Sector;
    ///
    /// assert_eq!(Sector::of_spelling("privé sous contrat"), Some(Sector::PrivateUnderContract));
    /// assert_eq!(Sector::of_spelling("PU"), Some(Sector::Public));
    /// assert_eq!(Sector::of_spelling("mixte"), None);
    /// ```
    #[doc(alias = "secteur")]
    #[expect(clippy::exhaustive_enums, reason = "the law sets the sectors")]
    Sector in "sector" {
        /// Public.
        Public = "public",
        /// Private; the directory does not tell whether under contract.
        #[doc(alias = "privé")]
        Private = "private",
        /// Private, under contract with the state.
        #[doc(alias = "privé sous contrat")]
        PrivateUnderContract = "private_under_contract",
    }
}

impl Sector {
    /// What a directory spells so: `Public`, `Privé`, `privé sous contrat`, `PU` or `PR`, without
    /// regard to case and accents.
    #[must_use]
    pub fn of_spelling(text: &str) -> Option<Self> {
        if text.len() > 40 {
            return None;
        }
        match fold(text).as_str() {
            "public" | "pu" => Some(Self::Public),
            "prive" | "pr" => Some(Self::Private),
            "prive sous contrat" => Some(Self::PrivateUnderContract),
            _ => None,
        }
    }

    /// Whether it is private, under contract or not.
    #[must_use]
    pub const fn is_private(self) -> bool {
        matches!(self, Self::Private | Self::PrivateUnderContract)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels() {
        Sector::check_list();
    }

    #[test]
    fn directories_spell_differently() {
        let cases = [
            ("Public", Some(Sector::Public)),
            ("PU", Some(Sector::Public)),
            ("Privé", Some(Sector::Private)),
            ("PR", Some(Sector::Private)),
            ("PRIVE SOUS CONTRAT", Some(Sector::PrivateUnderContract)),
            ("", None),
            ("P", None),
            ("privé hors contrat", None),
        ];
        for (text, sector) in cases {
            assert_eq!(Sector::of_spelling(text), sector, "{text}");
        }
        assert_eq!(Sector::of_spelling(&" public".repeat(1 << 16)), None);
        assert!(Sector::PrivateUnderContract.is_private() && !Sector::Public.is_private());
    }
}
