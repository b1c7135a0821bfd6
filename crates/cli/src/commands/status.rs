//! `clawtender status`: the gateway and the worst finding on one screen.

use anyhow::Result;
use clawtender_engine::paths::Paths;

use crate::{
    args::Json,
    exit::Exit,
    output::{self, Page},
    reach::{Engine, with_engine},
    render::text,
};

pub(crate) async fn run(paths: &Paths, Json { json }: Json) -> Result<Exit> {
    let snapshot = with_engine(paths, Engine::snapshot).await?;
    if json {
        output::json(&snapshot)?;
    } else {
        output::say(&text::status(&snapshot, &Page::here()))?;
    }
    Ok(Exit::Done)
}
