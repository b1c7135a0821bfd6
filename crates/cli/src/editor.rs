//! The person's own editor, at a place in a file: where there is a terminal, `$VISUAL` or `$EDITOR` says which it is.

use std::{
    env,
    ffi::OsString,
    io::{self, IsTerminal},
    path::Path,
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use clawtender_core::check::FileAt;

/// What the person edits with: the program, and words of its own that go before the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Editor {
    program: String,
    before: Vec<String>,
}

impl Editor {
    /// The one that this terminal's variables name; `None` where there is no terminal, or none is named.
    pub(crate) fn here() -> Option<Editor> {
        let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        let mut named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| env::var(name).ok());
        terminal.then(|| named.find_map(|text| Editor::of(&text))).flatten()
    }

    fn of(text: &str) -> Option<Editor> {
        let mut words = text.split_whitespace().map(str::to_owned);
        Some(Editor { program: words.next()?, before: words.collect() })
    }

    /// Opens the file there, and waits until the person is done.
    #[allow(clippy::disallowed_methods, reason = "it takes the terminal over, in the person's own environment")]
    pub(crate) async fn edit(self, at: &FileAt) -> Result<()> {
        let (name, mut command) = (self.program.clone(), Command::new(&self.program));
        command.args(&self.before).args(self.place(at));
        let ended = tokio::task::spawn_blocking(move || command.status()).await?;
        let ended = ended.with_context(|| format!("{name} does not start"))?;
        ensure!(ended.success(), "{name} ended with {ended}");
        Ok(())
    }

    /// The file and the line, as this editor wants them. One that is not known gets the file alone.
    fn place(&self, at: &FileAt) -> Vec<OsString> {
        let file = OsString::from(&at.file);
        let Some(line) = at.line else { return vec![file] };
        let column = at.column.unwrap_or(1);
        let name = Path::new(&self.program).file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let colons = || OsString::from(format!("{}:{line}:{column}", at.file));
        match name {
            "vi" | "vim" | "nvim" | "gvim" | "nano" | "pico" | "emacs" | "emacsclient" | "micro" | "kak" | "joe"
            | "ne" => {
                vec![format!("+{line}").into(), file]
            }
            "code" | "code-insiders" | "codium" | "cursor" => vec!["--goto".into(), colons()],
            "hx" | "helix" | "subl" | "zed" => vec![colons()],
            _ => vec![file],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(editor: &str, line: Option<u32>) -> Vec<OsString> {
        let at = FileAt { file: "/home/a b/openclaw.json".into(), line, column: Some(5) };
        Editor::of(editor).unwrap().place(&at)
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        assert_eq!(place("vim -n", Some(12)), ["+12", "/home/a b/openclaw.json"]);
        assert_eq!(place("/usr/bin/nano", Some(12)), ["+12", "/home/a b/openclaw.json"]);
        assert_eq!(place("code --wait", Some(12)), ["--goto", "/home/a b/openclaw.json:12:5"]);
        assert_eq!(place("hx", Some(12)), ["/home/a b/openclaw.json:12:5"]);
        // whatever else it is would take the line for a second file
        assert_eq!(place("mine", Some(12)), ["/home/a b/openclaw.json"]);
        assert_eq!(place("vim", None), ["/home/a b/openclaw.json"]);
    }

    #[test]
    fn the_editors_own_words_are_kept_and_nothing_is_no_editor() {
        let code = Editor { program: "code".into(), before: vec!["--wait".into(), "-n".into()] };
        assert_eq!(Editor::of("  code --wait -n "), Some(code));
        assert_eq!(Editor::of(" "), None);
    }
}
