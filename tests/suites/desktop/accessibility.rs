//! What a screen reader is told of the window, read from the tree that the real web view puts on the accessibility bus.

use e2e::{
    desktop::{
        Accessibility, Desktop, Program, Thing,
        role::{BUTTON, COMBO_BOX, ENTRY, GROUP, HEADING, LANDMARK, LINK, RADIO, STATUS},
    },
    home::Home,
    program, until,
};

/// Every page, and a heading on it.
const PAGES: [(&str, &str); 6] = [
    ("Doctor", "Doctor"),
    ("Overview", "Last 24 hours"),
    ("Approvals", "Approvals"),
    ("Keys", "Keys"),
    ("Log", "Gateway log"),
    ("Settings", "Settings"),
];

#[test]
fn a_screen_reader_is_told_what_everything_is_and_what_it_is_called() {
    let mut home = Home::bare();
    home.settings(crate::NO_GATEWAY);
    let desktop = Desktop::start(&mut home);
    let reader = desktop.open_accessibility(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let _window = Program::start(home.command(program("clawtender-window")).arg("doctor"));

    shows(&reader, HEADING, "OpenClaw is not installed");
    // what it is, what follows, what can be done, where one is; what changes is told by itself. The button is another one while
    // the checks run
    for (role, name) in [(LANDMARK, "Pages"), (BUTTON, "Install OpenClaw"), (STATUS, ""), (BUTTON, "Run again")] {
        shows(&reader, role, name);
    }
    let tree = reader.tree();
    for (page, heading) in PAGES {
        let link = tree.iter().find(|thing| thing.role == BUTTON && thing.name == page);
        reader.presses(link.unwrap_or_else(|| panic!("no way to {page}")));
        let tree = shows(&reader, HEADING, heading);
        let acted_on = [BUTTON, LINK, COMBO_BOX, ENTRY];
        let nameless: Vec<_> =
            tree.iter().filter(|thing| acted_on.contains(&thing.role) && thing.name.is_empty()).collect();
        assert_eq!(nameless, Vec::<&Thing>::new(), "on {page}: {tree:#?}");
    }
}

#[test]
fn a_screen_reader_is_led_through_the_first_run_and_a_question() {
    let mut home = Home::at_rest();
    super::first_run::is_new(&home);
    let desktop = Desktop::start(&mut home);
    let reader = desktop.open_accessibility(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let _window = Program::start(&mut home.command(program("clawtender-window")));

    // each step begins at its name, has one, and says what can be done
    shows(&reader, HEADING, "Setting up Clawtender");
    keyboard_is_on(&reader, HEADING, "OpenClaw");
    press(&reader, "Next");
    keyboard_is_on(&reader, HEADING, "Who runs the gateway");
    let tree = shows(&reader, BUTTON, "Choose this");
    let ways: Vec<_> = tree.iter().filter(|thing| thing.role == RADIO).map(|thing| thing.name.as_str()).collect();
    assert!(ways.len() >= 2 && ways.iter().all(|name| !name.is_empty()), "{ways:?}");
    assert!(has(&tree, GROUP, "Who runs the gateway"), "the choice has no name: {tree:#?}");
    press(&reader, "Leave it out");
    keyboard_is_on(&reader, HEADING, "A key for a model");
    press(&reader, "Add a key");
    keyboard_is_on(&reader, COMBO_BOX, "Provider");
    press(&reader, "Cancel");
    press(&reader, "Leave out the rest");

    // a question takes the keyboard with it, and gives it back
    shows(&reader, HEADING, "Gateway is stopped");
    press(&reader, "Doctor");
    press(&reader, "Issue text…");
    shows(&reader, BUTTON, "Close");
    press(&reader, "Close");
    keyboard_is_on(&reader, BUTTON, "Issue text…");
}

fn press(reader: &Accessibility, name: &str) {
    let tree = shows(reader, BUTTON, name);
    reader.presses(tree.iter().find(|thing| thing.role == BUTTON && thing.name == name).unwrap());
}

fn keyboard_is_on(reader: &Accessibility, role: u32, name: &str) {
    let mut last = None;
    until(&format!("the keyboard on {name:?}"), || {
        let now = reader.keyboard();
        if now != last {
            eprintln!("the keyboard is on {now:?}");
            last.clone_from(&now);
        }
        now.is_some_and(|thing| thing.role == role && thing.name == name).then_some(())
    });
}

fn has(tree: &[Thing], role: u32, name: &str) -> bool {
    tree.iter().any(|thing| thing.role == role && thing.name == name)
}

/// The tree, as soon as this is in it.
fn shows(reader: &Accessibility, role: u32, name: &str) -> Vec<Thing> {
    until(&format!("{name:?} of role {role}"), || {
        let tree = reader.tree();
        has(&tree, role, name).then_some(tree)
    })
}
