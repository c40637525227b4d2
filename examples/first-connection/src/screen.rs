//! What the program shows: pages for a person, or one JSON object a step.

use std::io::{self, IsTerminal, Write};

use ent_auth::onboarding::{Progress, Stage};
use ent_core::Lang;
use serde_json::{Value, json};

use crate::texts::{self, Text};

/// Columns of a page.
pub(crate) const WIDTH: usize = 76;

/// How the program shows itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    lang: Lang,
    json: bool,
    colour: bool,
}

/// One step, for a program that follows along. Holds no secret but the message to be sent.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    pub(crate) journey: &'a str,
    pub(crate) step: &'a str,
    pub(crate) event: &'a str,
    pub(crate) outcome: &'a str,
    /// What the person is told: `ok`, `refused` or `try_later`.
    pub(crate) public: &'a str,
    pub(crate) view: Value,
    /// The message that would be sent.
    pub(crate) send: Option<Value>,
}

#[derive(Clone, Copy, Debug)]
enum Ink {
    Bold,
    Dim,
    Green,
    Red,
    Cyan,
}

impl Screen {
    pub(crate) fn new(lang: Lang, json: bool) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self { lang, json, colour: !json && !plain && io::stdout().is_terminal() }
    }

    pub(crate) const fn lang(self) -> Lang {
        self.lang
    }

    pub(crate) const fn colour(self) -> bool {
        self.colour
    }

    pub(crate) fn say(self, text: Text) -> &'static str {
        text.in_lang(self.lang)
    }

    /// A label before its value.
    pub(crate) fn label(self, text: &str) -> String {
        texts::COLON.fill(self.lang, &[text])
    }

    /// Name of a journey and of its portal.
    pub(crate) fn title(self, text: Text, portal: &str) -> io::Result<()> {
        let text = self.say(text);
        let bar = "═".repeat(WIDTH);
        self.put(&format!("\n{}", self.ink(Ink::Cyan, &bar)))?;
        self.put(&format!("  {}", self.ink(Ink::Bold, text)))?;
        self.put(&format!("  {}", self.ink(Ink::Dim, portal)))?;
        self.put(&self.ink(Ink::Cyan, &bar))
    }

    /// Name of a page.
    pub(crate) fn heading(self, text: &str) -> io::Result<()> {
        self.put(&format!("\n{}", self.ink(Ink::Bold, text)))?;
        self.put(&self.ink(Ink::Cyan, &"─".repeat(text.chars().count().min(WIDTH))))
    }

    /// The steps of the wizard: `1 Charte — 2 Mot de passe — 3 Contact`.
    pub(crate) fn progress(self, stages: &[Stage]) -> io::Result<()> {
        let shown = stages.iter().zip(1_u8..).map(|(stage, number)| {
            let label = stage.step.label(self.lang);
            match stage.progress {
                Progress::Done => self.ink(Ink::Green, &format!("✓ {label}")),
                Progress::Current => self.ink(Ink::Bold, &format!("{number} {label}")),
                Progress::Todo => self.ink(Ink::Dim, &format!("{number} {label}")),
            }
        });
        self.put(&format!("\n{}", shown.collect::<Vec<_>>().join(" — ")))
    }

    /// A paragraph.
    pub(crate) fn line(self, text: &str) -> io::Result<()> {
        wrap(text, WIDTH).iter().try_for_each(|line| self.put(line))
    }

    /// Labels and values in two columns.
    pub(crate) fn fields(self, fields: &[(&str, &str)]) -> io::Result<()> {
        let width = fields.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
        for (label, value) in fields {
            let pad = " ".repeat(width.saturating_sub(label.chars().count()));
            self.put(&format!("  {label}{pad}  {}", self.ink(Ink::Bold, value)))?;
        }
        Ok(())
    }

    /// A rule that is kept or not.
    pub(crate) fn check(self, met: bool, text: &str) -> io::Result<()> {
        self.check_lines(met, text, WIDTH).iter().try_for_each(|line| self.put(line))
    }

    /// The lines of a rule that is kept or not.
    pub(crate) fn check_lines(self, met: bool, text: &str, width: usize) -> Vec<String> {
        let mark = if met { self.ink(Ink::Green, "✓") } else { self.ink(Ink::Red, "✗") };
        let lines = wrap(text, width.saturating_sub(4)).into_iter().enumerate();
        lines.map(|(at, line)| format!("  {} {line}", if at == 0 { &*mark } else { " " })).collect()
    }

    pub(crate) fn good(self, text: &str) -> io::Result<()> {
        self.put(&self.ink(Ink::Green, text))
    }

    pub(crate) fn bad(self, text: &str) -> io::Result<()> {
        wrap(text, WIDTH).iter().try_for_each(|line| self.put(&self.ink(Ink::Red, line)))
    }

    pub(crate) fn note(self, text: &str) -> io::Result<()> {
        wrap(text, WIDTH).iter().try_for_each(|line| self.put(&self.ink(Ink::Dim, line)))
    }

    /// A message that would be sent, in a box of its own.
    pub(crate) fn sending(self, to: &str, text: &str) -> io::Result<()> {
        let inner = WIDTH.saturating_sub(4);
        let title = format!(" {} ", self.say(texts::SENT));
        let rest = WIDTH.saturating_sub(3).saturating_sub(title.chars().count());
        self.put("")?;
        self.put(&self.ink(Ink::Cyan, &format!("┌─{title}{}┐", "─".repeat(rest))))?;
        for line in wrap(to, inner).iter().chain(&wrap(text, inner)) {
            let pad = " ".repeat(inner.saturating_sub(line.chars().count()));
            let side = self.ink(Ink::Cyan, "│");
            self.put(&format!("{side} {line}{pad} {side}"))?;
        }
        let bottom = "─".repeat(WIDTH.saturating_sub(2));
        self.put(&self.ink(Ink::Cyan, &format!("└{bottom}┘")))
    }

    /// A question and its answer, where no keyboard is asked.
    pub(crate) fn answered(self, question: &str, answer: &str) -> io::Result<()> {
        self.put(&format!("{} {} {answer}", self.ink(Ink::Cyan, "›"), self.label(question)))
    }

    /// The step as JSON, if that was asked for.
    pub(crate) fn report(self, at: &str, report: Report<'_>) -> io::Result<()> {
        let Report { journey, step, event, outcome, public, view, send } = report;
        let mut object = json!({
            "at": at, "journey": journey, "step": step, "event": event, "outcome": outcome,
            "public": public, "view": view,
        });
        if let (Some(send), Some(object)) = (send, object.as_object_mut()) {
            object.insert("send".to_owned(), send);
        }
        self.json(&object)
    }

    /// A fault as JSON, if that was asked for.
    pub(crate) fn failure(self, code: &str, text: &str) -> io::Result<()> {
        self.json(&json!({ "step": "error", "outcome": "failed", "code": code, "text": text }))
    }

    fn json(self, object: &Value) -> io::Result<()> {
        if self.json { writeln!(io::stdout(), "{object}") } else { Ok(()) }
    }

    fn put(self, line: &str) -> io::Result<()> {
        if self.json { Ok(()) } else { writeln!(io::stdout(), "{line}") }
    }

    fn ink(self, ink: Ink, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Bold => 1,
            Ink::Dim => 2,
            Ink::Red => 31,
            Ink::Green => 32,
            Ink::Cyan => 36,
        };
        format!("\u{1B}[{code}m{text}\u{1B}[0m")
    }
}

/// `text` in lines of at most `width` characters, broken at spaces that may be broken at.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let used = line.chars().count();
        if used == 0 {
            line.push_str(word);
        } else if used.saturating_add(1).saturating_add(word.chars().count()) <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_spaces_but_not_at_no_break_ones() {
        assert_eq!(wrap("un deux trois", 7), ["un deux", "trois"]);
        assert_eq!(wrap("le code\u{A0}: 12", 7), ["le", "code\u{A0}:", "12"]);
        assert_eq!(wrap("", 7), [""]);
    }
}
