//! `hash.verify` and `password.forced_change`.

use ent_auth::password::{
    Credential, Exemption, ForcedChange, HashPolicy, HashPool, ImportFormat, ImportedHash,
    KeptHash, LegacyVerifier, NoPassword, Preparation, PreparedPassword, RecordAudit, StoredHash,
    Verification,
};
use ent_auth::{Key, KeyId, KeyRing};
use ent_core::{Coded, Instant};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

/// What the case says that the host's own reader answers.
struct Told(Option<bool>);

impl LegacyVerifier for Told {
    fn verify(&self, _: &str, _: &[u8], _: &str) -> Option<bool> {
        self.0
    }
}

pub(crate) fn verify(case: &Value) -> Result<Value, Fault> {
    let policy = HashPolicy::new(HashPolicy::MIN_MEMORY_KIB, 1, 1).map_err(code)?;
    let pool = HashPool::new(1, policy).map_err(code)?;
    let password = PreparedPassword::from_text(case.text("password")?).map_err(code)?;
    let record = case.get("record").and_then(Value::as_str);
    let (pepper, imported) = (ring(case)?, imported(case, record.unwrap_or_default())?);
    let told = Told(case.get("legacy").and_then(Value::as_bool));
    let account = match case.get("account") {
        None => None,
        Some(account) => Some(credential(account, || match &imported {
            Some(imported) => Ok(KeptHash::Imported(imported.clone())),
            None => StoredHash::parse(record.unwrap_or_default()).map(KeptHash::Own).map_err(code),
        })?),
    };
    let verified = match (&account, &imported) {
        (Some(account), _) => {
            pool.verify_credential(&password, account, pepper.as_ref(), Some(&told))
        }
        (None, Some(imported)) => pool.verify_imported(&password, imported, Some(&told)),
        (None, None) => pool.verify(&password, record, pepper.as_ref()),
    };
    let verified = verified.map_err(code)?;
    let (record, reason) = match verified.record() {
        RecordAudit::Absent => ("absent", None),
        RecordAudit::Corrupt(error) => ("corrupt", Some(error.code())),
        _ => ("sound", None),
    };
    let rehash = verified.verification() == Verification::Right { rehash: true };
    Ok(json!({
        "right": verified.is_right(), "rehash": rehash, "record": record, "reason": reason,
    }))
}

/// Peppers as pairs of name and key, the current one first.
fn ring(case: &Value) -> Result<Option<KeyRing>, Fault> {
    let mut ring = None;
    for pair in case.get("pepper").and_then(Value::as_array).into_iter().flatten() {
        let part = |n| pair.get(n).and_then(Value::as_str).unwrap_or_default();
        let (id, key) = (KeyId::parse(part(0)), Key::new(part(1).as_bytes().to_vec()));
        let (id, key) = (id.map_err(code)?, key.map_err(code)?);
        ring = Some(match ring {
            None => KeyRing::new(id, key),
            Some(ring) => KeyRing::with_previous(ring, id, key).map_err(code)?,
        });
    }
    Ok(ring)
}

/// The record under its tag, when it is one of another stack.
fn imported(case: &Value, record: &str) -> Result<Option<ImportedHash>, Fault> {
    let Some(tag) = case.get("tag").and_then(Value::as_str) else { return Ok(None) };
    let prep = case.get("prep").and_then(Value::as_str).unwrap_or("none");
    let prep = Preparation::from_code(prep).ok_or_else(|| format!("prep `{prep}`"))?;
    Ok(Some(ImportedHash::new(tag, record).prepared(prep)))
}

/// An account: why it has no password, or when that was chosen and taken back.
fn credential(
    account: &Value,
    hash: impl FnOnce() -> Result<KeptHash, Fault>,
) -> Result<Credential, Fault> {
    if let Some(reason) = account.get("without").and_then(Value::as_str) {
        let reason = NoPassword::from_code(reason);
        return Ok(Credential::without(
            reason.ok_or_else(|| "`without` is not listed".to_owned())?,
        ));
    }
    let at = |key| {
        let text = account.get(key).and_then(Value::as_str);
        text.map(Instant::parse).transpose().map_err(code)
    };
    Ok(Credential::kept_as(hash()?, at("changed_at")?, at("reset_at")?))
}

pub(crate) fn forced_change(case: &Value) -> Result<Value, Fault> {
    let credential = credential(case, || {
        Ok(KeptHash::Imported(ImportedHash::new(ImportFormat::Bcrypt.code(), "")))
    })?;
    let since = Instant::parse(case.text("since")?).map_err(code)?;
    let exemption = ForcedChange { since }.exemption(&credential);
    Ok(json!({
        "applies": exemption.is_none(), "exemption": exemption.map(Exemption::code),
    }))
}
