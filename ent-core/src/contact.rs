//! How a person is reached: e-mail addresses and phone numbers.

pub mod email;
pub mod phone;
