//! Passwords that everybody tries first.

use ent_core::text::fold;
use zeroize::Zeroizing;

use super::PreparedPassword;

/// Whether `password` is one of those that everybody tries first.
pub(super) fn is_common(password: &PreparedPassword) -> bool {
    let folded = Zeroizing::new(fold(password.expose_secret()));
    [
        "azerty",
        "azertyuiop",
        "azerty123",
        "motdepasse",
        "password",
        "123456",
        "password1",
        "123456789",
    ]
    .contains(&folded.as_str())
}
