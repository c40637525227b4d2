//! The record of an account: messages left, the live link.
//!
//! | link       | `Request` | `Resend`        | `Confirm`                       | `Revoke`  | a change     | `Observe` |
//! |------------|-----------|-----------------|---------------------------------|-----------|--------------|-----------|
//! | none       | `Pending` | nothing pending | nothing pending                 | –         | –            | –         |
//! | pending    | `Pending` | `Pending`       | `Confirmed`, `Pending`, `Revoked` | `Revoked` | `Superseded` | –       |
//! | too old    | `Pending` | `Expired`       | `Expired`                       | `Expired` | `Expired`    | `Expired` |
//! | any final  | `Pending` | nothing pending | nothing pending                 | –         | –            | –         |
//!
//! Every request, resend and change of the account starts another generation: what was sent in an
//! earlier one is worth nothing.

use std::fmt;

use ctutils::CtEq;
use ent_core::transition::{Context, Decision, Lifecycle, StateKey, StepError};
use ent_core::{Instant, SubjectId, UnverifiedEmail, VerifiedEmail};
use serde::{Deserialize, Serialize};

use super::{ChangeNotice, Confirmation, LinkMail, LinkPolicy, LinkToken, Outcome};
use crate::AccountChange;
use crate::code::budget::SendBudget;
use crate::code::is_claimable;
use crate::hex::Hex;

/// The record of an account. Keep it on the server side; show [`view`](Self::view), and
/// [`inspect`](Self::inspect) to whoever opens a link.
///
/// ```
/// use ent_auth::address::BaseAddress;
/// use ent_auth::link::{EmailLink, Event, LinkPolicy, LinkToken, Outcome};
/// use ent_core::transition::{CasResult, Context, Versioned};
/// use ent_core::{Instant, SubjectId, UnverifiedEmail};
/// # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
/// # let mut entropy = ChaCha20Rng::seed_from_u64(1);
///
/// let account = SubjectId::parse("guardian-1")?;
/// let now = Instant::parse("2021-09-01T08:00:00Z")?;
/// let policy = LinkPolicy::email_link();
/// let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &() };
/// let fresh = Versioned::fresh(EmailLink::key(&account), EmailLink::new(account));
/// let address = UnverifiedEmail::parse("zoe@exemple.fr")?;
/// let step = fresh.step(&Event::Request { address, previous: None }, &mut cx)?;
/// // … store step.writes() by compare-and-swap, then:
/// let sent = step.commit(CasResult::Stored)?;
/// let Outcome::SendLink(mail) = sent.outcome else { return Ok(()) };
/// let base = BaseAddress::parse("https://ent.exemple.fr/courriel")?;
/// let url = mail.url(&base)?;
///
/// // Opened: nothing changes. Confirmed by a button: the address is its owner's.
/// let token = LinkToken::from_url(&base, url.expose_secret())?;
/// assert_eq!(sent.state.body().inspect(&token, now).address.as_deref(), Some("z•••@exemple.fr"));
/// let done = sent.state.step(&Event::Confirm { token }, &mut cx)?.commit(CasResult::Stored)?;
/// assert!(matches!(done.outcome, Outcome::Confirmed(c) if c.email.email().key() == "zoe@exemple.fr"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "lien de validation")]
pub struct EmailLink {
    account: SubjectId,
    generation: u32,
    sends: SendBudget,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<Link>,
}

/// The link of a record and what became of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Link {
    /// Address that it was sent to and that it confirms.
    pub(super) address: UnverifiedEmail,
    /// Address that the account had before, to be told of a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<VerifiedEmail>,
    generation: u32,
    issued_at: Instant,
    /// First instant at which the link is refused; never changed.
    pub(super) expires_at: Instant,
    /// Wrong tokens.
    failed: u8,
    pub(super) state: LinkState,
}

/// What became of a link; all but `Pending` are final and hold no digest.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum LinkState {
    /// May be confirmed.
    Pending { digest: Hex<32> },
    /// Was confirmed.
    Confirmed { at: Instant },
    /// Outlived its lifetime.
    Expired,
    /// The account changed.
    Superseded,
    /// Was withdrawn, or met too many wrong tokens.
    Revoked,
}

/// What may happen to an [`EmailLink`].
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "adding an event changes every transition")]
pub enum Event {
    /// Send a link to an address; a live one is superseded.
    Request {
        /// The address to confirm.
        address: UnverifiedEmail,
        /// The confirmed address that the account has, if any: it is told of the change.
        previous: Option<VerifiedEmail>,
    },
    /// Send another link to the same address.
    Resend,
    /// The button on the page of an opened link was pressed.
    Confirm {
        /// Token of the link.
        token: LinkToken,
    },
    /// Hand out the confirmation again, after a crash, for ten minutes.
    Claim,
    /// The person withdraws the request.
    Revoke,
    /// Something happened to the account: no link sent so far counts.
    AccountChanged(AccountChange),
    /// Time has passed.
    Observe,
}

impl EmailLink {
    /// The record of an account without link or message.
    #[must_use]
    pub fn new(account: SubjectId) -> Self {
        Self { account, generation: 0, sends: SendBudget::default(), link: None }
    }

    /// Key of the record of an account.
    #[must_use]
    pub fn key(account: &SubjectId) -> StateKey {
        StateKey::new::<Self>(account)
    }

    /// Name of the state of the last link, safe to log but not to show: `idle`, `pending`,
    /// `confirmed`, `expired`, `superseded` or `revoked`.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        match &self.link {
            None => "idle",
            Some(link) => match link.state {
                LinkState::Pending { .. } => "pending",
                LinkState::Confirmed { .. } => "confirmed",
                LinkState::Expired => "expired",
                LinkState::Superseded => "superseded",
                LinkState::Revoked => "revoked",
            },
        }
    }

    /// When to step with [`Event::Observe`] next, if ever.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        let pending = |link: &&Link| matches!(link.state, LinkState::Pending { .. });
        self.link.as_ref().filter(pending).map(|link| link.expires_at)
    }

    pub(super) const fn link(&self) -> Option<&Link> {
        self.link.as_ref()
    }

    /// The link that may be confirmed at `now`, with its digest.
    pub(super) fn live(&self, now: Instant) -> Option<(&Link, &Hex<32>)> {
        let link = self.link.as_ref().filter(|link| now < link.expires_at)?;
        match &link.state {
            LinkState::Pending { digest } => Some((link, digest)),
            LinkState::Confirmed { .. }
            | LinkState::Expired
            | LinkState::Superseded
            | LinkState::Revoked => None,
        }
    }

    pub(super) fn closed_until(&self, policy: &LinkPolicy, now: Instant) -> Option<Instant> {
        self.sends.closed_until(policy.sends(), now)
    }

    fn unchanged(&self, outcome: Outcome) -> Decision<Self> {
        Decision::new(self.clone(), outcome)
    }

    /// This record with its link in another state.
    fn with_link(&self, state: LinkState) -> Self {
        let link = self.link.clone().map(|link| Link { state, ..link });
        Self { link, ..self.clone() }
    }

    fn send(
        &self,
        address: &UnverifiedEmail,
        previous: Option<&VerifiedEmail>,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        if let Some(until) = self.closed_until(cx.policy, cx.now) {
            return Ok(self.unchanged(Outcome::TryLater { until }));
        }
        let token = LinkToken::draw(cx.entropy)?;
        let expires_at = cx.now.plus_seconds(i64::from(cx.policy.lifetime_seconds()))?;
        let generation = self.generation.checked_add(1).ok_or(StepError::TooLarge)?;
        let mut next = Self {
            generation,
            link: Some(Link {
                address: address.clone(),
                previous: previous.cloned(),
                generation,
                issued_at: cx.now,
                expires_at,
                failed: 0,
                state: LinkState::Pending { digest: token.digest() },
            }),
            ..self.clone()
        };
        next.sends.send(cx.now);
        let mail = LinkMail::new(address.clone(), token, expires_at);
        Ok(Decision::new(next, Outcome::SendLink(mail)))
    }

    fn confirm(
        &self,
        (link, digest): (&Link, &Hex<32>),
        token: &LinkToken,
        cx: &Context<'_, Self>,
    ) -> Decision<Self> {
        // The policy may allow fewer wrong tokens than when the link was drawn.
        if link.failed >= cx.policy.max_attempts() {
            return Decision::new(self.with_link(LinkState::Revoked), Outcome::Exhausted);
        }
        if token.digest().0.ct_eq(&digest.0).to_bool() {
            let next = self.with_link(LinkState::Confirmed { at: cx.now });
            return Decision::new(next, Outcome::Confirmed(self.confirmation(link, cx.now)));
        }
        let failed = link.failed.saturating_add(1);
        let attempts_left = cx.policy.max_attempts().saturating_sub(failed);
        let (state, outcome) = if attempts_left == 0 {
            (LinkState::Revoked, Outcome::Exhausted)
        } else {
            (link.state.clone(), Outcome::Wrong { attempts_left })
        };
        let next = Self { link: Some(Link { failed, state, ..link.clone() }), ..self.clone() };
        Decision::new(next, outcome)
    }

    fn confirmation(&self, link: &Link, confirmed_at: Instant) -> Confirmation {
        let email = link.address.clone().confirmed();
        let other = |previous: &&VerifiedEmail| previous.email().key() != email.email().key();
        let notice = link.previous.as_ref().filter(other).map(|to| ChangeNotice { to: to.clone() });
        Confirmation { account: self.account.clone(), email, notice, confirmed_at }
    }

    /// Starts another generation: nothing sent before it counts.
    fn supersede(&self, link: &Link, too_old: bool) -> Result<Decision<Self>, StepError> {
        let state = match &link.state {
            LinkState::Pending { .. } if too_old => LinkState::Expired,
            LinkState::Pending { .. } => LinkState::Superseded,
            last @ (LinkState::Confirmed { .. }
            | LinkState::Expired
            | LinkState::Superseded
            | LinkState::Revoked) => last.clone(),
        };
        let generation = self.generation.checked_add(1).ok_or(StepError::TooLarge)?;
        Ok(Decision::new(Self { generation, ..self.with_link(state) }, Outcome::Superseded))
    }
}

impl fmt::Debug for EmailLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmailLink")
            .field("account", &self.account)
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}

impl Lifecycle for EmailLink {
    const KIND: &'static str = "email_link";
    const SCHEMA: u16 = 1;
    type Event = Event;
    type Outcome = Outcome;
    type Policy = LinkPolicy;
    type Keys = ();

    fn decide(
        &self,
        event: &Event,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        use LinkState::{Confirmed, Expired, Pending, Revoked, Superseded};

        if let Event::Request { address, previous } = event {
            return self.send(address, previous.as_ref(), cx);
        }
        let Some(link) = &self.link else {
            return Ok(self.unchanged(match event {
                Event::Observe => Outcome::Observed,
                Event::AccountChanged(_) => Outcome::Superseded,
                Event::Request { .. }
                | Event::Resend
                | Event::Confirm { .. }
                | Event::Claim
                | Event::Revoke => Outcome::NothingPending,
            }));
        };
        let too_old = cx.now >= link.expires_at;
        match (&link.state, event) {
            (_, Event::AccountChanged(_)) => self.supersede(link, too_old),
            (Pending { .. }, Event::Observe) if too_old => {
                Ok(Decision::new(self.with_link(Expired), Outcome::Observed))
            }
            (Pending { .. }, _) if too_old => {
                Ok(Decision::new(self.with_link(Expired), Outcome::Expired))
            }
            (Pending { .. }, Event::Resend) => self.send(&link.address, link.previous.as_ref(), cx),
            (Pending { digest }, Event::Confirm { token }) => {
                Ok(self.confirm((link, digest), token, cx))
            }
            (Pending { .. }, Event::Revoke) => {
                Ok(Decision::new(self.with_link(Revoked), Outcome::Revoked))
            }
            (Confirmed { at }, Event::Claim) => {
                let outcome = if is_claimable(*at, cx.now) && link.generation == self.generation {
                    Outcome::Confirmed(self.confirmation(link, *at))
                } else {
                    Outcome::NothingPending
                };
                Ok(self.unchanged(outcome))
            }
            (
                Pending { .. } | Confirmed { .. } | Expired | Superseded | Revoked,
                Event::Observe,
            ) => Ok(self.unchanged(Outcome::Observed)),
            (
                Pending { .. } | Confirmed { .. } | Expired | Superseded | Revoked,
                Event::Request { .. }
                | Event::Resend
                | Event::Confirm { .. }
                | Event::Claim
                | Event::Revoke,
            ) => Ok(self.unchanged(Outcome::NothingPending)),
        }
    }

    fn could_be(&self, key: &StateKey, seen: Instant) -> bool {
        *key == Self::key(&self.account)
            && self.sends.could_be(LinkPolicy::MAX_SENDS_PER_DAY, seen)
            && self.sends.counts(self.link.as_ref().map(|link| link.issued_at))
            && self.link.as_ref().is_none_or(|link| link.could_be(self.generation, seen))
    }
}

impl Link {
    /// Whether a record of `generation` could have written this at `seen`.
    fn could_be(&self, generation: u32, seen: Instant) -> bool {
        let issued = self.issued_at.unix_millis();
        let lifetime = self.expires_at.unix_millis().saturating_sub(issued);
        let longest = i64::from(LinkPolicy::MAX_LIFETIME_SECONDS).saturating_mul(1000);
        let state = match &self.state {
            LinkState::Pending { .. } => {
                self.failed < LinkPolicy::MAX_ATTEMPTS && self.generation == generation
            }
            LinkState::Confirmed { at } => {
                self.failed < LinkPolicy::MAX_ATTEMPTS
                    && self.issued_at <= *at
                    && *at < self.expires_at
                    && *at <= seen
            }
            LinkState::Superseded => self.generation < generation,
            LinkState::Expired | LinkState::Revoked => true,
        };
        self.generation <= generation
            && self.failed <= LinkPolicy::MAX_ATTEMPTS
            && self.issued_at <= seen
            && lifetime > 0
            && lifetime <= longest
            && state
    }
}
