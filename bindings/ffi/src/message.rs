//! Texts of stable codes.

use crate::mirror::mirror;

mirror! {
    /// Language of a text shown to a person.
    Lang = ent_core::Lang {
        /// French, the language of the portals.
        Fr,
        /// English.
        En,
    }
}

/// Text of a stable code such as `store/failed`; the code itself when it has no text.
#[uniffi::export]
pub fn message_text(code: &str, lang: Lang) -> String {
    ent_core::message::text(code, lang.into(), &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_only_the_packages_use_have_texts() {
        for code in ["store/failed", "store/busy", "transition/spent", "cas/lost"] {
            let (fr, en) = (message_text(code, Lang::Fr), message_text(code, Lang::En));
            assert!(fr != code && en != code && fr != en, "{code}");
        }
        assert_eq!(message_text("no/such-code", Lang::En), "no/such-code");
    }
}
