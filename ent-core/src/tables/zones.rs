// Generated from data/zones.csv by ent-datagen; do not edit.

use crate::zone::ZoneRow;

#[rustfmt::skip]
pub(crate) static ZONES: &[ZoneRow] = &[
    ZoneRow { name: "Europe/Paris", rules: jiff::tz::get!("Europe/Paris") },
    ZoneRow { name: "America/Guadeloupe", rules: jiff::tz::get!("America/Guadeloupe") },
    ZoneRow { name: "America/Martinique", rules: jiff::tz::get!("America/Martinique") },
    ZoneRow { name: "America/Cayenne", rules: jiff::tz::get!("America/Cayenne") },
    ZoneRow { name: "Indian/Reunion", rules: jiff::tz::get!("Indian/Reunion") },
    ZoneRow { name: "America/Miquelon", rules: jiff::tz::get!("America/Miquelon") },
    ZoneRow { name: "Indian/Mayotte", rules: jiff::tz::get!("Indian/Mayotte") },
    ZoneRow { name: "America/St_Barthelemy", rules: jiff::tz::get!("America/St_Barthelemy") },
    ZoneRow { name: "America/Marigot", rules: jiff::tz::get!("America/Marigot") },
    ZoneRow { name: "Indian/Kerguelen", rules: jiff::tz::get!("Indian/Kerguelen") },
    ZoneRow { name: "Pacific/Wallis", rules: jiff::tz::get!("Pacific/Wallis") },
    ZoneRow { name: "Pacific/Tahiti", rules: jiff::tz::get!("Pacific/Tahiti") },
    ZoneRow { name: "Pacific/Marquesas", rules: jiff::tz::get!("Pacific/Marquesas") },
    ZoneRow { name: "Pacific/Gambier", rules: jiff::tz::get!("Pacific/Gambier") },
    ZoneRow { name: "Pacific/Noumea", rules: jiff::tz::get!("Pacific/Noumea") },
];
