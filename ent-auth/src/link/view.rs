//! What pages may show of a link.

use ctutils::CtEq;
use ent_core::{Instant, listed};
use serde::Serialize;

use super::record::LinkState;
use super::{EmailLink, LinkPolicy, LinkToken};

listed! {
    /// Where the confirmation of an address stands.
    #[expect(clippy::exhaustive_enums, reason = "pages show every step")]
    LinkStep in "link_step" {
        /// No link was ever asked for.
        Idle = "idle",
        /// The link may be confirmed.
        Pending = "pending",
        /// The address is confirmed.
        Confirmed = "confirmed",
        /// The link is of no use any more.
        Closed = "closed",
    }
}

/// What the signed-in page of the account may show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LinkInspection {
    /// `Pending` when the link may be confirmed, `Closed` otherwise.
    pub step: LinkStep,
    /// Masked address that would be confirmed.
    pub address: Option<String>,
    /// Seconds during which the link may be confirmed.
    pub seconds_left: i64,
}

impl LinkInspection {
    /// What a link shows that leads to no record.
    #[must_use]
    pub const fn closed() -> Self {
        Self { step: LinkStep::Closed, address: None, seconds_left: 0 }
    }
}

impl EmailLink {
    /// What the signed-in page of the account may show at `now`.
    #[must_use]
    pub fn view(&self, policy: &LinkPolicy, now: Instant) -> LinkView {
        let live = self.live(now);
        let step = match self.link().map(|link| &link.state) {
            None => LinkStep::Idle,
            Some(LinkState::Pending { .. }) if live.is_some() => LinkStep::Pending,
            Some(LinkState::Confirmed { .. }) => LinkStep::Confirmed,
            Some(
                LinkState::Pending { .. }
                | LinkState::Expired
                | LinkState::Superseded
                | LinkState::Revoked,
            ) => LinkStep::Closed,
        };
        LinkView {
            step,
            sent_to: live.map(|(link, _)| link.address.email().masked()),
            seconds_left: live.map_or(0, |(link, _)| link.expires_at.seconds_since(now)),
            resend_in_seconds: self
                .closed_until(policy, now)
                .map_or(0, |until| until.seconds_since(now)),
        }
    }

    /// What the page of an opened link may show at `now`; changes nothing, however often a mail
    /// scanner opens it.
    #[must_use]
    pub fn inspect(&self, token: &LinkToken, now: Instant) -> LinkInspection {
        match self.live(now) {
            Some((link, digest)) if token.digest().0.ct_eq(&digest.0).to_bool() => LinkInspection {
                step: LinkStep::Pending,
                address: Some(link.address.email().masked()),
                seconds_left: link.expires_at.seconds_since(now),
            },
            Some(_) | None => LinkInspection::closed(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels() {
        LinkStep::check_list();
    }
}
