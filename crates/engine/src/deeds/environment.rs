//! Variables that the gateway is started with: in our settings, since where the person has set them (a login shell, the
//! desktop's session) is not ours to change.

use anyhow::{Context as _, Result, bail};
use clawtender_core::fixes::Fix;
use serde_json::json;

use super::Aim;
use crate::{
    edit::{Change, Edit},
    launch,
    reconfigure::Reconfigure,
    settings::{Mode, Settings, Variable},
    world::World,
};

/// What would be written into the settings.
///
/// # Errors
/// Why nothing can be, for a person.
pub(crate) fn plan(world: &World, aim: &Aim) -> Result<Edit> {
    let change = aim.change.as_ref().context("Nothing was changed: it is not needed any more.")?;
    if world.settings.gateway.mode == Mode::Watch || launch::is_services(world) {
        bail!(
            "Nothing was changed: Clawtender does not start this gateway, which has the environment of whoever does."
        );
    }
    let name = change.name();
    let before = world.variable(name).unwrap_or_default();
    let before = before.to_str().with_context(|| format!("Nothing was changed: {name} is not UTF-8 text."))?;
    let text = format!("{name}={}", change.applied(before));
    let Ok(wanted) = text.parse::<Variable>() else {
        bail!("Nothing was changed: {name} has a value that belongs in no settings file.");
    };
    let settings = &world.paths.settings;
    let set = Settings::load(settings).settings.gateway.environment;
    let others = set.into_iter().filter(|variable| variable.name != name);
    let lines: Vec<String> = others.chain([wanted]).map(|variable| variable.to_string()).collect();
    let path = ["gateway", "environment"].map(str::to_owned).to_vec();
    Ok(Edit::plan(settings, vec![Change::Set { path, value: json!(lines) }])?)
}

/// Writes it. The gateway has it from its next start on.
///
/// # Errors
/// Why nothing was changed, for a person.
pub(crate) async fn change(world: World, fix: &'static Fix, aim: &Aim) -> Result<Option<String>> {
    let files = Reconfigure::here(world).await;
    let _alone = files.alone()?;
    let edit = plan(&files.world, aim)?;
    if edit.is_empty() {
        return Ok(None);
    }
    let subjects = Some(aim.subject.clone()).filter(|subject| !subject.is_empty()).into_iter().collect();
    files.write(fix, subjects, &edit.into()).await.map(Some)
}
