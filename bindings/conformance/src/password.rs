//! `password.check`, `password.compare`, `password.requirements`, `password.lint`,
//! `password.passwordrules`, `password.strength`.

use ent_auth::password::{
    ContextKind, ContextWords, HashPolicy, HashPool, NoReuse, ParamValue, PasswordRules,
    PasswordRulesBuilder, Past, PastPasswords, PreparedPassword, StrengthWarning, Verdict,
    Violation, compare, strength,
};
use ent_core::{BirthDate, Coded, Instant};
use serde_json::{Map, Value, json};

use crate::{Fault, Read, code};

pub(crate) fn check(case: &Value) -> Result<Value, Fault> {
    let rules = rules(case.get("rules"))?;
    let password = PreparedPassword::from_text(case.text("password")?).map_err(code)?;
    let confirmation = confirmation(case)?;
    let words = words(case.get("words"))?;
    let verdict = rules.check(&password, confirmation.as_ref(), &words);
    let verdict = match History::read(case)? {
        Some(past) => past.add_to(verdict)?,
        None => verdict,
    };
    let violations = violations(verdict.violations())?;
    Ok(json!({ "accepted": verdict.accepted(), "violations": violations }))
}

pub(crate) fn compared(case: &Value) -> Result<Value, Fault> {
    let sets: Vec<_> =
        case.list("rules")?.iter().map(|set| rules(Some(set))).collect::<Result<_, _>>()?;
    let password = PreparedPassword::from_text(case.text("password")?).map_err(code)?;
    let (confirmation, words) = (confirmation(case)?, words(case.get("words"))?);
    let sets: Vec<_> = sets.iter().collect();
    let found = compare(&password, confirmation.as_ref(), &words, &sets);
    let refused = found.refused().iter().map(|refusal| {
        let violations = violations(refusal.violations())?;
        Ok(json!({
            "rules": refusal.rules_id(),
            "violations": violations,
            "uncounted": refusal.uncounted().as_str(),
        }))
    });
    Ok(json!({
        "accepted": found.accepted(),
        "refused": refused.collect::<Result<Vec<_>, Fault>>()?,
        "common_specials": found.common_specials().as_str(),
    }))
}

pub(crate) fn requirements(case: &Value) -> Result<Value, Fault> {
    let typed = case.get("password").and_then(Value::as_str);
    let typed = typed.map(PreparedPassword::from_text).transpose().map_err(code)?;
    let all = rules(case.get("rules"))?.requirements(typed.as_ref());
    let all: Vec<_> =
        all.iter().map(|rule| json!({ "id": rule.code(), "met": rule.met() })).collect();
    Ok(json!({ "requirements": all }))
}

pub(crate) fn lint(case: &Value) -> Result<Value, Fault> {
    let draft = draft(case.get("rules"))?;
    let lints = draft.lint().into_iter().map(|lint| {
        let params: Map<_, _> = lint
            .params()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), json!(value)))
            .collect();
        json!({ "id": lint.code(), "params": params, "impossible": lint.is_impossible() })
    });
    let lints: Vec<_> = lints.collect();
    let deviations = draft.build().map(|rules| rules.deviations()).unwrap_or_default();
    let deviations = deviations.into_iter().map(|found| {
        json!({
            "id": found.id,
            "standard": found.standard,
            "requirement": found.requirement,
            "value": found.value,
        })
    });
    Ok(json!({ "lints": lints, "deviations": deviations.collect::<Vec<_>>() }))
}

pub(crate) fn attributes(case: &Value) -> Result<Value, Fault> {
    let rules = rules(case.get("rules"))?;
    Ok(json!({ "passwordrules": rules.to_passwordrules(), "pattern": rules.to_pattern() }))
}

/// Rules by their id, or the fields of a stack's own.
fn rules(given: Option<&Value>) -> Result<PasswordRules, Fault> {
    match given.and_then(Value::as_str) {
        Some(id) => PasswordRules::find(id).cloned().map_err(code),
        None => draft(given)?.build().map_err(code),
    }
}

fn draft(given: Option<&Value>) -> Result<PasswordRulesBuilder, Fault> {
    match given {
        Some(Value::String(id)) => Ok(PasswordRules::find(id).cloned().map_err(code)?.into()),
        Some(fields) => serde_json::from_value(fields.clone())
            .map_err(|error| Fault::Shape(format!("`rules`: {error}"))),
        None => Err(Fault::Shape("`rules` is missing".to_owned())),
    }
}

fn confirmation(case: &Value) -> Result<Option<PreparedPassword>, Fault> {
    let typed = case.get("confirmation").and_then(Value::as_str);
    typed.map(PreparedPassword::from_text).transpose().map_err(code)
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
        match kind {
            ContextKind::BirthDate => {
                words.add_birth_date(BirthDate::parse(text).map_err(code)?).map_err(code)?;
            }
            kind => words.add(kind, text).map_err(code)?,
        }
    }
    Ok(words)
}

/// A password that was used before, in plain or as kept, and since when it is replaced.
struct Former {
    plain: Option<PreparedPassword>,
    kept: String,
    replaced: Instant,
}

impl Former {
    fn read(given: &Value, now: Instant) -> Result<Self, Fault> {
        let plain = given.as_str().or_else(|| given.get("password").and_then(Value::as_str));
        let kept = given.get("hash").and_then(Value::as_str).unwrap_or_default();
        let days = given.get("days_ago").and_then(Value::as_i64).unwrap_or_default();
        let replaced = now.plus_seconds(days.saturating_mul(-86_400)).map_err(code)?;
        let plain = plain.map(PreparedPassword::from_text).transpose().map_err(code)?;
        Ok(Self { plain, kept: kept.to_owned(), replaced })
    }

    fn past(&self) -> Past<'_> {
        self.plain.as_ref().map_or(Past::Stored(&self.kept), Past::Plain)
    }
}

/// What a case says of the passwords that were used before.
struct History {
    provisional: Option<Former>,
    current: Option<Former>,
    previous: Vec<Former>,
    policy: NoReuse,
    now: Instant,
}

impl History {
    fn read(case: &Value) -> Result<Option<Self>, Fault> {
        let now = Instant::parse("2026-09-01T08:00:00Z").map_err(code)?;
        let keys = ["provisional", "current", "previous"];
        if keys.iter().all(|key| case.get(*key).is_none()) {
            return Ok(None);
        }
        let one = |key: &str| case.get(key).map(|given| Former::read(given, now)).transpose();
        let listed = case.get("previous").and_then(Value::as_array).into_iter().flatten();
        let previous = listed.map(|given| Former::read(given, now)).collect::<Result<_, _>>()?;
        let number = |key: &str| {
            let number = case.get("no_reuse").and_then(|policy| policy.get(key));
            number.and_then(Value::as_u64).and_then(|number| u16::try_from(number).ok())
        };
        let policy =
            NoReuse::new(number("last").unwrap_or_default(), number("days").unwrap_or_default());
        Ok(Some(Self {
            provisional: one("provisional")?,
            current: one("current")?,
            previous,
            policy: policy.map_err(code)?,
            now,
        }))
    }

    fn add_to<'p>(&self, verdict: Verdict<'p>) -> Result<Verdict<'p>, Fault> {
        let mut past = PastPasswords::new();
        if let Some(provisional) = &self.provisional {
            past.set_provisional(provisional.past());
        }
        if let Some(current) = &self.current {
            past.set_current(current.past());
        }
        let previous: Vec<_> =
            self.previous.iter().map(|former| (former.past(), former.replaced)).collect();
        past.set_previous(self.policy, &previous).map_err(code)?;
        let policy = HashPolicy::new(7_168, 1, 1).map_err(code)?;
        let pool = HashPool::new(1, policy).map_err(code)?;
        verdict.against_past(&past, &pool, None, self.now).map_err(code)
    }
}

fn violations(broken: &[Violation]) -> Result<Vec<Value>, Fault> {
    broken.iter().map(violation).collect()
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
