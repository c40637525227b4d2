//! A time of the day in words.

use ent_core::message::text;
use ent_core::{Lang, WallTime};

/// « 8 h », « 8 h 30 ».
pub(crate) fn in_words(time: WallTime, lang: Lang) -> String {
    let (hour, minute, _) = time.hms();
    let code = if minute == 0 { "opening/clock" } else { "opening/clock-minutes" };
    let (hour, minute) = (hour.to_string().into(), format!("{minute:02}").into());
    text(code, lang, &[("hour", hour), ("minute", minute)])
}
