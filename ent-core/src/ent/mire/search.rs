//! Search among the sign-in choices.

use super::{Choice, Mire, START};
use crate::Lang;
use crate::text::fold;

/// Longest text that is searched for, in bytes.
const MAX_TEXT: usize = 200;

/// Choices that lead to a sign-in, with the words to show.
///
/// ```
/// use ent_core::Lang;
/// use ent_core::ent::Ent;
///
/// let mire = Ent::find("auvergne-rhone-alpes")?.mire();
/// let found = mire.search("ENSEIGNANT academie lyon", Lang::Fr);
/// let ids: Vec<_> = found.iter().map(|path| path.ids().collect::<Vec<_>>()).collect();
/// assert_eq!(ids, [["enseignant", "ac-lyon"]]);
/// assert!(mire.search("visiteur", Lang::Fr).is_empty());
/// # Ok::<(), ent_core::ent::EntError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirePath(Vec<Choice>);

impl MirePath {
    /// Ids of the choices, as [`Mire::choices`] takes them.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(Choice::id)
    }

    /// The choices, from the first page on.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        &self.0
    }

    /// Labels of the choices in one line, such as `Enseignant › de l’académie de Lyon`.
    #[must_use]
    pub fn label(&self, lang: Lang) -> String {
        let labels: Vec<_> = self.0.iter().map(|choice| choice.label(lang)).collect();
        labels.join(" › ")
    }

    fn answers(&self, words: &[String], lang: Lang) -> bool {
        let label = fold(&self.label(lang));
        words.iter().all(|word| label.split(' ').any(|found| found.starts_with(word.as_str())))
    }
}

impl Mire<'_> {
    /// Every way to a sign-in whose labels hold the words of `text`, or words that begin so,
    /// whatever their order, case and accents.
    ///
    /// Empty for a text without letters or digits and for one of more than 200 bytes.
    #[must_use]
    pub fn search(&self, text: &str, lang: Lang) -> Vec<MirePath> {
        if text.len() > MAX_TEXT {
            return Vec::new();
        }
        let words: Vec<String> = fold(text).split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        self.collect(START, &mut Vec::new(), &mut found);
        found.retain(|path| path.answers(&words, lang));
        found
    }

    /// Every way to a sign-in from a page on; pages have no cycle.
    fn collect(&self, page: &str, path: &mut Vec<Choice>, found: &mut Vec<MirePath>) {
        let choices = self.page(page).into_iter().flat_map(|page| page.choices.iter());
        for entry in choices {
            path.push(Choice(entry.clone()));
            match &entry.page {
                Some(next) => self.collect(next, path, found),
                None => found.push(MirePath(path.clone())),
            }
            path.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ent::Ent;

    fn ids(ent: &str, text: &str, lang: Lang) -> Vec<String> {
        let found = Ent::find(ent).unwrap().mire().search(text, lang);
        found.iter().map(|path| path.ids().collect::<Vec<_>>().join("/")).collect()
    }

    #[test]
    fn words_without_case_or_accents() {
        let cases = [
            // ent, text, language, ways
            ("auvergne-rhone-alpes", "Lyon", Lang::Fr, &["enseignant/ac-lyon"][..]),
            ("auvergne-rhone-alpes", "GRENOBLE", Lang::Fr, &["enseignant/ac-grenoble"]),
            ("auvergne-rhone-alpes", "clermont ferrand", Lang::En, &["enseignant/ac-clermont"]),
            (
                "auvergne-rhone-alpes",
                "agricole",
                Lang::Fr,
                &["eleve_ou_parent/agricole", "enseignant/agricole"],
            ),
            (
                "auvergne-rhone-alpes",
                "ELEVE",
                Lang::Fr,
                &["eleve_ou_parent/educonnect", "eleve_ou_parent/agricole"],
            ),
            ("hauts-de-france", "collège", Lang::Fr, &["eleve_ou_parent/college"]),
            ("hauts-de-france", "e\u{301}cole", Lang::Fr, &["eleve_ou_parent/ecole"]),
            ("hauts-de-france", "parent lyc", Lang::En, &["eleve_ou_parent/lycee"]),
            (
                "occitanie",
                "montpellier educonnect",
                Lang::Fr,
                &["eleve_ou_parent/educonnect-montpellier"],
            ),
            ("occitanie", "ontpellier", Lang::Fr, &[]),
            ("occitanie", "teacher", Lang::Fr, &[]),
            ("occitanie", " ’-", Lang::Fr, &[]),
            ("occitanie", "", Lang::Fr, &[]),
        ];
        for (ent, text, lang, ways) in cases {
            assert_eq!(ids(ent, text, lang), ways, "{ent} {text:?}");
        }
        assert!(ids("occitanie", &"a".repeat(1 << 20), Lang::Fr).is_empty());
    }

    proptest! {
        #[test]
        fn every_way_found_leads_to_a_sign_in(text in "[a-zé ]{1,3}|.{0,9}") {
            for ent in Ent::all() {
                for path in ent.mire().search(&text, Lang::Fr) {
                    let ids: Vec<_> = path.ids().collect();
                    prop_assert_eq!(ent.mire().asks(&ids), Ok(None));
                }
            }
        }
    }
}
