//! `clawtender autostart`: whether the tray starts at login, as the system would read it.

use anyhow::Result;
use clawtender_engine::autostart::{Autostart, Status};
use serde_json::json;

use crate::{
    args::{self, Json},
    exit::Exit,
    output,
    words::{EVIDENCE, clean},
};

pub(crate) fn run(command: &args::Autostart) -> Result<Exit> {
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
    show(&autostart.status()?, json)?;
    Ok(Exit::Done)
}

fn show(status: &Status, Json { json }: Json) -> Result<()> {
    if json {
        return output::json(&match status {
            Status::On => json!({ "state": "on" }),
            Status::Off => json!({ "state": "off" }),
            Status::Other(program) => json!({ "state": "other", "program": program.to_string_lossy() }),
        });
    }
    output::say(&match status {
        Status::On => "Clawtender starts at login.\n".to_owned(),
        Status::Off => "Clawtender does not start at login.\n".to_owned(),
        Status::Other(program) => format!(
            "Another copy starts at login: {}\nclawtender autostart enable replaces it.\n",
            clean(&program.to_string_lossy(), EVIDENCE)
        ),
    })
}
