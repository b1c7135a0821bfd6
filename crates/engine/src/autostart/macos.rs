//! The launch agents: property lists in the person's library and in everybody's, read by launchd at login.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{
    Raw,
    file::{self, Place},
    not, property_list,
};

pub(super) fn place() -> Result<Place> {
    let home = std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute());
    let agents = home.context(not("home", ""))?.join("Library/LaunchAgents");
    Ok(Place {
        entry: agents.join(format!("{}.plist", property_list::LABEL)),
        everybody: vec!["/Library/LaunchAgents".into()],
    })
}

/// A translocated program is not known by another place: it is refused.
pub(super) fn lasting(program: PathBuf) -> PathBuf {
    program
}

pub(super) fn found(place: &Place) -> Result<Vec<Raw>> {
    file::found(place, property_list::program_of)
}

pub(super) fn write(place: &Place, program: &Path) -> Result<()> {
    let program = program.to_str().context(not("property-list", ""))?;
    file::write(&place.entry, &property_list::entry(program))
}

pub(super) fn remove(place: &Place) -> Result<()> {
    file::remove(&place.entry)
}

pub(super) fn remove_double(double: &str) -> Result<()> {
    file::remove(Path::new(double))
}
