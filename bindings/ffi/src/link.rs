//! Links that confirm an e-mail address.

mod outcome;
mod policy;

use std::fmt;
use std::sync::Arc;

use ent_auth::link::Event;
use ent_core::SubjectId;
use ent_core::transition::{Context, Versioned};
use zeroize::Zeroizing;

pub use self::outcome::{LinkMail, LinkOutcome};
pub use self::policy::{LinkPolicy, LinkPolicyOptions, LinkPolicyValues};
use crate::address::{AccountChange, BaseAddress};
use crate::contact::{UnverifiedEmail, VerifiedEmail};
use crate::mirror::labelled;
use crate::transition::{PublicOutcome, Sealed, StateWrite, number};
use crate::{EntError, Entropy, Timestamp};

type Domain = ent_auth::link::EmailLink;

labelled! {
    /// Where the confirmation of an address stands.
    LinkStep = ent_auth::link::LinkStep {
        /// No link was ever asked for.
        Idle,
        /// The link may be confirmed.
        Pending,
        /// The address is confirmed.
        Confirmed,
        /// The link is of no use any more.
        Closed,
    }
}

/// What the signed-in page of the account may show.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LinkView {
    /// Where the confirmation stands.
    pub step: LinkStep,
    /// Masked address, while the link may be confirmed.
    pub sent_to: Option<String>,
    /// Seconds during which the link may be confirmed.
    pub seconds_left: i64,
    /// Seconds before another link may be asked for.
    pub resend_in_seconds: i64,
}

/// What the page of an opened link may show: whether a button confirms it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LinkInspection {
    /// `Pending` when the link may be confirmed, `Closed` otherwise.
    pub step: LinkStep,
    /// Masked address that would be confirmed.
    pub address: Option<String>,
    /// Seconds during which the link may be confirmed.
    pub seconds_left: i64,
}

impl From<ent_auth::link::LinkInspection> for LinkInspection {
    fn from(inspection: ent_auth::link::LinkInspection) -> Self {
        Self {
            step: inspection.step.into(),
            address: inspection.address,
            seconds_left: inspection.seconds_left,
        }
    }
}

/// What the page of a link shows that leads to no record.
#[uniffi::export]
pub fn closed_link() -> LinkInspection {
    ent_auth::link::LinkInspection::closed().into()
}

/// The secret of a link.
#[derive(Debug, uniffi::Object)]
pub struct LinkToken {
    inner: ent_auth::link::LinkToken,
}

#[uniffi::export]
impl LinkToken {
    /// Reads a token.
    ///
    /// Fails with `email-link/empty` or `email-link/token`.
    #[uniffi::constructor]
    pub fn parse(text: String) -> Result<Self, EntError> {
        Ok(Self { inner: ent_auth::link::LinkToken::parse(&Zeroizing::new(text))? })
    }

    /// Reads a link that was opened, to the page of the configuration.
    ///
    /// Fails with `email-link/other`, `email-link/empty` or `email-link/token`.
    #[uniffi::constructor]
    pub fn from_url(base: &BaseAddress, url: String) -> Result<Self, EntError> {
        let url = Zeroizing::new(url);
        Ok(Self { inner: ent_auth::link::LinkToken::from_url(&base.inner, &url)? })
    }

    /// The token as text, for the form whose button confirms it; not to be kept or logged.
    pub fn text(&self) -> String {
        self.inner.expose_secret().to_owned()
    }

    /// The link of the token, on the page of the configuration; not to be kept or logged.
    ///
    /// Fails with `email-link/base` when the page is not `https`.
    pub fn url(&self, base: &BaseAddress) -> Result<String, EntError> {
        Ok(self.inner.to_url(&base.inner)?.expose_secret().to_owned())
    }

    /// Name of the token in the index of the host: 64 hexadecimal digits, no secret.
    pub fn lookup(&self) -> String {
        self.inner.lookup()
    }
}

/// What every step of an `EmailLink` uses: make it once for a service.
#[derive(Debug, uniffi::Object)]
pub struct LinkContext {
    policy: Arc<LinkPolicy>,
    entropy: Arc<Entropy>,
}

#[uniffi::export]
impl LinkContext {
    /// A context of these.
    #[uniffi::constructor]
    pub fn new(policy: Arc<LinkPolicy>, entropy: Arc<Entropy>) -> Self {
        Self { policy, entropy }
    }
}

/// The record of an account: messages left, the live link.
///
/// A record never changes: each step gives a `LinkTransition`. Store what that asks for, then commit
/// it: the outcome and the next record come out. Index the `lookup` of each `LinkMail` before it is
/// sent. Show `inspect` when a link is opened, and step `confirm` when its button is pressed.
#[derive(uniffi::Object)]
pub struct EmailLink {
    inner: Versioned<Domain>,
}

#[uniffi::export]
impl EmailLink {
    /// The record of an account that has never been stored.
    ///
    /// Fails with `id/format`.
    #[uniffi::constructor]
    pub fn fresh(account: &str) -> Result<Self, EntError> {
        let account = SubjectId::parse(account)?;
        Ok(Self { inner: Versioned::fresh(Domain::key(&account), Domain::new(account)) })
    }

    /// Reads what an earlier step of the same account stored.
    ///
    /// Fails with `id/format`, `state/corrupt`, `state/newer` or `state/other-kind`.
    #[uniffi::constructor]
    pub fn load(account: &str, bytes: Vec<u8>) -> Result<Self, EntError> {
        let key = Domain::key(&SubjectId::parse(account)?);
        Ok(Self { inner: Versioned::load(key, &bytes)? })
    }

    /// Key of the record.
    pub fn key(&self) -> String {
        self.inner.key().to_string()
    }

    /// Stored version; none when the record has never been stored.
    pub fn version(&self) -> Option<i64> {
        number(self.inner.version())
    }

    /// Name of the state of the last link, safe to log but not to show: `idle`, `pending`,
    /// `confirmed`, `expired`, `superseded` or `revoked`.
    pub fn state(&self) -> String {
        self.inner.body().state().to_owned()
    }

    /// What the signed-in page of the account may show.
    ///
    /// Fails with `instant/out-of-range`.
    pub fn view(&self, policy: &LinkPolicy, now: Timestamp) -> Result<LinkView, EntError> {
        let view = self.inner.body().view(&policy.inner, self.inner.floor(now));
        Ok(LinkView {
            step: view.step.into(),
            sent_to: view.sent_to,
            seconds_left: view.seconds_left,
            resend_in_seconds: view.resend_in_seconds,
        })
    }

    /// What the page of an opened link may show; changes nothing, however often it is opened.
    ///
    /// Fails with `instant/out-of-range`.
    pub fn inspect(&self, token: &LinkToken, now: Timestamp) -> Result<LinkInspection, EntError> {
        Ok(self.inner.body().inspect(&token.inner, self.inner.floor(now)).into())
    }

    /// When to step with `observe` next, if ever.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.inner.body().next_deadline()
    }

    /// Sends a link to an address; a live link is superseded. `previous` is the confirmed address
    /// that the account has, which is told of the change.
    ///
    /// Fails with `email/…`, `instant/out-of-range`, `step/clock` or `step/entropy`.
    pub fn request(
        &self,
        address: &UnverifiedEmail,
        previous: Option<VerifiedEmail>,
        context: &LinkContext,
        now: Timestamp,
    ) -> Result<LinkTransition, EntError> {
        let previous = previous.map(|previous| previous.read()).transpose()?;
        self.step(&Event::Request { address: address.read()?, previous }, context, now)
    }

    /// Sends another link to the same address.
    ///
    /// Fails with `instant/out-of-range`, `step/clock` or `step/entropy`.
    pub fn resend(
        &self,
        context: &LinkContext,
        now: Timestamp,
    ) -> Result<LinkTransition, EntError> {
        self.step(&Event::Resend, context, now)
    }

    /// The button on the page of an opened link was pressed.
    ///
    /// Fails with `instant/out-of-range` or `step/clock`.
    pub fn confirm(
        &self,
        token: &LinkToken,
        context: &LinkContext,
        now: Timestamp,
    ) -> Result<LinkTransition, EntError> {
        let token = ent_auth::link::LinkToken::parse(token.inner.expose_secret())?;
        self.step(&Event::Confirm { token }, context, now)
    }

    /// Hands out the confirmation again, after a crash, for ten minutes.
    ///
    /// Fails like `confirm`.
    pub fn claim(&self, context: &LinkContext, now: Timestamp) -> Result<LinkTransition, EntError> {
        self.step(&Event::Claim, context, now)
    }

    /// The person withdraws the request.
    ///
    /// Fails like `confirm`.
    pub fn revoke(
        &self,
        context: &LinkContext,
        now: Timestamp,
    ) -> Result<LinkTransition, EntError> {
        self.step(&Event::Revoke, context, now)
    }

    /// Something happened to the account: no link sent so far counts.
    ///
    /// Fails like `confirm`.
    pub fn account_changed(
        &self,
        change: AccountChange,
        context: &LinkContext,
        now: Timestamp,
    ) -> Result<LinkTransition, EntError> {
        self.step(&Event::AccountChanged(change.into()), context, now)
    }

    /// Takes note that time has passed.
    ///
    /// Fails like `confirm`.
    pub fn observe(
        &self,
        context: &LinkContext,
        now: Timestamp,
    ) -> Result<LinkTransition, EntError> {
        self.step(&Event::Observe, context, now)
    }
}

impl EmailLink {
    fn step(
        &self,
        event: &Event,
        context: &LinkContext,
        now: Timestamp,
    ) -> Result<LinkTransition, EntError> {
        let mut entropy = &*context.entropy;
        let mut cx =
            Context { now, entropy: &mut entropy, policy: &context.policy.inner, keys: &() };
        let sealed = Sealed::new(self.inner.step(event, &mut cx)?);
        Ok(LinkTransition { sealed, now: self.inner.floor(now) })
    }
}

impl fmt::Debug for EmailLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// Key of the record of an account, to load it by.
///
/// Fails with `id/format`.
#[uniffi::export]
pub fn email_link_key(account: &str) -> Result<String, EntError> {
    Ok(Domain::key(&SubjectId::parse(account)?).to_string())
}

/// A step of an `EmailLink` whose outcome is sealed until it is stored.
#[derive(Debug, uniffi::Object)]
pub struct LinkTransition {
    sealed: Sealed<Domain>,
    now: Timestamp,
}

#[uniffi::export]
impl LinkTransition {
    /// Records to store before `commit`; none when the step changed nothing.
    ///
    /// Fails with `transition/spent` after a commit.
    pub fn writes(&self) -> Result<Vec<StateWrite>, EntError> {
        self.sealed.writes()
    }

    /// Opens the outcome once the store has answered: `stored` says whether every write was made.
    /// Either way the transition is spent.
    ///
    /// Fails with `cas/lost` when it was not: load the record again and step again. Fails with
    /// `transition/spent` the second time.
    pub fn commit(&self, stored: bool) -> Result<CommittedLink, EntError> {
        let committed = self.sealed.commit(stored)?;
        Ok(CommittedLink {
            link: Arc::new(EmailLink { inner: committed.state }),
            name: committed.outcome.name().to_owned(),
            public_outcome: committed.outcome.public(self.now).into(),
            outcome: committed.outcome.into(),
        })
    }
}

/// A stored step of an `EmailLink`.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CommittedLink {
    /// The record as stored.
    pub link: Arc<EmailLink>,
    /// What was decided, for the host and its audit trail.
    pub outcome: LinkOutcome,
    /// Stable name of the outcome, safe to log.
    pub name: String,
    /// What the person may be told.
    pub public_outcome: PublicOutcome,
}

#[cfg(test)]
mod tests;
