//! A sign-in choice kept on a person's own device.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Level, Mire, MireAnswer, MireError};
use crate::Instant;
use crate::listed::listed;

listed! {
    /// Whose device it is, as the mire asks: « Mémoriser ce choix ».
    ///
    /// ```
    /// use ent_core::Lang;
    /// use ent_core::ent::Device;
    ///
    /// assert_eq!(Device::Own.label(Lang::Fr), "Oui (je me connecte depuis mon ordinateur)");
    /// assert_eq!(Device::from_code("shared"), None);
    /// ```
    #[doc(alias = "lieu public")]
    #[expect(clippy::exhaustive_enums, reason = "the page asks yes or no")]
    Device in "device" {
        /// In a public place: nothing is remembered.
        PublicPlace = "public_place",
        /// The person's own.
        Own = "own",
    }
}

/// Longest time for which a choice is remembered, in days.
const MAX_DAYS: u16 = 366;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Longest path that is stored.
const MAX_PATH: usize = 16;

/// A sign-in choice that a page need not ask again before it expires.
///
/// Stored as JSON by the host, in a cookie for instance. It says nothing about who the person is.
///
/// ```
/// use ent_core::Instant;
/// use ent_core::ent::{Device, Ent, Level, MireError, RememberedChoice};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mire = Ent::find("hauts-de-france")?.mire();
/// let now = Instant::parse("2026-09-01T08:00:00Z")?;
/// let (path, level) = (["eleve_ou_parent"], Some(Level::College));
/// let kept = mire.remember(&path, level, Device::Own, 30, now)?.ok_or("nothing kept")?;
/// let read: RememberedChoice = kept.to_string().parse()?;
/// assert_eq!(read, kept);
/// assert!(mire.recall(&read, now.plus_seconds(30 * 86_400 - 1)?).is_ok());
/// assert_eq!(mire.recall(&read, now.plus_seconds(30 * 86_400)?), Err(MireError::Expired));
/// assert_eq!(mire.remember(&path, level, Device::PublicPlace, 30, now)?, None);
/// # Ok(())
/// # }
/// ```
#[doc(alias = "Mémoriser ce choix")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct RememberedChoice {
    stored: Stored,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    schema: u8,
    ent: String,
    path: Vec<String>,
    level: Option<Level>,
    chosen_at: Instant,
    expires_at: Instant,
}

impl RememberedChoice {
    /// Reads what [`Display`](fmt::Display) wrote.
    ///
    /// # Errors
    ///
    /// [`MireError::Remembered`] for anything else.
    pub fn parse(text: &str) -> Result<Self, MireError> {
        if text.len() > 4096 {
            return Err(MireError::Remembered);
        }
        serde_json::from_str(text).map_err(|_| MireError::Remembered)
    }

    /// Id of the ENT.
    #[must_use]
    pub fn ent(&self) -> &str {
        &self.stored.ent
    }

    /// Ids of the choices made.
    pub fn path(&self) -> impl ExactSizeIterator<Item = &str> {
        self.stored.path.iter().map(String::as_str)
    }

    /// Level given beside the path.
    #[must_use]
    pub const fn level(&self) -> Option<Level> {
        self.stored.level
    }

    /// When the choice was made.
    #[must_use]
    pub const fn chosen_at(&self) -> Instant {
        self.stored.chosen_at
    }

    /// When the choice must be made again.
    #[must_use]
    pub const fn expires_at(&self) -> Instant {
        self.stored.expires_at
    }
}

impl TryFrom<Stored> for RememberedChoice {
    type Error = MireError;

    fn try_from(stored: Stored) -> Result<Self, MireError> {
        let id = |id: &str| !id.is_empty() && id.len() <= 64 && id.bytes().all(is_plain);
        let lasts = stored.expires_at.seconds_since(stored.chosen_at);
        let sound = stored.schema == 1
            && id(&stored.ent)
            && (1..=MAX_PATH).contains(&stored.path.len())
            && stored.path.iter().all(|choice| id(choice))
            && (1..=i64::from(MAX_DAYS).saturating_mul(DAY)).contains(&lasts);
        if sound { Ok(Self { stored }) } else { Err(MireError::Remembered) }
    }
}

const fn is_plain(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_')
}

impl From<RememberedChoice> for Stored {
    fn from(choice: RememberedChoice) -> Self {
        choice.stored
    }
}

impl fmt::Display for RememberedChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for RememberedChoice {
    type Err = MireError;

    fn from_str(text: &str) -> Result<Self, MireError> {
        Self::parse(text)
    }
}

impl Mire<'_> {
    /// Keeps the choices that led to a sign-in for `days` days (1 to 366), or nothing in a public
    /// place.
    ///
    /// # Errors
    ///
    /// [`MireError::Unknown`] for choices the mire does not show, [`MireError::Unfinished`] when
    /// they lead to no sign-in yet, [`MireError::Lifetime`] for other days or a deadline after
    /// 2200; all of them in a public place too.
    pub fn remember(
        &self,
        path: &[&str],
        level: Option<Level>,
        device: Device,
        days: u16,
        now: Instant,
    ) -> Result<Option<RememberedChoice>, MireError> {
        self.signs_in(path, level)?;
        let lasts = Some(days).filter(|days| (1..=MAX_DAYS).contains(days));
        let lasts = lasts.ok_or(MireError::Lifetime)?;
        let expires_at = now.plus_seconds(i64::from(lasts).saturating_mul(DAY));
        let stored = Stored {
            schema: 1,
            ent: self.ent.to_owned(),
            path: path.iter().map(|&id| id.to_owned()).collect(),
            level,
            chosen_at: now,
            expires_at: expires_at.map_err(|_| MireError::Lifetime)?,
        };
        let choice = stored.try_into()?;
        Ok(match device {
            Device::Own => Some(choice),
            Device::PublicPlace => None,
        })
    }

    /// Where a remembered choice leads today: from when it was made included to its end excluded.
    ///
    /// # Errors
    ///
    /// [`MireError::Expired`] outside that time, [`MireError::Unknown`] for the choice of another
    /// ENT or one the mire no longer shows, [`MireError::Unfinished`] when there is more to choose
    /// now. The host forgets the choice on each of them.
    pub fn recall(
        &self,
        remembered: &RememberedChoice,
        now: Instant,
    ) -> Result<MireAnswer, MireError> {
        let Stored { ent, path, level, chosen_at, expires_at, .. } = &remembered.stored;
        if ent != self.ent {
            return Err(MireError::Unknown);
        }
        if now < *chosen_at || now >= *expires_at {
            return Err(MireError::Expired);
        }
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        self.signs_in(&path, *level)
    }

    fn signs_in(&self, path: &[&str], level: Option<Level>) -> Result<MireAnswer, MireError> {
        match self.choices(path, level)? {
            MireAnswer::Choices(_) => Err(MireError::Unfinished),
            answer @ MireAnswer::Source { .. } => Ok(answer),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ent::Ent;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn somme() -> Mire<'static> {
        Ent::find("hauts-de-france").unwrap().mire()
    }

    fn kept(days: u16) -> RememberedChoice {
        let now = at("2026-09-01T08:00:00Z");
        let path = ["eleve_ou_parent", "college"];
        somme().remember(&path, None, Device::Own, days, now).unwrap().unwrap()
    }

    #[test]
    fn codes_and_labels() {
        Device::check_list();
    }

    #[test]
    fn holds_from_its_start_to_before_its_end() {
        let choice = kept(1);
        let cases = [
            ("2026-09-01T07:59:59.999Z", Err(MireError::Expired)),
            ("2026-09-01T08:00:00Z", Ok(())),
            ("2026-09-02T07:59:59.999Z", Ok(())),
            ("2026-09-02T08:00:00Z", Err(MireError::Expired)),
        ];
        for (now, held) in cases {
            assert_eq!(somme().recall(&choice, at(now)).map(|_| ()), held, "{now}");
        }
        let other = Ent::find("occitanie").unwrap().mire();
        assert_eq!(other.recall(&choice, choice.chosen_at()), Err(MireError::Unknown));
    }

    #[test]
    fn refuses_what_leads_nowhere() {
        use MireError::{Lifetime, Unfinished, Unknown};
        let now = at("2026-09-01T08:00:00Z");
        let whole = &["eleve_ou_parent", "college"][..];
        let cases = [
            // path, days, error
            (&[][..], 30, Unfinished),
            (&["eleve_ou_parent"], 30, Unfinished),
            (&["visitor"], 30, Unknown),
            (whole, 0, Lifetime),
            (whole, 367, Lifetime),
        ];
        for (path, days, error) in cases {
            for device in Device::ALL {
                let found = somme().remember(path, None, *device, days, now);
                assert_eq!(found, Err(error), "{path:?} {days}");
            }
        }
        assert_eq!(somme().remember(whole, None, Device::PublicPlace, 30, now), Ok(None));
        let late = somme().remember(whole, None, Device::Own, 1, Instant::LAST);
        assert_eq!(late, Err(Lifetime));
    }

    #[test]
    fn stored_text_is_checked() {
        let good = kept(366).to_string();
        assert_eq!(RememberedChoice::parse(&good), Ok(kept(366)));
        let cases = [
            ("\"schema\":1", "\"schema\":2"),
            ("hauts-de-france", ""),
            ("hauts-de-france", "Hauts de France"),
            ("\"college\"", "\"<script>\""),
            ("[\"eleve_ou_parent\",\"college\"]", "[]"),
            ("2027-09-02", "2027-09-03"),
            ("2027-09-02", "2026-08-31"),
            ("\"level\"", "\"name\""),
            ("\"level\":null", "\"level\":null,\"more\":1"),
        ];
        for (from, to) in cases {
            assert!(good.contains(from), "{good}");
            let bad = good.replace(from, to);
            assert_eq!(RememberedChoice::parse(&bad), Err(MireError::Remembered), "{bad}");
        }
        let long = format!("{good}{}", " ".repeat(1 << 20));
        assert_eq!(RememberedChoice::parse(&long), Err(MireError::Remembered));
    }

    proptest! {
        #[test]
        fn reads_what_it_shows(days in 1_u16..=366, millis in 0_i64..4_000_000_000_000) {
            let now = Instant::FIRST.plus_millis(millis).unwrap();
            let path = ["agricole"];
            for level in [None, Some(Level::Lycee)] {
                let kept = somme().remember(&path, level, Device::Own, days, now).unwrap();
                let kept = kept.unwrap();
                prop_assert_eq!(RememberedChoice::parse(&kept.to_string()), Ok(kept.clone()));
                prop_assert!(somme().recall(&kept, now).is_ok());
            }
        }

        #[test]
        fn never_panics(text in ".{0,60}|\\{\"schema\":1.{0,40}") {
            prop_assert!(RememberedChoice::parse(&text).is_err());
        }
    }
}
