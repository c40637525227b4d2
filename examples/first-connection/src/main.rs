//! The command line of the example.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Parser, ValueEnum};
use ent_core::Lang;
use first_connection::{ABOUT_FR, Journeys, Options, SqliteStore, Story, help, run};

#[derive(Parser)]
#[command(version, about = ABOUT_FR, disable_help_flag = true, disable_version_flag = true)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
struct Args {
    #[arg(long, value_enum, default_value = "fr", help = help::LANG)]
    lang: Language,
    #[arg(long, help = help::YES)]
    yes: bool,
    #[arg(long, requires = "yes", help = help::JSON)]
    json: bool,
    #[arg(long, requires = "yes", default_value = "happy", help = help::STORY,
          value_parser = PossibleValuesParser::new(Story::ALL.iter().map(|story| story.name())))]
    story: String,
    #[arg(long, value_enum, default_value = "both", help = help::JOURNEY)]
    journey: Journey,
    #[arg(long, value_name = "FILE", default_value = "first-connection.sqlite", help = help::DB)]
    db: PathBuf,
    #[arg(long, help = help::RESET)]
    reset: bool,
    #[arg(long, hide = true)]
    unsynced: bool,
    #[arg(long, hide = true, value_name = "WRITES")]
    abort_after: Option<u64>,
    #[arg(long, hide = true, value_name = "MS")]
    wait: Option<u64>,
    #[arg(short, long, action = ArgAction::Help, help = help::HELP)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = ArgAction::Version, help = help::VERSION)]
    version: Option<bool>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    Fr,
    En,
}

#[derive(Clone, Copy, ValueEnum)]
enum Journey {
    Teacher,
    Guardian,
    Both,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let story = Story::ALL.iter().copied().find(|story| story.name() == args.story);
    let options = Options {
        lang: match args.lang {
            Language::Fr => Lang::Fr,
            Language::En => Lang::En,
        },
        story: story.filter(|_| args.yes),
        json: args.json,
        journeys: match args.journey {
            Journey::Teacher => Journeys::Teacher,
            Journey::Guardian => Journeys::Guardian,
            Journey::Both => Journeys::Both,
        },
        db: args.db,
        reset: args.reset,
        wait: args.wait.map_or(SqliteStore::WAIT, Duration::from_millis),
        unsynced: args.unsynced,
        abort_after: args.abort_after,
    };
    ExitCode::from(run(&options).code())
}
