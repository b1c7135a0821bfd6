//! Variables that the gateway is started with: in our settings, since where the person has set them (a login shell, the
//! desktop's session) is not ours to change.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use clawtender_core::{
    fixes::{Environment, Fix},
    mending::Step,
    text::{self, clean},
    variables::{self, AUTHORITIES},
    words::Phrase,
};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{ANSWER, Aim};
use crate::{
    edit::{Change, Edit},
    launch,
    probes::bounded,
    reconfigure::Reconfigure,
    settings::{Mode, Settings, Variable},
    steps::Steps,
    web::BUNDLE,
    words,
    world::World,
};

/// What would be written.
pub(crate) struct Draft {
    settings: Edit,
    authorities: Option<Authorities>,
}

/// A file of certificates.
struct Authorities {
    file: PathBuf,
    /// What stands in it (PEM).
    text: String,
    /// What is new in it, for a person.
    about: Vec<String>,
}

impl Draft {
    /// What changes, line by line.
    pub(crate) fn preview(&self) -> String {
        let about = self.authorities.iter().flat_map(|authorities| &authorities.about);
        about.map(|line| format!("{line}\n")).chain([self.settings.diff()]).collect()
    }
}

/// Works out what would be written. Asks the server for its certificates where one is to be trusted.
///
/// # Errors
/// Why nothing can be, for a person.
pub(crate) async fn plan(world: &World, which: Environment, aim: &Aim) -> Result<Draft> {
    let gone = || words::say("environment-gone");
    match which {
        Environment::Corrected => {
            aim.changes.first().with_context(gone)?;
            let settings = in_settings(world, &aim.changes)?;
            Ok(Draft { settings, authorities: None })
        }
        Environment::Trusted => {
            let (address, fingerprint) = aim.untrusted.as_ref().with_context(gone)?;
            let authorities = authorities(world, address, fingerprint).await?;
            let value = authorities.file.to_str().context(words::say("environment-folder"))?;
            let change = variables::Change::Is { name: AUTHORITIES, value: value.to_owned() };
            Ok(Draft { settings: in_settings(world, &[change])?, authorities: Some(authorities) })
        }
    }
}

/// The authority that the server shows, beside those that the gateway is told to trust already. One that is not what the finding
/// speaks of is nobody's whom the person has agreed to.
async fn authorities(world: &World, address: &str, fingerprint: &str) -> Result<Authorities> {
    let shown = world.web().authority(address, ANSWER).await;
    let shown = shown.map_err(|why| words::because("environment-unasked", why.to_string()))?;
    let authority = shown.context(words::say("environment-unshown"))?;
    if authority.fingerprint != fingerprint {
        bail!(words::say("environment-another"));
    }
    let trusted = world.variable(AUTHORITIES).map(PathBuf::from);
    let before = trusted.and_then(|file| bounded::read(&file, BUNDLE).ok()).unwrap_or_default();
    let before = String::from_utf8_lossy(&before);
    let between = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    let text = format!("{before}{between}{}", pem(&authority.certificate));
    // by what is in it: what somebody has agreed to is never another's
    let name = text::hex(&Sha256::digest(&text)[..8]);
    let file = world.paths.state.join("authorities").join(format!("{name}.pem"));
    let about = vec![
        format!("Trusts for the gateway: {}", clean(&authority.subject, 120)),
        format!("SHA-256 {fingerprint}"),
        format!("Writes {}", clean(&file.to_string_lossy(), 300)),
    ];
    Ok(Authorities { file, text, about })
}

fn pem(der: &[u8]) -> String {
    let text = BASE64_STANDARD.encode(der);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

/// The changes in the settings.
fn in_settings(world: &World, changes: &[variables::Change]) -> Result<Edit> {
    if world.settings.gateway.mode == Mode::Watch || launch::is_services(world) {
        bail!(words::say("environment-others"));
    }
    let settings = &world.paths.settings;
    let mut set = Settings::load(settings).settings.gateway.environment;
    for change in changes {
        let name = change.name();
        let kept = |why: &'static str| Phrase::new("environment-kept", [("name", name.into()), ("why", why.into())]);
        let before = world.variable(name).unwrap_or_default();
        let before = before.to_str().with_context(|| kept("text"))?;
        let text = format!("{name}={}", change.applied(before));
        let Ok(wanted) = text.parse::<Variable>() else {
            bail!(kept("secret"));
        };
        set.retain(|variable| variable.name != name);
        set.push(wanted);
    }
    let lines: Vec<String> = set.iter().map(ToString::to_string).collect();
    let path = ["gateway", "environment"].map(str::to_owned).to_vec();
    Ok(Edit::plan(settings, vec![Change::Set { path, value: json!(lines) }])?)
}

/// Writes it. The gateway has it from its next start on.
///
/// # Errors
/// Why nothing was changed, for a person.
pub(crate) async fn change(
    world: World,
    fix: &'static Fix,
    which: Environment,
    aim: &Aim,
    steps: Steps,
) -> Result<Option<String>> {
    let files = Reconfigure { steps, ..Reconfigure::here(world).await };
    let _alone = files.alone().await?;
    files.steps.begin(Step::Plan).await?;
    let Draft { settings, authorities } = files.steps.unless_stopped(plan(&files.world, which, aim)).await?;
    if settings.is_empty() {
        return Ok(None);
    }
    // the certificates first: whoever reads the settings finds them
    let mut edits = Vec::new();
    if let Some(Authorities { file, text, .. }) = authorities {
        // what stands there by that name was agreed to before, and is not this change's to delete
        if bounded::read(&file, BUNDLE).ok().as_deref() != Some(text.as_bytes()) {
            edits.push(Edit::new_file(&file, text)?);
        }
    }
    edits.push(settings);
    let subjects = Some(aim.subject.clone()).filter(|subject| !subject.is_empty()).into_iter().collect();
    files.write(fix, subjects, &edits.into()).await.map(Some)
}
