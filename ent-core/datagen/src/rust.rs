//! Rust source text of a generated table.

/// First lines of every generated file.
pub(crate) fn header(from: &str) -> String {
    format!("// Generated from {from} by ent-datagen; do not edit.\n\n")
}

/// `text` as a Rust string literal, invisible characters escaped.
pub(crate) fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\u{a0}' | '\u{202f}' => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
