//! The code ledger of one subject, stepped over a store at one fixed time.

use std::error::Error;

use ent_auth::code::{Audience, Event, Ledger, Outcome, Policy, Purpose, TypedCode};
use ent_auth::{Key, KeyId, KeyRing};
use ent_core::transition::{Committed, Context, StateKey, Store, drive};
use ent_core::{FlowId, Instant, PhoneNumber, Region, SubjectId};
use getrandom::SysRng;

/// Whatever a store or a step reports.
pub type Fault = Box<dyn Error + Send + Sync>;

/// The ledger of one subject. It is stepped by threads and processes that know nothing of each other.
#[derive(Clone, Debug)]
pub struct Trial {
    subject: SubjectId,
    flow: FlowId,
}

impl Trial {
    /// Guesses at one code that are judged at most.
    pub const LIMIT: u32 = 5;

    /// The ledger of `subject`.
    ///
    /// # Errors
    ///
    /// What is wrong with the id.
    pub fn new(subject: &str) -> Result<Self, Fault> {
        Ok(Self { subject: SubjectId::parse(subject)?, flow: FlowId::parse("trial")? })
    }

    /// Key of the record.
    #[must_use]
    pub fn key(&self) -> StateKey {
        Ledger::key(&self.subject, Purpose::Activation)
    }

    /// Draws a code, stored when this returns.
    ///
    /// # Errors
    ///
    /// What the store or the step reports.
    pub fn issue<S: Store<Error: Error + Send + Sync + 'static>>(
        &self,
        store: &S,
    ) -> Result<String, Fault> {
        let to = PhoneNumber::parse("06 12 34 56 78", Region::FR)?;
        let event = Event::Issue { flow: self.flow.clone(), to, audience: Audience::Known };
        match self.step(store, &event)?.outcome {
            Outcome::SendSms(sms) => Ok(sms.code().expose_secret().to_owned()),
            other => Err(other.name().into()),
        }
    }

    /// Types a code: the outcome, stored when this returns, with the state it led to.
    ///
    /// # Errors
    ///
    /// What the store or the step reports.
    pub fn guess<S: Store<Error: Error + Send + Sync + 'static>>(
        &self,
        store: &S,
        typed: &str,
    ) -> Result<Committed<Ledger>, Fault> {
        let code = TypedCode::parse(typed)?;
        self.step(store, &Event::Submit { flow: self.flow.clone(), code })
    }

    fn step<S: Store<Error: Error + Send + Sync + 'static>>(
        &self,
        store: &S,
        event: &Event,
    ) -> Result<Committed<Ledger>, Fault> {
        let policy = Policy::educonnect_sms();
        let keys = KeyRing::new(KeyId::parse("trial")?, Key::new(vec![7; 32])?);
        let now = Instant::parse("2021-09-01T08:00:00Z")?;
        let mut cx = Context { now, entropy: &mut SysRng, policy: &policy, keys: &keys };
        let fresh = Ledger::new(self.subject.clone(), Purpose::Activation);
        Ok(drive(store, &self.key(), &fresh, event, &mut cx)?)
    }
}
