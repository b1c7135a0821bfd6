//! What a shell and `man` want to know about the command line itself.

use anyhow::Result;
use clap::CommandFactory;
use clap_complete::Shell;

use crate::{args::Cli, exit::Exit, output};

pub(crate) fn completions(shell: Shell) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "clawtender", &mut script);
    output::say(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

pub(crate) fn man() -> Result<Exit> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    output::say(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}
