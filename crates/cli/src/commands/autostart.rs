//! `clawtender autostart`: whether the tray starts at login, as the system would read it, and how often it has.

use anyhow::Result;
use clawtender_core::at_login::{AtLogin, Starts};
use clawtender_engine::{
    autostart::{Autostart, starts},
    clock,
    paths::Paths,
};
use jiff::tz::TimeZone;
use serde_json::json;

use crate::{
    args::{self, Json},
    exit::Exit,
    output, words,
};

pub(crate) fn run(paths: &Paths, command: &args::Autostart) -> Result<Exit> {
    let autostart = Autostart::find()?;
    let json = match *command {
        args::Autostart::Enable(json) => {
            autostart.enable()?;
            json
        }
        args::Autostart::Disable(json) => {
            autostart.disable()?;
            json
        }
        args::Autostart::Status(json) => json,
    };
    show(&autostart.status()?, &starts::read(&paths.state), json)?;
    Ok(Exit::Done)
}

fn show(login: &AtLogin, starts: &Starts, Json { json }: Json) -> Result<()> {
    if json {
        let double = |double: &clawtender_core::at_login::Double| json!({ "place": double.place, "program": double.program, "mendable": double.mendable });
        let mut value = json!({
            "state": login.entry.name(),
            "doubles": login.doubles.iter().map(double).collect::<Vec<_>>(),
            "starts": { "count": starts.count, "last": starts.last },
        });
        if let Some(program) = login.entry.instead() {
            value["program"] = program.into();
        }
        return output::json(&value);
    }
    output::say(&said(login, starts))
}

fn said(login: &AtLogin, starts: &Starts) -> String {
    let mut lines: Vec<String> = login.says().iter().map(ToString::to_string).collect();
    if login.trouble().is_some() {
        lines.push("clawtender autostart enable repairs it.".to_owned());
    }
    let starts = starts.says();
    let last = starts.at.map(|at| format!(" {}", words::time(at, clock::now(), &TimeZone::system())));
    lines.push(format!("{}{}", &*starts.text, last.unwrap_or_default()));
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use clawtender_core::at_login::Entry;

    use super::*;

    #[test]
    fn what_is_wrong_comes_with_what_repairs_it() {
        let told = |entry| said(&AtLogin { entry, ..AtLogin::default() }, &Starts::default());
        assert_eq!(
            told(Entry::Gone("/old/clawtender-tray".to_owned())),
            "The entry for the start at login leads nowhere: /old/clawtender-tray is not there.\n\
             clawtender autostart enable repairs it.\nIt has not been started at login yet.\n"
        );
        assert!(!told(Entry::On).contains("repairs"));
        let last = "2026-11-20T07:58:00Z".parse().ok();
        let starts = Starts { count: 2, last, session: None };
        assert!(said(&AtLogin::default(), &starts).contains("2 times, last: 2026-11-20 "));
    }
}
