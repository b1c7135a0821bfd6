//! What holds without any engine: usage, exit codes, clean output, files.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod stage;

use std::{fs, process::Stdio};

use serde_json::Value;
use stage::{Home, code, stderr, stdout};

#[test]
fn the_version_touches_nothing() {
    let home = Home::empty();
    let output = home.command(&["--version"]).env_remove("HOME").env_remove("CLAWTENDER_HOME").output().unwrap();
    assert_eq!((code(&output), stdout(&output)), (0, concat!("clawtender ", env!("CARGO_PKG_VERSION"), "\n")));
    assert_eq!(fs::read_dir(home.file("")).unwrap().count(), 0);
}

#[test]
fn wrong_usage_is_exit_code_2_and_says_so_on_stderr() {
    for args in [
        &[][..],
        &["fly"],
        &["gateway"],
        &["gateway", "stop", "--anyway"],
        &["doctor", "--only", "no-such-check"],
        &["doctor", "--skip", "no-such-check"],
        &["doctor", "--group", "weather"],
        &["doctor", "--fail-on", "nothing"],
        &["doctor", "--json", "--html"],
        &["doctor", "--list", "--markdown"],
        &["gateway", "logs", "-n", "-1"],
        &["settings", "set", "gateway.port"],
        &["settings", "get", "no.such.setting"],
        &["completions", "command.com"],
    ] {
        let output = Home::new().run(args);
        assert_eq!((code(&output), stdout(&output)), (2, ""), "{args:?}");
        assert!(!stderr(&output).is_empty(), "{args:?}");
    }
}

#[test]
#[cfg(unix)]
fn arguments_that_are_not_text_are_wrong_usage_or_file_names() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let strange = OsStr::from_bytes(b"\xff\xfe.txt");
    let home = Home::new();
    assert_eq!(code(&home.command(&["doctor", "--only"]).arg(strange).output().unwrap()), 2);
    assert_eq!(code(&home.command(&[]).arg(strange).output().unwrap()), 2);
    assert_eq!(code(&home.command(&["doctor", "--list", "-o"]).arg(strange).output().unwrap()), 0);
    assert!(home.file("").join(strange).is_file());
}

#[test]
fn json_is_one_document_and_nothing_else() {
    for args in [
        &["status"][..],
        &["doctor"],
        &["doctor", "--list"],
        &["gateway", "status"],
        &["gateway", "logs"],
        &["runtime", "list"],
        &["autostart", "status"],
    ] {
        let home = Home::new();
        let output = home.command(args).arg("--json").env("CLAWTENDER_LOG", "trace").output().unwrap();
        assert!(code(&output) <= 1, "{args:?}: {output:?}");
        let value: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{args:?}: {e}"));
        assert!(value.is_object() || value.is_array(), "{args:?}: {value}");
    }
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    for args in [&["--help"][..], &["completions", "bash"], &["man"], &["status"], &["status", "--json"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = Home::new().command(args).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!((code(&output), stderr(&output)), (0, ""), "{args:?}");
    }
}

#[test]
fn a_file_is_written_instead_of_standard_output() {
    let home = Home::new();
    for (flag, begins) in [("--json", "{\n"), ("--markdown", "# "), ("--html", "<!doctype html>\n")] {
        let output = home.run(&["doctor", flag, "-o", "report"]);
        assert_eq!((code(&output) <= 1, stdout(&output)), (true, ""), "{output:?}");
        assert!(fs::read_to_string(home.file("report")).unwrap().starts_with(begins), "{flag}");
    }
    let nowhere = home.run(&["doctor", "-o", "no/such/folder/report"]);
    assert_eq!((code(&nowhere), stdout(&nowhere)), (3, ""));
    assert!(stderr(&nowhere).starts_with("clawtender: no/such/folder/report cannot be written"), "{nowhere:?}");
}

#[test]
fn a_home_that_cannot_be_one_is_exit_code_3_and_a_sentence() {
    let home = Home::empty();
    fs::write(home.file("clawtender"), "a file").unwrap();
    let output = home.run(&["watch"]);
    assert_eq!((code(&output), stdout(&output)), (3, ""));
    assert_eq!(stderr(&output).lines().count(), 1, "{output:?}");
}

#[test]
fn settings_say_where_they_are() {
    let home = Home::new();
    let output = home.run(&["settings", "path"]);
    assert_eq!(stdout(&output).trim_end(), home.paths().settings.to_str().unwrap());
}

#[test]
#[cfg(unix)]
fn colour_is_for_terminals_that_want_it() {
    let coloured = |variable: Option<(&str, &str)>| {
        let (mut screen, theirs) = terminal::open();
        let home = Home::new();
        let mut command = home.command(&["status"]);
        command.env("TERM", "xterm").envs(variable).stdout(theirs);
        assert!(command.status().unwrap().success());
        drop(command);
        terminal::read(&mut screen).contains('\u{1b}')
    };
    assert!(coloured(None));
    assert!(!coloured(Some(("NO_COLOR", "1"))));
    assert!(!coloured(Some(("TERM", "dumb"))));
    let piped = Home::new().command(&["status"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(!stdout(&piped).contains('\u{1b}') && !stdout(&piped).is_empty());
}

#[cfg(unix)]
mod terminal {
    use std::{
        fs::{File, OpenOptions},
        io::Read,
    };

    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    /// A terminal's two ends.
    pub(crate) fn open() -> (File, File) {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        let name = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
        (File::from(terminal), OpenOptions::new().read(true).write(true).open(name).unwrap())
    }

    /// Everything until the other end is closed, which a terminal reports as an error.
    pub(crate) fn read(terminal: &mut File) -> String {
        let mut text = Vec::new();
        let _ = terminal.read_to_end(&mut text);
        String::from_utf8(text).unwrap()
    }
}
