//! Questions to the person at the keyboard.

use std::fmt;
use std::io::{self, Write};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::{cursor, execute, terminal};
use ent_auth::SecretText;
use ent_auth::password::{PasswordInput, PreparedPassword};
use ent_core::Lang;
use inquire::ui::RenderConfig;
use inquire::validator::Validation;
use inquire::{Confirm, CustomUserError, Select, Text as Line};

use crate::password::LiveRules;
use crate::screen::WIDTH;
use crate::session::Session;
use crate::stop::Stop;
use crate::texts;

/// Says what is wrong with an answer, if anything is.
pub(crate) type Check = fn(&str, Lang) -> Result<(), String>;

/// A question with a free answer.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    /// Name of the question, for a script.
    pub(crate) id: &'a str,
    pub(crate) label: &'a str,
    pub(crate) help: Option<&'a str>,
    /// What the line holds at first.
    pub(crate) before: &'a str,
    pub(crate) check: Check,
}

/// A choice of a list.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) label: String,
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label)
    }
}

/// Somebody who answers: a person, or a script.
pub(crate) trait Ask {
    /// Id of the choice made.
    fn choose(
        &mut self,
        session: &Session,
        id: &str,
        label: &str,
        choices: Vec<Choice>,
    ) -> Result<String, Stop>;

    /// An answer that the check of the question accepts.
    fn text(&mut self, session: &Session, question: &Question<'_>) -> Result<String, Stop>;

    /// Yes or no; no when nothing is typed.
    fn confirm(&mut self, session: &Session, id: &str, label: &str) -> Result<bool, Stop>;

    /// A password, with the rules it keeps so far while it is typed.
    fn password(
        &mut self,
        session: &Session,
        id: &str,
        label: &str,
        rules: Option<LiveRules<'_>>,
    ) -> Result<SecretText, Stop>;
}

/// A person at a terminal.
#[derive(Debug)]
pub(crate) struct Keyboard;

fn config(session: &Session) -> RenderConfig<'static> {
    if session.screen.colour() { RenderConfig::default_colored() } else { RenderConfig::empty() }
}

impl Ask for Keyboard {
    fn choose(
        &mut self,
        session: &Session,
        _id: &str,
        label: &str,
        choices: Vec<Choice>,
    ) -> Result<String, Stop> {
        let label = session.screen.label(label);
        let select = Select::new(&label, choices)
            .without_filtering()
            .with_help_message(session.screen.say(texts::SELECT_HELP))
            .with_render_config(config(session));
        Ok(select.prompt()?.id)
    }

    fn text(&mut self, session: &Session, question: &Question<'_>) -> Result<String, Stop> {
        let (check, lang) = (question.check, session.screen.lang());
        let valid = move |text: &str| -> Result<Validation, CustomUserError> {
            Ok(check(text, lang)
                .map_or_else(|refusal| Validation::Invalid(refusal.into()), |()| Validation::Valid))
        };
        let label = session.screen.label(question.label);
        let mut line = Line::new(&label)
            .with_initial_value(question.before)
            .with_validator(valid)
            .with_render_config(config(session));
        line.help_message = question.help;
        Ok(line.prompt()?)
    }

    fn confirm(&mut self, session: &Session, _id: &str, label: &str) -> Result<bool, Stop> {
        let yes = session.screen.say(texts::YES);
        let no = session.screen.say(texts::NO);
        let parse = |text: &str| match text.trim().to_lowercase().as_str() {
            "o" | "oui" | "y" | "yes" => Ok(true),
            "n" | "non" | "no" => Ok(false),
            _ => Err(()),
        };
        let show = |answer: bool| if answer { yes } else { no }.to_owned();
        let hint = |_: bool| format!("{yes}/{}", no.to_uppercase());
        let confirm = Confirm::new(label)
            .with_default(false)
            .with_parser(&parse)
            .with_formatter(&show)
            .with_default_value_formatter(&hint)
            .with_error_message(session.screen.say(texts::YES_OR_NO))
            .with_render_config(config(session));
        Ok(confirm.prompt()?)
    }

    fn password(
        &mut self,
        session: &Session,
        _id: &str,
        label: &str,
        rules: Option<LiveRules<'_>>,
    ) -> Result<SecretText, Stop> {
        let raw = RawMode::enter()?;
        let mut typed = String::with_capacity(PasswordInput::MAX_BYTES.saturating_add(4));
        let mut drawn = 0;
        let ended = loop {
            drawn = draw(session, label, &typed, rules, drawn)?;
            let Event::Key(key) = read()? else { continue };
            if key.kind == KeyEventKind::Release {
                continue;
            }
            match key.code {
                KeyCode::Enter => break Ok(()),
                KeyCode::Esc => break Err(Stop::Interrupted),
                KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    break Err(Stop::Interrupted);
                }
                KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    typed.clear();
                }
                KeyCode::Backspace => {
                    typed.pop();
                }
                // A buffer that never grows leaves no copy behind.
                KeyCode::Char(c) if typed.len() < PasswordInput::MAX_BYTES => typed.push(c),
                _ => {}
            }
        };
        let typed = SecretText::new(typed);
        draw(session, label, typed.expose_secret(), None, drawn)?;
        drop(raw);
        writeln!(io::stderr())?;
        ended.map(|()| typed)
    }
}

/// Draws the line and the rules below it again; gives the lines that now stand above the cursor.
fn draw(
    session: &Session,
    label: &str,
    typed: &str,
    rules: Option<LiveRules<'_>>,
    drawn: u16,
) -> Result<u16, Stop> {
    let mut out = io::stderr();
    if drawn > 0 {
        execute!(out, cursor::MoveUp(drawn))?;
    }
    execute!(out, cursor::MoveToColumn(0), terminal::Clear(terminal::ClearType::FromCursorDown))?;
    let mut lines = 0_u16;
    if let Some(rules) = rules {
        // Too long to be looked at: then no rule is said to be kept.
        let prepared = PreparedPassword::from_text(typed).ok();
        let width = terminal::size().map_or(WIDTH, |(columns, _)| WIDTH.min(columns.into()));
        for (met, text) in rules.lines(prepared.as_ref(), session.screen.lang()) {
            for line in session.screen.check_lines(met, &text, width) {
                write!(out, "{line}\r\n")?;
                lines = lines.saturating_add(1);
            }
        }
    }
    let shown = typed.chars().count().min(40);
    write!(out, "> {} {}", session.screen.label(label), "•".repeat(shown))?;
    out.flush()?;
    Ok(lines)
}

/// The terminal without line editing, put back when dropped.
struct RawMode;

impl RawMode {
    fn enter() -> io::Result<Self> {
        terminal::enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        // Nothing more can be done for a terminal that refuses.
        let _ = terminal::disable_raw_mode();
    }
}
