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

/// `number` as a Rust literal, its digits in groups of three.
pub(crate) fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out
}
