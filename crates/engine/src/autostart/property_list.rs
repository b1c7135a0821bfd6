//! A launch agent: how a program is written into a property list, and read out of one. The files are `macos.rs`'s.

use std::path::PathBuf;

use super::ARGUMENT;

/// What launchd calls it, and the file is called.
pub(super) const LABEL: &str = "app.clawtender.tray";

/// `Aqua` is the session with a screen: there is no menu bar in the others.
pub(super) fn entry(program: &str) -> String {
    let program = program.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>{LABEL}</string>
  <key>ProgramArguments</key><array><string>{program}</string><string>{ARGUMENT}</string></array>
  <key>RunAtLoad</key><true/>
  <key>LimitLoadToSessionType</key><string>Aqua</string>
  <key>ProcessType</key><string>Interactive</string>
</dict>
</plist>
"#
    )
}

/// The program that launchd would start; `None` when it would start nothing.
pub(super) fn program_of(text: &str) -> Option<PathBuf> {
    let follows = |key: &str| Some(text.split_once(&format!("<key>{key}</key>"))?.1.trim_start());
    if follows("Disabled").is_some_and(|value| value.starts_with("<true/>")) {
        return None;
    }
    let program = follows("ProgramArguments")?.split_once("<string>")?.1.split_once("</string>")?.0;
    let program = program.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    (!program.is_empty()).then(|| program.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_path_reads_back_as_it_was_written() {
        for path in ["/Applications/Clawtender.app/Contents/MacOS/clawtender-tray", "/a b/R&D/<x>/&amp;"] {
            assert_eq!(program_of(&entry(path)), Some(path.into()));
        }
        assert_eq!(program_of("<plist/>"), None);
    }
}
