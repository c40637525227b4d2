//! Identifiers made from names.

use std::collections::HashSet;
use std::fmt;

use ent_auth::LoginId;
use ent_core::Coded;

use crate::EntError;
use crate::mirror::labelled;
use crate::person::PersonName;

labelled! {
    /// How an identifier is made from a name.
    LoginStyle = ent_auth::LoginStyle {
        /// `zoe.martin`, then `zoe.martin2`: accounts of an ENT's own.
        GivenDotFamily,
        /// `zmartin`, then `zmartin1`: academic accounts.
        InitialFamily,
        /// `z.martin01` to `z.martin99`: EduConnect.
        InitialDotFamilyNumber,
    }
}

/// What came of one name of a list. The text form shows nothing of the identifier.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct DerivedLogin {
    /// The identifier; none when there is none for the name.
    pub login: Option<String>,
    /// Then the code why: `login/no-letters` or `login/exhausted`.
    pub error: Option<String>,
}

impl fmt::Display for DerivedLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DerivedLogin(redacted)")
    }
}

impl fmt::Debug for DerivedLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The parts of an identifier. The text form shows nothing of them.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct LoginParts {
    /// Given name or its first letter.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Number that tells people of one name apart.
    pub number: Option<i64>,
}

impl fmt::Display for LoginParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginParts(redacted)")
    }
}

impl fmt::Debug for LoginParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads an identifier: 1 to 64 characters of `a-z 0-9 . -`, upper case folded.
///
/// Fails with `login/empty` or `login/format`.
#[uniffi::export]
pub fn parse_login(text: &str) -> Result<String, EntError> {
    Ok(LoginId::parse(text)?.into())
}

/// An identifier for `name` that is not among `taken`: the first free one.
///
/// Fails with `login/no-letters` when the first given name or the family name has no Latin letter, with
/// `login/exhausted` when 99 people of one name have an EduConnect identifier, with `login/format`
/// when one of `taken` is none, or like `parse_person_name`.
#[uniffi::export]
pub fn derive_login(
    style: LoginStyle,
    name: PersonName,
    taken: Vec<String>,
) -> Result<String, EntError> {
    let style = ent_auth::LoginStyle::from(style);
    Ok(style.derive(&name.read()?, &read(&taken)?)?.into())
}

/// An identifier for each of `names`, in their order, none given twice.
///
/// Fails with `login/format` when one of `taken` is none, or like `parse_person_name`.
#[uniffi::export]
pub fn derive_logins(
    style: LoginStyle,
    names: Vec<PersonName>,
    taken: Vec<String>,
) -> Result<Vec<DerivedLogin>, EntError> {
    let names = names.iter().map(PersonName::read).collect::<Result<Vec<_>, _>>()?;
    let made = ent_auth::LoginStyle::from(style).derive_all(&names, &mut read(&taken)?);
    Ok(made
        .into_iter()
        .map(|made| match made {
            Ok(login) => DerivedLogin { login: Some(login.into()), error: None },
            Err(error) => DerivedLogin { login: None, error: Some(error.code().to_owned()) },
        })
        .collect())
}

/// The parts of `login` when it may have been made in this style; one identifier may fit two.
///
/// Fails with `login/empty` or `login/format`.
#[uniffi::export]
pub fn login_parts(style: LoginStyle, login: &str) -> Result<Option<LoginParts>, EntError> {
    let login = LoginId::parse(login)?;
    let parts = ent_auth::LoginStyle::from(style).parts(&login);
    Ok(parts.map(|parts| LoginParts {
        given: parts.given.to_owned(),
        family: parts.family.to_owned(),
        number: parts.number.map(Into::into),
    }))
}

fn read(taken: &[String]) -> Result<HashSet<LoginId>, EntError> {
    Ok(taken.iter().map(|login| LoginId::parse(login)).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(family: &str) -> PersonName {
        PersonName { family: family.to_owned(), given: "Zoé".to_owned(), usual: None }
    }

    #[test]
    fn identifiers_are_derived_and_read() {
        let style = LoginStyle::InitialDotFamilyNumber;
        assert_eq!(style.code(), "p.nomXX");
        let taken = vec!["Z.Martin01".to_owned()];
        assert_eq!(derive_login(style, name("Martin"), taken.clone()).unwrap(), "z.martin02");
        let made = derive_logins(style, vec![name("Martin"), name("明")], taken).unwrap();
        assert_eq!(made[0].login.as_deref(), Some("z.martin02"));
        assert_eq!(made[1].error.as_deref(), Some("login/no-letters"));
        let parts = login_parts(style, "z.martin02").unwrap().unwrap();
        assert_eq!((parts.given.as_str(), parts.number), ("z", Some(2)));
        assert_eq!(format!("{} {parts:?}", made[0]), "DerivedLogin(redacted) LoginParts(redacted)");
        assert_eq!(login_parts(LoginStyle::InitialFamily, "z.martin02").unwrap(), None);
        assert_eq!(parse_login("Z.Martin01").unwrap(), "z.martin01");
    }

    #[test]
    fn bad_input_is_refused() {
        let style = LoginStyle::GivenDotFamily;
        let refused =
            |family, taken: &str| derive_login(style, name(family), vec![taken.to_owned()]);
        assert_eq!(refused("明", "a").unwrap_err().code(), "login/no-letters");
        assert_eq!(refused("Martin", "é").unwrap_err().code(), "login/format");
        assert!(refused("", "a").unwrap_err().code().starts_with("name/"));
    }
}
