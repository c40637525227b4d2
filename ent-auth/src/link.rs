//! Links that confirm an e-mail address: sent to it, opened by whoever reads it.
//!
//! An [`EmailLink`] is the one record of an account: the messages left and the live link. A link
//! holds the token only, so the host keeps an index from [`LinkMail::lookup`] to accounts, written
//! once the step is committed and before the message is sent.
//!
//! Opening a link changes nothing, since mail scanners open them all: the page calls
//! [`EmailLink::inspect`] and shows a button, which steps [`Event::Confirm`]. A confirmed link
//! signs nobody in.

mod outcome;
mod policy;
mod record;
mod token;
mod view;

pub use self::outcome::{ChangeNotice, Confirmation, LinkMail, Outcome};
pub use self::policy::{LinkPolicy, LinkPolicyBuilder};
pub use self::record::{EmailLink, Event};
pub use self::token::{LinkError, LinkToken};
pub use self::view::{LinkInspection, LinkStep, LinkView};
