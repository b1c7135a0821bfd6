//! The page of the settings in the real web view: what is changed there is in the file, in the system and on the screen.

use std::fs;

use e2e::{
    browser::Browser,
    desktop::{Desktop, Program},
    home::Home,
    until,
};

#[test]
fn what_is_changed_on_the_page_is_in_the_file_with_its_comments_and_in_the_system() {
    let mut home = Home::bare();
    home.settings_as_they_are(
        "{\n  // nobody is asked here\n  clock: { servers: [], https: [] },\n  gateway: {\n    mode: 'watch', // mine\n    quit: 3,\n  },\n}\n",
    );
    fs::create_dir_all(home.path("bin")).unwrap();
    home.notes_pages();
    let mut desktop = Desktop::start(&mut home);
    desktop.open_notifications(&home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let window = Browser::open(&home, &["settings"]);
    let file = || fs::read_to_string(home.path("clawtender/settings.json5")).unwrap();
    let row = |title: &str| {
        format!(
            "[...document.querySelectorAll('.setting')].find((row) => row.querySelector('.title')?.textContent === {title:?})"
        )
    };
    let says = |title: &str, words: &str| {
        let script = format!("return {}?.innerText ?? ''", row(title));
        until(&format!("{title} to say {words:?}"), || {
            window.run(&script).as_str().unwrap_or_default().contains(words).then_some(())
        });
    };

    // what the system says is what is there
    window.reads("h1", "Settings");
    window.reads(".asked", "Line 6, column 11");
    window.reads(".asked", "gateway.quit needs one of");
    says("Icon in the tray", "shows icons in its tray");
    says("Notifications", "dunst");
    says("Start at login", "does not start it at login");
    says("Keychain", "There is none to keep keys in");
    says("What is started", "No OpenClaw that could be started was found");

    // a theme is worn at once
    let dark = || window.run("return matchMedia('(prefers-color-scheme: dark)').matches") == true;
    assert!(!dark());
    window.chooses("Appearance", "Dark");
    until("a dark page", || dark().then_some(()));
    window.chooses("When Clawtender quits", "The gateway is stopped first");
    says("When Clawtender quits", "Saved.");
    until("no warning any more", || window.text(".asked").is_empty().then_some(()));
    let text = file();
    assert!(text.contains("// nobody is asked here") && text.contains("// mine"), "{text}");
    assert_eq!(home.clawtender(&["settings", "get", "gateway.quit"]).stdout, b"stop\n");
    assert_eq!(home.clawtender(&["settings", "get", "appearance.theme"]).stdout, b"dark\n");

    // what is not taken is said where it was typed, and is not written
    window.types("input[placeholder='18789']", "eleven\u{e007}");
    says("Port", "gateway.port needs a whole number from 1 to 65535.");
    assert!(!file().contains("eleven"));

    // the entry is the system's own, and is read back from there
    let entry = home.path(".config/autostart/clawtender.desktop");
    let flip = format!("{}.querySelector('input').click()", row("Start at login"));
    window.run(&flip);
    says("Start at login", "starts this Clawtender at login");
    assert!(entry.is_file());
    assert_eq!(home.json(&["autostart", "status"])["state"], "on");
    window.run(&flip);
    says("Start at login", "does not start it at login");
    assert_eq!(home.json(&["autostart", "status"])["state"], "off");

    // the file can be opened; what is written there counts when somebody comes back
    window.press("Open the file");
    home.opened(&home.path("clawtender/settings.json5").display().to_string());
    fs::write(home.path("clawtender/settings.json5"), file().replace("'watch'", "'auto'").replace("dark", "light"))
        .unwrap();
    window.run("window.dispatchEvent(new Event('focus'))");
    until("a light page", || (!dark()).then_some(()));
    says("Who runs the gateway", "else Clawtender");

    // somebody else changes it: the window follows
    assert!(home.clawtender(&["settings", "set", "appearance.theme", "dark"]).status.success());
    until("a dark page", || dark().then_some(()));

    // the page speaks what is chosen, at once
    says("Language", "The system speaks English.");
    window.chooses("Language", "Deutsch");
    window.reads("h1", "Einstellungen");
    assert!(file().contains("language"), "{}", file());
    window.chooses("Sprache", "Wie das System");
    window.reads("h1", "Settings");
}
