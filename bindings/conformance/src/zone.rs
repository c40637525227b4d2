//! `zone.day`, `zone.clock` and `zone.instant`.

use ent_core::{Day, Instant, WallTime, Zone, ZoneError};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

pub(crate) fn day(case: &Value) -> Result<Value, Fault> {
    let starts_at = read(case)?.start_of(on(case)?).map_err(code)?;
    Ok(json!({ "starts_at": starts_at }))
}

pub(crate) fn clock(case: &Value) -> Result<Value, Fault> {
    let at = Instant::parse(case.text("at")?).map_err(code)?;
    let shown = read(case)?.wall_time(at).map_err(code)?;
    Ok(json!({ "shown": shown.to_string(), "day": shown.day() }))
}

pub(crate) fn instant(case: &Value) -> Result<Value, Fault> {
    let part = |key: &str| {
        let number = case.get(key).and_then(Value::as_i64).unwrap_or(-1);
        u8::try_from(number).map_err(|_| code(ZoneError::Time))
    };
    let time = WallTime::new(on(case)?, part("hour")?, part("minute")?).map_err(code)?;
    Ok(json!({ "at": read(case)?.instant_of(time).map_err(code)? }))
}

/// The zone that a case names.
pub(crate) fn read(case: &Value) -> Result<Zone, Fault> {
    Zone::parse(case.text("zone")?).map_err(code)
}

fn on(case: &Value) -> Result<Day, Fault> {
    Day::parse(case.text("day")?).map_err(code)
}
