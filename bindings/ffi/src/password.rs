//! Choosing, checking and keeping a password.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use ent_auth::password::{self as domain, ParamValue, PreparedPassword, RecordAudit};
use ent_core::Coded;
use zeroize::Zeroizing;

use crate::{EntError, Entropy, KeyRing};

/// A password as it was typed. It goes in and never comes out; its memory is wiped with the object.
///
/// Spaces of all kinds become plain ones and the text takes Unicode normal form C, so that one
/// password typed on two keyboards is one password. Nothing is trimmed.
#[derive(uniffi::Object)]
pub struct PasswordInput {
    prepared: PreparedPassword,
}

#[uniffi::export]
impl PasswordInput {
    /// Takes a typed text.
    ///
    /// Fails with `password/too-long` above 1,024 bytes of UTF-8.
    #[uniffi::constructor]
    pub fn from_text(text: String) -> Result<Self, EntError> {
        let text = Zeroizing::new(text);
        Ok(Self { prepared: PreparedPassword::from_text(&text)? })
    }

    /// Takes typed bytes, for a host that keeps a password out of its own strings.
    ///
    /// Fails with `password/too-long` above 1,024 bytes, or `password/encoding` when they are not
    /// UTF-8.
    #[uniffi::constructor]
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, EntError> {
        let bytes = Zeroizing::new(bytes);
        Ok(Self { prepared: PreparedPassword::from_bytes(&bytes)? })
    }
}

impl fmt::Debug for PasswordInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordInput(redacted)")
    }
}

/// What a portal asks of a new password.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PasswordRules {
    /// Stable id, such as `educonnect`.
    pub id: String,
    /// Fewest characters, counted in code points.
    pub min: i32,
    /// Most characters, counted in code points.
    pub max: i32,
    /// The characters of which one is required, as published; empty when none is.
    pub special: String,
    /// Where the rules were published.
    pub source: String,
    /// When the rules were published, as far as the source tells.
    pub date: String,
}

impl From<&domain::PasswordRules> for PasswordRules {
    fn from(rules: &domain::PasswordRules) -> Self {
        Self {
            id: rules.id().to_owned(),
            min: rules.min().into(),
            max: rules.max().into(),
            special: rules.special().to_owned(),
            source: rules.source().to_owned(),
            date: rules.date().to_owned(),
        }
    }
}

/// Every set of rules, by id.
#[uniffi::export]
pub fn all_password_rules() -> Vec<PasswordRules> {
    domain::PasswordRules::all().map(Into::into).collect()
}

/// What a word to avoid is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum ContextKind {
    /// A given or family name, of the person or of a child.
    Name,
    /// A login or the local part of an e-mail address.
    Login,
    /// The name or town of a school.
    School,
    /// The name of the portal.
    Ent,
    /// Anything else the host knows, such as a birth year.
    Other,
}

impl From<ContextKind> for domain::ContextKind {
    fn from(kind: ContextKind) -> Self {
        match kind {
            ContextKind::Name => Self::Name,
            ContextKind::Login => Self::Login,
            ContextKind::School => Self::School,
            ContextKind::Ent => Self::Ent,
            ContextKind::Other => Self::Other,
        }
    }
}

#[uniffi::export]
impl ContextKind {
    /// Stable code, such as `school`, as the parameter `kind` of the violation `word/context`
    /// gives it.
    pub fn code(&self) -> String {
        domain::ContextKind::from(*self).code().to_owned()
    }
}

/// A word that someone who knows the person would try, and a password must not hold.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct ContextWord {
    /// What the word is.
    pub kind: ContextKind,
    /// A word or a name of several words, at most 1,024 bytes.
    pub text: String,
}

impl fmt::Display for ContextWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContextWord(redacted)")
    }
}

impl fmt::Debug for ContextWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn context(words: &[ContextWord]) -> Result<domain::ContextWords, EntError> {
    let mut known = domain::ContextWords::new();
    for word in words {
        known.add(word.kind.into(), &word.text)?;
    }
    Ok(known)
}

/// Value of a parameter of a `Violation`.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ViolationParam {
    /// A count of code points.
    Number {
        /// The count.
        value: i32,
    },
    /// A list of characters or a stable code.
    Text {
        /// The text.
        value: String,
    },
}

/// One rule that a password breaks. Nothing of the password is in it but its length.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Violation {
    /// Stable id of the rule, such as `length/min`.
    pub id: String,
    /// Parameters of the rule by name, such as `min`.
    pub params: HashMap<String, ViolationParam>,
    /// What to do, in French.
    pub text_fr: String,
    /// What to do, in English.
    pub text_en: String,
}

impl From<&domain::Violation> for Violation {
    fn from(violation: &domain::Violation) -> Self {
        let param = |value| match value {
            ParamValue::Number(value) => ViolationParam::Number { value: value.into() },
            ParamValue::Text(value) => ViolationParam::Text { value: value.to_owned() },
            _ => ViolationParam::Text { value: String::new() },
        };
        let values = violation.values().into_iter();
        Self {
            id: violation.code().to_owned(),
            params: values.map(|(name, value)| (name.to_owned(), param(value))).collect(),
            text_fr: violation.text_fr(),
            text_en: violation.text_en(),
        }
    }
}

/// The judgement on a password.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PasswordVerdict {
    /// Whether no rule is broken.
    pub accepted: bool,
    /// Every broken rule, in a fixed order.
    pub violations: Vec<Violation>,
}

impl From<&domain::Verdict<'_>> for PasswordVerdict {
    fn from(verdict: &domain::Verdict<'_>) -> Self {
        Self {
            accepted: verdict.accepted(),
            violations: verdict.violations().iter().map(Into::into).collect(),
        }
    }
}

/// Every rule of the set `rules` that `password` breaks, at once.
///
/// `confirmation` is the second typing where a page asks for one; at most 16 `words` are given.
/// Fails with `password/rules`, `password/too-many-words` or `password/word-too-long`.
#[uniffi::export(default(confirmation = None, words = []))]
pub fn check_password(
    rules: &str,
    password: &PasswordInput,
    confirmation: Option<Arc<PasswordInput>>,
    words: &[ContextWord],
) -> Result<PasswordVerdict, EntError> {
    let second = confirmation.as_ref().map(|second| &second.prepared);
    let rules = domain::PasswordRules::find(rules)?;
    Ok((&rules.check(&password.prepared, second, &context(words)?)).into())
}

/// One published rule and whether what is typed so far keeps it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PasswordRequirement {
    /// Stable id of the rule, such as `length/min`.
    pub id: String,
    /// Whether it is kept.
    pub met: bool,
    /// What to do, in French.
    pub text_fr: String,
    /// What to do, in English.
    pub text_en: String,
}

/// The published rules of the set `rules` one by one, for a page that ticks them off while the
/// person types.
///
/// Fails with `password/rules`.
#[uniffi::export(default(typed = None))]
pub fn password_requirements(
    rules: &str,
    typed: Option<Arc<PasswordInput>>,
) -> Result<Vec<PasswordRequirement>, EntError> {
    let requirements = domain::PasswordRules::find(rules)?
        .requirements(typed.as_ref().map(|typed| &typed.prepared))
        .into_iter();
    Ok(requirements
        .map(|requirement| PasswordRequirement {
            id: requirement.code().to_owned(),
            met: requirement.met(),
            text_fr: requirement.text_fr(),
            text_en: requirement.text_en(),
        })
        .collect())
}

/// How much an argon2id hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HashPolicy {
    /// Memory in KiB, 7,168 to 262,144.
    pub memory_kib: i32,
    /// Passes over the memory, 1 to 16.
    pub passes: i32,
    /// Lanes, 1 to 4.
    pub lanes: i32,
}

impl From<domain::HashPolicy> for HashPolicy {
    fn from(policy: domain::HashPolicy) -> Self {
        let signed = |number| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            memory_kib: signed(policy.memory_kib()),
            passes: signed(policy.passes()),
            lanes: signed(policy.lanes()),
        }
    }
}

impl HashPolicy {
    fn read(self) -> Result<domain::HashPolicy, EntError> {
        // Zero is out of bounds everywhere, as every negative number is.
        let [memory, passes, lanes] = [self.memory_kib, self.passes, self.lanes]
            .map(|number| u32::try_from(number).unwrap_or_default());
        Ok(domain::HashPolicy::new(memory, passes, lanes)?)
    }
}

/// A named cost of hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum HashPreset {
    /// 19 MiB, 2 passes, 1 lane: the OWASP recommendation, about 20 hashes a second and core.
    Owasp19m,
    /// 46 MiB, 1 pass, 1 lane: the OWASP choice of more memory and less computation.
    Owasp46m,
    /// 64 MiB, 3 passes, 4 lanes: the second recommended option of RFC 9106.
    Rfc9106,
}

#[uniffi::export]
impl HashPreset {
    /// The cost in numbers.
    pub fn policy(&self) -> HashPolicy {
        match self {
            Self::Owasp19m => domain::HashPolicy::owasp_19m(),
            Self::Owasp46m => domain::HashPolicy::owasp_46m(),
            Self::Rfc9106 => domain::HashPolicy::rfc9106_64m(),
        }
        .into()
    }
}

/// A kept password: a PHC string of argon2id, with the name of its pepper key before it if any.
///
/// Keep it on the server side.
#[derive(PartialEq, Eq, uniffi::Object)]
pub struct StoredHash {
    pub(crate) inner: domain::StoredHash,
}

#[uniffi::export]
impl StoredHash {
    /// Reads what was stored.
    ///
    /// Fails with `hash/record-too-long`, `hash/record-format`, `hash/record-algorithm` or
    /// `hash/record-bounds`.
    #[uniffi::constructor]
    pub fn parse(text: &str) -> Result<Self, EntError> {
        Ok(Self { inner: domain::StoredHash::parse(text)? })
    }

    /// The text to store.
    pub fn text(&self) -> String {
        self.inner.as_str().to_owned()
    }

    /// Name of the pepper key, if there is one.
    pub fn pepper_id(&self) -> Option<String> {
        self.inner.pepper_id().map(ToString::to_string)
    }

    /// What the hash costs.
    pub fn policy(&self) -> HashPolicy {
        self.inner.policy().into()
    }
}

impl fmt::Debug for StoredHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredHash(redacted)")
    }
}

/// A hash just made of an accepted password, with the rules that accepted it: what an activation
/// takes.
#[derive(Debug, uniffi::Object)]
pub struct NewHash {
    pub(crate) inner: domain::NewHash,
}

#[uniffi::export]
impl NewHash {
    /// Id of the rules that accepted the password, such as `educonnect`.
    pub fn rules_id(&self) -> String {
        self.inner.rules_id().to_owned()
    }

    /// What is kept.
    pub fn stored(&self) -> StoredHash {
        StoredHash { inner: self.inner.stored().clone() }
    }
}

/// What became of a password that was to be hashed.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum HashOutcome {
    /// It was accepted, and this is its hash.
    Accepted {
        /// The hash, with the rules that accepted the password.
        hash: Arc<NewHash>,
    },
    /// It breaks these rules; nothing was hashed.
    Refused {
        /// Every broken rule, in a fixed order.
        violations: Vec<Violation>,
    },
}

/// State of a kept hash, for the audit log of the host and never for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum HashRecord {
    /// There was none.
    Absent,
    /// It could not be read.
    Corrupt,
    /// It was read.
    Sound,
}

/// Whether a password is the one that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PasswordVerification {
    /// Whether it is; `false` also when there is nothing to compare with.
    pub right: bool,
    /// Whether the kept hash has another cost or pepper than a new one would have; only ever true
    /// of the right password.
    pub rehash: bool,
    /// State of the kept hash.
    pub record: HashRecord,
}

impl From<&domain::Verified<'_>> for PasswordVerification {
    fn from(verified: &domain::Verified<'_>) -> Self {
        let rehash = verified.verification() == domain::Verification::Right { rehash: true };
        let record = match verified.record() {
            RecordAudit::Absent => HashRecord::Absent,
            RecordAudit::Sound => HashRecord::Sound,
            _ => HashRecord::Corrupt,
        };
        Self { right: verified.is_right(), rehash, record }
    }
}

/// A fixed number of argon2id computations at a time, each in its own buffer, which is wiped after
/// each use.
///
/// When every buffer is in use a call fails with `hash/busy` at once: try again later. A call takes
/// tens of milliseconds of one core, so make it where blocking is allowed.
#[derive(Debug, uniffi::Object)]
pub struct HashPool {
    inner: domain::HashPool,
}

#[uniffi::export]
impl HashPool {
    /// A pool of 1 to 64 buffers that makes hashes by `policy`.
    ///
    /// `largest` is the cost of the largest kept hashes that are still to be verified, when it is
    /// more than `policy`. Fails with `hash/pool`, `hash/policy` or `hash/memory`.
    #[uniffi::constructor(default(largest = None))]
    pub fn new(
        buffers: i32,
        policy: HashPolicy,
        largest: Option<HashPolicy>,
    ) -> Result<Self, EntError> {
        let policy = policy.read()?;
        let largest = largest.map_or(Ok(policy), HashPolicy::read)?;
        let buffers = usize::try_from(buffers).unwrap_or_default();
        Ok(Self { inner: domain::HashPool::accepting(buffers, policy, largest)? })
    }

    /// How new hashes are made.
    pub fn policy(&self) -> HashPolicy {
        self.inner.policy().into()
    }

    /// Checks `password` by the set `rules` and hashes it with the current key of `pepper`, if any.
    ///
    /// Fails like `check_password`, and with `hash/busy` or `step/entropy`.
    #[uniffi::method(default(confirmation = None, words = [], pepper = None))]
    pub fn hash_accepted(
        &self,
        rules: &str,
        password: &PasswordInput,
        entropy: &Entropy,
        confirmation: Option<Arc<PasswordInput>>,
        words: &[ContextWord],
        pepper: Option<Arc<KeyRing>>,
    ) -> Result<HashOutcome, EntError> {
        let second = confirmation.as_ref().map(|second| &second.prepared);
        let rules = domain::PasswordRules::find(rules)?;
        let verdict = rules.check(&password.prepared, second, &context(words)?);
        let accepted = match verdict.into_accepted() {
            Ok(accepted) => accepted,
            Err(verdict) => {
                let PasswordVerdict { violations, .. } = (&verdict).into();
                return Ok(HashOutcome::Refused { violations });
            }
        };
        let pepper = pepper.as_ref().map(|ring| &ring.inner);
        let inner = self.inner.hash(accepted, &mut &*entropy, pepper)?;
        Ok(HashOutcome::Accepted { hash: Arc::new(NewHash { inner }) })
    }

    /// Compares a password with the kept hash of an account.
    ///
    /// Without a kept hash (no such account, say) or with one that cannot be read, the same work
    /// is done and the answer is a wrong password. Fails with `hash/busy`, `hash/pepper` or
    /// `hash/record-room`, whether the password is right or not.
    #[uniffi::method(default(pepper = None))]
    pub fn verify(
        &self,
        password: &PasswordInput,
        stored: Option<String>,
        pepper: Option<Arc<KeyRing>>,
    ) -> Result<PasswordVerification, EntError> {
        let pepper = pepper.as_ref().map(|ring| &ring.inner);
        let verified = self.inner.verify(&password.prepared, stored.as_deref(), pepper)?;
        Ok((&verified).into())
    }

    /// Compares a password with a kept hash and, when it is right and the hash is to be renewed,
    /// hashes it anew: store the result if the kept hash has not changed meanwhile.
    ///
    /// Nothing comes back for a wrong password or a hash that may stay. Fails like `verify`, and
    /// with `step/entropy`.
    #[uniffi::method(default(pepper = None))]
    pub fn rehash(
        &self,
        password: &PasswordInput,
        stored: Option<String>,
        entropy: &Entropy,
        pepper: Option<Arc<KeyRing>>,
    ) -> Result<Option<Arc<StoredHash>>, EntError> {
        let pepper = pepper.as_ref().map(|ring| &ring.inner);
        let verified = self.inner.verify(&password.prepared, stored.as_deref(), pepper)?;
        let renewed = verified.rehash(&self.inner, &mut &*entropy, pepper)?;
        Ok(renewed.map(|inner| Arc::new(StoredHash { inner })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: HashPolicy = HashPolicy { memory_kib: 7_168, passes: 1, lanes: 1 };

    fn typed(text: &str) -> Arc<PasswordInput> {
        Arc::new(PasswordInput::from_text(text.to_owned()).unwrap())
    }

    fn pool() -> HashPool {
        HashPool::new(1, CHEAP, None).unwrap()
    }

    fn hash(password: &PasswordInput) -> Arc<NewHash> {
        let entropy = Entropy::seeded(1);
        let made = pool().hash_accepted("educonnect", password, &entropy, None, &[], None);
        match made.unwrap() {
            HashOutcome::Accepted { hash } => hash,
            HashOutcome::Refused { violations } => panic!("{violations:?}"),
        }
    }

    #[test]
    fn passwords_are_judged_with_typed_parameters() {
        let verdict = check_password("educonnect", &typed("azert"), None, &[]).unwrap();
        let ids: Vec<_> = verdict.violations.iter().map(|v| v.id.as_str()).collect();
        assert_eq!(ids, ["length/min", "class/upper", "class/digit", "class/special"]);
        let actual = verdict.violations[0].params.get("actual");
        assert_eq!(actual, Some(&ViolationParam::Number { value: 5 }));
        assert!(verdict.violations.iter().all(|v| v.text_fr != v.id && v.text_en != v.text_fr));

        let second = Some(typed("Azerty69?"));
        let word = ContextWord { kind: ContextKind::School, text: "Azerty".to_owned() };
        let verdict = check_password("educonnect", &typed("Azerty69!"), second, &[word]).unwrap();
        let ids: Vec<_> = verdict.violations.iter().map(|v| v.id.as_str()).collect();
        assert_eq!(ids, ["confirmation/differs", "word/context"]);
        let kind = ViolationParam::Text { value: ContextKind::School.code() };
        assert_eq!(verdict.violations[1].params.get("kind"), Some(&kind));
        let unknown = check_password("?", &typed(""), None, &[]).unwrap_err();
        assert_eq!(unknown.code(), "password/rules");
    }

    #[test]
    fn requirements_follow_the_typing() {
        let met = |typed| {
            let all = password_requirements("educonnect", typed).unwrap();
            all.iter().map(|requirement| requirement.met).collect::<Vec<_>>()
        };
        assert!(met(None).iter().all(|met| !met));
        assert!(met(Some(typed("Azerty69!"))).iter().all(|met| *met));
    }

    #[test]
    fn hashes_verify_and_are_renewed() {
        let (right, wrong) = (typed("Azerty69!"), typed("Azerty70!"));
        let kept = hash(&right).stored().text();
        let check = |password| pool().verify(password, Some(kept.clone()), None).unwrap();
        let sound = HashRecord::Sound;
        let verification = PasswordVerification { right: true, rehash: false, record: sound };
        assert_eq!(check(&right), verification);
        assert!(!check(&wrong).right);
        let none = pool().verify(&right, None, None).unwrap();
        assert_eq!((none.right, none.record), (false, HashRecord::Absent));
        let corrupt = pool().verify(&right, Some("?".to_owned()), None).unwrap();
        assert_eq!((corrupt.right, corrupt.record), (false, HashRecord::Corrupt));

        let pepper = Some(Arc::new(crate::keys::test_ring()));
        let entropy = Entropy::seeded(2);
        let renew = |password| {
            pool().rehash(password, Some(kept.clone()), &entropy, pepper.clone()).unwrap()
        };
        assert_eq!(renew(&right).unwrap().pepper_id().as_deref(), Some("test"));
        assert!(renew(&wrong).is_none());
    }

    #[test]
    fn refusals_keep_their_codes() {
        let large = "a".repeat(1_025);
        let error = PasswordInput::from_text(large.clone()).unwrap_err();
        assert_eq!(error.code(), "password/too-long");
        assert!(!format!("{error} {error:?}").contains("aaa"));
        let error = PasswordInput::from_bytes(vec![0xFF]).unwrap_err();
        assert_eq!(error.code(), "password/encoding");
        for (buffers, policy, code) in [
            (0, CHEAP, "hash/pool"),
            (-1, CHEAP, "hash/pool"),
            (1, HashPolicy { memory_kib: -1, ..CHEAP }, "hash/policy"),
            (1, HashPolicy { lanes: 5, ..CHEAP }, "hash/policy"),
        ] {
            let error = HashPool::new(buffers, policy, None).unwrap_err();
            assert!(matches!(error, EntError::Hash { .. }));
            assert_eq!(error.code(), code);
        }
        assert_eq!(StoredHash::parse("x").unwrap_err().code(), "hash/record-format");
        assert_eq!(HashPreset::Owasp19m.policy().memory_kib, 19_456);
    }

    #[test]
    fn nothing_shows_a_password_or_a_hash() {
        let password = typed("Canari69!");
        let new = hash(&password);
        let word = ContextWord { kind: ContextKind::Name, text: "Canari".to_owned() };
        let shown = format!("{password:?} {new:?} {:?} {word} {word:?}", new.stored());
        assert!(!shown.contains("anari") && !shown.contains("argon"), "{shown}");
    }
}
