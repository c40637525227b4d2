//! The time and the randomness the program lends to the rules.

use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};

use ent_core::{Entropy, Instant, InstantError};
use getrandom::SysRng;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

/// A clock that the person at the keyboard may put forward.
#[derive(Debug)]
pub(crate) struct Clock {
    base: Base,
    ahead: Cell<i64>,
}

#[derive(Debug)]
enum Base {
    System,
    Fixed(Instant),
}

impl Clock {
    /// The clock of the machine, `ahead` seconds put forward.
    pub(crate) const fn system(ahead: i64) -> Self {
        Self { base: Base::System, ahead: Cell::new(ahead) }
    }

    /// A clock that stands at the start of a school year, `ahead` seconds put forward.
    pub(crate) fn fixed(ahead: i64) -> Result<Self, InstantError> {
        let base = Base::Fixed(Instant::parse("2021-09-01T08:00:00Z")?);
        Ok(Self { base, ahead: Cell::new(ahead) })
    }

    pub(crate) fn now(&self) -> Result<Instant, InstantError> {
        match self.base {
            Base::Fixed(start) => start,
            Base::System => system_time()?,
        }
        .plus_seconds(self.ahead.get())
    }

    /// Puts the clock forward; gives the seconds it is now ahead, to be kept.
    pub(crate) fn advance(&self, seconds: i64) -> Result<i64, InstantError> {
        let ahead = self.ahead.get().saturating_add(seconds);
        let before = self.ahead.replace(ahead);
        self.now().inspect_err(|_| self.ahead.set(before))?;
        Ok(ahead)
    }
}

#[expect(clippy::disallowed_methods, reason = "the program is the one that reads the clock")]
fn system_time() -> Result<Instant, InstantError> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_unix_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Where random bytes come from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Randomness {
    /// The operating system.
    System,
    /// A fixed seed, so that a story plays the same each time. Worthless against anybody.
    Seeded(u64),
}

impl Randomness {
    /// A source for one use. A seeded one depends on `what` alone and not on what was drawn
    /// before, so that a story that is killed and resumed draws the same.
    pub(crate) fn source(self, what: &str) -> Box<dyn Entropy + Send> {
        match self {
            Self::System => Box::new(SysRng),
            Self::Seeded(seed) => {
                let mut rng = ChaCha20Rng::seed_from_u64(seed);
                rng.set_stream(fnv1a(what));
                Box::new(rng)
            }
        }
    }
}

fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_goes_forward_within_its_range() {
        let clock = Clock::fixed(0).unwrap();
        assert_eq!(clock.now().unwrap().to_string(), "2021-09-01T08:00:00Z");
        assert_eq!(clock.advance(1860), Ok(1860));
        assert_eq!(clock.now().unwrap().to_string(), "2021-09-01T08:31:00Z");
        assert_eq!(clock.advance(i64::MAX), Err(InstantError::OutOfRange));
        assert_eq!(clock.now().unwrap().to_string(), "2021-09-01T08:31:00Z");
    }

    #[test]
    fn a_seeded_source_depends_on_its_use_alone() {
        let draw = |what| {
            let mut bytes = [0; 8];
            Randomness::Seeded(1).source(what).fill(&mut bytes).unwrap();
            bytes
        };
        assert_eq!(draw("code"), draw("code"));
        assert_ne!(draw("code"), draw("salt"));
    }
}
