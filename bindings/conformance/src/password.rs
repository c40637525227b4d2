//! `password.check` and `password.strength`.

use ent_auth::password::{
    ContextKind, ContextWords, ParamValue, PasswordRules, PreparedPassword, StrengthWarning,
    Verdict, Violation, strength,
};
use ent_core::Coded;
use serde_json::{Map, Value, json};

use crate::{Fault, Read, code};

pub(crate) fn check(case: &Value) -> Result<Value, Fault> {
    let rules = PasswordRules::find(case.text("rules")?).map_err(code)?;
    let password = PreparedPassword::from_text(case.text("password")?).map_err(code)?;
    let confirmation = case.get("confirmation").and_then(Value::as_str);
    let confirmation = confirmation.map(PreparedPassword::from_text).transpose().map_err(code)?;
    let words = words(case.get("words"))?;
    verdict(&rules.check(&password, confirmation.as_ref(), &words))
}

pub(crate) fn strength_of(case: &Value) -> Result<Value, Fault> {
    let password = PreparedPassword::from_text(case.text("password")?).map_err(code)?;
    let judged = strength(&password, &words(case.get("words"))?);
    let advice: Vec<_> = judged.advice().iter().map(|advice| advice.code()).collect();
    Ok(json!({
        "score": judged.score(),
        "label": judged.label().code(),
        "warning": judged.warning().map(StrengthWarning::code),
        "advice": advice,
    }))
}

/// Context words: a plain text is of kind `other`.
pub(crate) fn words(listed: Option<&Value>) -> Result<ContextWords, Fault> {
    let mut words = ContextWords::new();
    for word in listed.and_then(Value::as_array).into_iter().flatten() {
        let kind = word.get("kind").and_then(Value::as_str).unwrap_or("other");
        let kind = ContextKind::from_code(kind)
            .ok_or_else(|| Fault::Shape(format!("kind `{kind}` is not listed")))?;
        let text = word.as_str().map_or_else(|| word.text("text"), Ok)?;
        words.add(kind, text).map_err(code)?;
    }
    Ok(words)
}

fn verdict(verdict: &Verdict<'_>) -> Result<Value, Fault> {
    let violations: Vec<_> =
        verdict.violations().iter().map(violation).collect::<Result<_, _>>()?;
    Ok(json!({ "accepted": verdict.accepted(), "violations": violations }))
}

fn violation(violation: &Violation) -> Result<Value, Fault> {
    let mut params = Map::new();
    for (name, value) in violation.values() {
        let value = match value {
            ParamValue::Number(number) => json!(number),
            ParamValue::Text(text) => json!(text),
            other => return Err(Fault::Shape(format!("parameter {other:?}"))),
        };
        params.insert(name.to_owned(), value);
    }
    Ok(json!({ "id": violation.code(), "params": params }))
}
