//! Lifetime and caps of links.

use crate::EntError;
use crate::code::Deviation;
use crate::mirror::set_options;

/// Lifetime and caps of the links that confirm an e-mail address, within hard maxima.
#[derive(Debug, uniffi::Object)]
pub struct LinkPolicy {
    pub(crate) inner: ent_auth::link::LinkPolicy,
}

/// What to change in the policy `email_link`; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct LinkPolicyOptions {
    /// Life of a link in seconds: 300 to 86,400.
    #[uniffi(default = None)]
    pub lifetime_seconds: Option<i64>,
    /// Wrong tokens at one link: 1 to 10.
    #[uniffi(default = None)]
    pub max_attempts: Option<i32>,
    /// Seconds between two messages: 10 to 3600.
    #[uniffi(default = None)]
    pub resend_seconds: Option<i64>,
    /// Messages in any 24 hours: 1 to 8.
    #[uniffi(default = None)]
    pub sends_per_day: Option<i32>,
}

/// What a policy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LinkPolicyValues {
    /// Life of a link in seconds; the last second is excluded.
    pub lifetime_seconds: i64,
    /// Wrong tokens at one link before it is withdrawn.
    pub max_attempts: i32,
    /// Seconds between two messages.
    pub resend_seconds: i64,
    /// Messages in any 24 hours.
    pub sends_per_day: i32,
}

#[uniffi::export]
impl LinkPolicy {
    /// Valid 24 hours; 10 wrong tokens a link, 5 messages a day at least a minute apart.
    #[uniffi::constructor]
    pub fn email_link() -> Self {
        Self { inner: ent_auth::link::LinkPolicy::email_link() }
    }

    /// A policy of a stack's own, starting from `email_link`.
    ///
    /// Fails with `policy/bounds`, whose texts name the option.
    #[uniffi::constructor]
    pub fn custom(options: LinkPolicyOptions) -> Result<Self, EntError> {
        let mut builder = ent_auth::link::LinkPolicy::builder();
        set_options! {
            builder, options: lifetime_seconds max_attempts resend_seconds sends_per_day
        }
        Ok(Self { inner: builder.build()? })
    }

    /// What the policy says.
    pub fn values(&self) -> LinkPolicyValues {
        let policy = &self.inner;
        LinkPolicyValues {
            lifetime_seconds: policy.lifetime_seconds().into(),
            max_attempts: policy.max_attempts().into(),
            resend_seconds: policy.resend_seconds().into(),
            sends_per_day: policy.sends_per_day().into(),
        }
    }

    /// Where the policy is laxer than a named standard: `link-lifetime`, beyond ten minutes.
    pub fn deviations(&self) -> Vec<Deviation> {
        self.inner.deviations().into_iter().map(Into::into).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_checked() {
        let preset = LinkPolicy::email_link();
        assert_eq!((preset.values().lifetime_seconds, preset.deviations().len()), (86_400, 1));
        let options = LinkPolicyOptions { sends_per_day: Some(3), ..Default::default() };
        assert_eq!(LinkPolicy::custom(options).unwrap().values().sends_per_day, 3);
        for bad in [
            LinkPolicyOptions { lifetime_seconds: Some(86_401), ..Default::default() },
            LinkPolicyOptions { max_attempts: Some(-1), ..Default::default() },
        ] {
            assert_eq!(LinkPolicy::custom(bad).unwrap_err().code(), "policy/bounds");
        }
    }
}
