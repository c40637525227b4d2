//! The page on which a person chooses.

use ent_core::ent::Partner;
use ent_core::message::text;
use ent_core::{Instant, Lang, PupilId};

use super::{Answer, Defaults, Preferences};
use crate::{Channel, Purpose, Topic};

/// One place of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageLine {
    /// What notifications are sent for.
    pub purpose: Purpose,
    /// What they are about.
    pub topic: Topic,
    /// How they travel.
    pub channel: Channel,
    /// What counts, and who decided it.
    pub answer: Answer,
}

/// The preferences of a person as a page shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PreferencePage {
    /// Who the partners are.
    pub partners: Vec<Partner>,
    /// Everything that may be chosen or is fixed, by purpose, topic and channel.
    pub lines: Vec<PageLine>,
    /// Whether everything is switched off at present.
    pub switched_off: bool,
}

impl PreferencePage {
    /// Who the partners are, in words: « Le conseil départemental, L’académie ».
    #[must_use]
    pub fn partners_text(&self, lang: Lang) -> String {
        let labels: Vec<_> = self.partners.iter().map(|partner| partner.label(lang)).collect();
        if labels.is_empty() { text("page/no-partner", lang, &[]) } else { labels.join(", ") }
    }
}

impl Preferences {
    /// The page of a person, about one child or about everything else. `partners` are those of the
    /// establishment ([`Ent::partners`](ent_core::Ent::partners)): without any, no line is about
    /// them.
    ///
    /// ```
    /// use ent_core::{Ent, EstablishmentKind, Instant};
    /// use ent_prefs::preferences::{Defaults, Preferences};
    ///
    /// let ent = Ent::find("auvergne-rhone-alpes")?;
    /// let partners = ent.partners(EstablishmentKind::College);
    /// let page =
    ///     Preferences::new().page(&Defaults::immediate(), None, partners, Instant::FIRST);
    /// assert_eq!(page.lines.len(), 2 * 11 * 4);
    /// # Ok::<(), ent_core::EntError>(())
    /// ```
    #[must_use]
    pub fn page(
        &self,
        defaults: &Defaults,
        child: Option<&PupilId>,
        partners: &[Partner],
        now: Instant,
    ) -> PreferencePage {
        let shown = |purpose: &&Purpose| **purpose != Purpose::Partners || !partners.is_empty();
        let mut lines = Vec::new();
        for purpose in Purpose::ALL.iter().filter(shown) {
            for topic in Topic::ALL {
                for channel in Channel::ALL {
                    let (purpose, topic, channel) = (*purpose, *topic, *channel);
                    let answer = self.answer(defaults, child, purpose, topic, channel, now);
                    lines.push(PageLine { purpose, topic, channel, answer });
                }
            }
        }
        PreferencePage { partners: partners.to_vec(), lines, switched_off: self.is_off(now) }
    }
}
