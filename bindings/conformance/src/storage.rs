//! `services.quota`.

use ent_core::{Lang, Quota, StorageSize};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

pub(crate) fn quota(case: &Value) -> Result<Value, Fault> {
    let quota = Quota::new(size(case, "limit")?, size(case, "used")?);
    let adding = case.get("adding").map(|_| size(case, "adding")).transpose()?;
    let available = quota.available();
    Ok(json!({
        "limit": quota.limit.bytes(),
        "used": quota.used.bytes(),
        "available": available.bytes(),
        "limit_fr": quota.limit.display(Lang::Fr),
        "used_fr": quota.used.display(Lang::Fr),
        "available_fr": available.display(Lang::Fr),
        "limit_en": quota.limit.display(Lang::En),
        "used_en": quota.used.display(Lang::En),
        "available_en": available.display(Lang::En),
        "summary_fr": quota.summary(Lang::Fr),
        "summary_en": quota.summary(Lang::En),
        "accepts": adding.map(|size| quota.accepts(size)),
    }))
}

/// A number of bytes, or a text to read.
fn size(case: &Value, key: &str) -> Result<StorageSize, Fault> {
    match case.get(key).and_then(Value::as_u64) {
        Some(bytes) => StorageSize::from_bytes(bytes).map_err(code),
        None => StorageSize::parse(case.text(key)?).map_err(code),
    }
}
