//! Clawtender in German, read once from end to end: the menu in the tray, a notification, and the window.

use e2e::{
    browser::Browser,
    desktop::{Desktop, Program},
    home::Home,
};

use super::BROKEN;

/// English words that no German sentence of ours has. Evidence stays in its own words, and is not looked at.
const ENGLISH: [&str; 14] =
    ["the", "is", "not", "and", "of", "with", "does", "cannot", "keys", "settings", "running", "this", "your", "until"];

/// The English words in a text. Names of checks, files and settings are none.
fn english(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && !"-._/".contains(letter));
    words
        .map(|word| word.trim_matches(['.', '-']).to_lowercase())
        .filter(|word| ENGLISH.contains(&word.as_str()))
        .collect()
}

#[test]
fn menu_notification_and_window_are_german_from_end_to_end() {
    let mut home = Home::new();
    home.settings("{ language: 'de' }");
    home.write_config_text(BROKEN);
    let mut desktop = Desktop::start(&mut home);
    desktop.open_notifications(&home);
    let _tray = Program::tray(&home, &["--hidden"]);

    let note = desktop.notifications().note("Konfiguration ist unbrauchbar");
    assert_eq!(english(&note.message), [""; 0], "{note:?}");
    for button in &note.buttons {
        assert_eq!(english(button), [""; 0], "{note:?}");
    }
    let item = desktop.item();
    for line in
        ["Diagnose starten…", "Protokoll zeigen…", "Einstellungen…", "Beim Anmelden starten", "Clawtender beenden"]
    {
        item.line(line);
    }
    for line in item.menu() {
        assert_eq!(english(&line.label), [""; 0], "{line:?}");
    }
    assert_eq!(english(&item.tooltip()), [""; 0], "{}", item.tooltip());

    let window = Browser::open(&home, &[]);
    assert_eq!(window.run("return document.documentElement.lang"), "de");
    for (page, title) in [
        ("Diagnose", "openclaw.json"),
        ("Freigaben", "Freigaben"),
        ("Schlüssel", "Schlüssel"),
        ("Protokoll", "Protokoll"),
        ("Einstellungen", "Einstellungen"),
        ("Übersicht", "openclaw.json"),
    ] {
        window.press(page);
        window.reads("h1", title);
        // what came from elsewhere is shown in its own words
        let text = window.run(
            "const page = document.body.cloneNode(true);
             page.querySelectorAll('pre, code, .seen .said, .paper, option, script').forEach((part) => part.remove());
             return page.textContent",
        );
        assert_eq!(english(text.as_str().unwrap()), [""; 0], "{page}: {text}");
    }

    // and once to its end: what is mended is told in German too
    home.write_config(&home.config());
    window.reads("h1", "Gateway ist in Ordnung");
    item.says("Gateway ist in Ordnung");
}
