//! Stable codes and the French and English texts shown to people.
//!
//! The texts live in `ent-core/data/messages/*.toml`; programs compare codes, screens show texts.

use std::borrow::Cow;

use crate::tables::messages::MESSAGES;

/// Language of a text shown to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a third language changes every message file")]
pub enum Lang {
    /// French, the language of the portals.
    #[default]
    Fr,
    /// English.
    En,
}

/// Named values that fill the `{name}` places of a text.
pub type Params = Vec<(&'static str, Cow<'static, str>)>;

/// Something a program names by a stable code and a person reads in French or English.
///
/// The code never changes once published; the texts may be reworded in any release.
///
/// ```
/// use ent_core::{Coded, Instant};
///
/// let error = Instant::parse("yesterday").unwrap_err();
/// assert_eq!(error.code(), "instant/format");
/// assert!(error.text_fr().starts_with("La date"));
/// ```
pub trait Coded {
    /// Stable identifier `room/reason`, such as `uai/key`.
    fn code(&self) -> &'static str;

    /// Values of the `{name}` places in the texts; none holds anything a person typed.
    fn params(&self) -> Params {
        Params::new()
    }

    /// Sentence to show, in the language asked for.
    fn text(&self, lang: Lang) -> String {
        text(self.code(), lang, &self.params())
    }

    /// Sentence to show, in French.
    fn text_fr(&self) -> String {
        self.text(Lang::Fr)
    }

    /// Sentence to show, in English.
    fn text_en(&self) -> String {
        self.text(Lang::En)
    }
}

/// Text of `code` with its places filled, or the code itself when no text is known for it.
///
/// ```
/// use ent_core::message::{Lang, text};
///
/// assert_eq!(text("no/such-code", Lang::En, &[]), "no/such-code");
/// ```
#[must_use]
pub fn text(code: &str, lang: Lang, params: &[(&'static str, Cow<'static, str>)]) -> String {
    let Some(message) = find(code) else {
        return code.to_owned();
    };
    let template = match lang {
        Lang::Fr => message.fr,
        Lang::En => message.en,
    };
    params.iter().fold(template.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    })
}

/// Whether both texts of `code` exist.
#[must_use]
pub fn is_known(code: &str) -> bool {
    find(code).is_some()
}

/// Every code that has texts, in alphabetical order.
pub fn codes() -> impl Iterator<Item = &'static str> {
    MESSAGES.iter().map(|message| message.code)
}

fn find(code: &str) -> Option<&'static Message> {
    let at = MESSAGES.binary_search_by(|message| message.code.cmp(code)).ok()?;
    MESSAGES.get(at)
}

/// One row of the generated table.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) code: &'static str,
    pub(crate) fr: &'static str,
    pub(crate) en: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_has_both_texts_and_the_same_places() {
        for message in MESSAGES {
            assert!(!message.fr.is_empty() && !message.en.is_empty(), "{}", message.code);
            assert_eq!(places(message.fr), places(message.en), "{}", message.code);
            assert!(!message.fr.contains('\''), "{}: use ’", message.code);
            for sign in [" :", " ;", " ?", " !"] {
                assert!(!message.fr.contains(sign), "{}: no-break space missing", message.code);
            }
        }
    }

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(MESSAGES.windows(2).all(|pair| pair[0].code < pair[1].code));
    }

    #[test]
    fn places_are_filled() {
        let params = [("found", Cow::Borrowed("9")), ("known", Cow::Borrowed("1"))];
        let filled = text("state/newer", Lang::En, &params);
        assert!(filled.contains('9') && !filled.contains('{'), "{filled}");
    }

    fn places(text: &str) -> Vec<&str> {
        let mut found: Vec<_> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|p| p.0).collect();
        found.sort_unstable();
        found
    }
}
