//! `hash.verify` and `password.forced_change`.

use ent_auth::password::{
    Credential, Exemption, ForcedChange, HashPolicy, HashPool, ImportFormat, ImportedHash,
    KeptHash, LegacyVerifier, NoPassword, Preparation, PreparedPassword, RecordAudit, Verification,
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
    let (pepper, imported);
    let verified = match case.get("tag").and_then(Value::as_str) {
        None => {
            pepper = ring(case)?;
            pool.verify(&password, record, pepper.as_ref())
        }
        Some(tag) => {
            let prep = case.get("prep").and_then(Value::as_str).unwrap_or("none");
            let prep = Preparation::from_code(prep).ok_or_else(|| format!("prep `{prep}`"))?;
            imported = ImportedHash::new(tag, record.unwrap_or_default()).prepared(prep);
            let told = Told(case.get("legacy").and_then(Value::as_bool));
            pool.verify_imported(&password, &imported, Some(&told))
        }
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

pub(crate) fn forced_change(case: &Value) -> Result<Value, Fault> {
    let at = |key| {
        let text = case.get(key).and_then(Value::as_str);
        text.map(Instant::parse).transpose().map_err(code)
    };
    let credential = if let Some(reason) = case.get("without").and_then(Value::as_str) {
        let reason = NoPassword::from_code(reason);
        Credential::without(reason.ok_or_else(|| "`without` is not listed".to_owned())?)
    } else {
        let hash = ImportedHash::new(ImportFormat::Bcrypt.code(), "");
        Credential::kept_as(KeptHash::Imported(hash), at("changed_at")?, at("reset_at")?)
    };
    let since = Instant::parse(case.text("since")?).map_err(code)?;
    let exemption = ForcedChange { since }.exemption(&credential);
    Ok(json!({
        "applies": exemption.is_none(), "exemption": exemption.map(Exemption::code),
    }))
}
