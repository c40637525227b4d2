//! How a person is reached: e-mail addresses, phone numbers and postal addresses.

pub mod email;
pub mod phone;
pub mod postal;
