use serde_json::json;

use super::*;
use crate::{
    at_login::{AtLogin, Double, Entry, Starts},
    desk::NotificationServer,
    facts::Observed,
};

fn seen<T>(value: T) -> Observed<T> {
    Observed::Seen { value, at: Timestamp::UNIX_EPOCH }
}

fn entered(entry: Entry) -> AtLogin {
    AtLogin { entry, ..AtLogin::default() }
}

fn usual() -> BTreeMap<String, Value> {
    let values = json!({
        "gateway.mode": "auto", "gateway.command": null, "gateway.port": null, "gateway.quit": "leave",
        "clock.servers": ["a.example"], "clock.https": [], "checks.muted": {}, "checks.live": true,
        "notifications.enabled": true, "notifications.sound": false, "notifications.quiet": "",
        "appearance.theme": "system", "language": null,
    });
    values.as_object().unwrap().clone().into_iter().collect()
}

fn view(values: &BTreeMap<String, Value>, desk: &Desk, facts: &Facts, warnings: &[ConfigProblem]) -> SettingsView {
    SettingsView::of(&Around {
        file: "/home/mara/settings.json5".into(),
        exists: true,
        warnings,
        values,
        usual: &usual(),
        desk,
        facts,
        clock: Line::unknown(Phrase::new("clock-unmeasured", [])),
        quiet: false,
        system: vec!["de-AT".to_owned(), "en".to_owned()],
    })
}

fn row(view: &SettingsView, key: &str) -> SettingRow {
    view.sections.iter().flat_map(|section| &section.rows).find(|row| row.key == key).unwrap().clone()
}

fn told(desk: &Desk, key: &str) -> (String, bool) {
    let line = row(&view(&usual(), desk, &Facts::default(), &[]), key).says.swap_remove(0);
    (line.text.into(), line.known)
}

#[test]
fn what_nobody_could_tell_is_said_not_to_be_known() {
    let view = view(&usual(), &Desk::default(), &Facts::default(), &[]);
    for key in
        [AT_LOGIN, "tray", "keychain", "notifications.enabled", "gateway.command", "gateway.port", "clock.servers"]
    {
        let row = row(&view, key);
        // how often it has started is Clawtender's own to know
        let asked = || row.says.iter().filter(|line| **line != Starts::default().says());
        assert!(asked().count() > 0 && asked().all(|line| !line.known && !line.text.is_empty()), "{row:?}");
    }
    // a switch that is not known to be on is not shown on
    assert_eq!(row(&view, AT_LOGIN).field, Field::Switch { on: false });
}

#[test]
fn what_the_desktop_says_stands_next_to_the_setting_that_needs_it() {
    let server = |allowed, buttons| NotificationServer { name: "dunst 1.9".into(), allowed, buttons };
    let notifies = |server| Desk { notifications: seen(server), ..Desk::default() };
    for (desk, key, says) in [
        (Desk { tray: seen(true), ..Desk::default() }, "tray", "This desktop shows icons in its tray."),
        (
            Desk { tray: seen(false), ..Desk::default() },
            "tray",
            "This desktop shows no icons in a tray. Clawtender watches all the same; this window leads to everything.",
        ),
        (notifies(None), "notifications.enabled", "Nothing on this desktop shows notifications."),
        (notifies(Some(server(true, true))), "notifications.enabled", "dunst 1.9 shows them, with their buttons."),
        (
            notifies(Some(server(true, false))),
            "notifications.enabled",
            "dunst 1.9 shows them without their buttons; the menu in the tray has them.",
        ),
        (
            notifies(Some(server(false, true))),
            "notifications.enabled",
            "dunst 1.9 does not show those of Clawtender: its own settings say so.",
        ),
        (
            Desk { login: seen(entered(Entry::Other("/opt/old".into()))), ..Desk::default() },
            AT_LOGIN,
            "Another copy starts at login: /opt/old.",
        ),
    ] {
        assert_eq!(told(&desk, key), (says.to_owned(), true));
    }
    let on = Desk { login: seen(entered(Entry::On)), ..Desk::default() };
    assert_eq!(row(&view(&usual(), &on, &Facts::default(), &[]), AT_LOGIN).field, Field::Switch { on: true });
}

#[test]
fn a_start_at_login_that_is_not_as_it_should_be_has_a_button_and_real_starts_are_counted() {
    let mend = |login| {
        let desk = Desk { login: seen(login), ..Desk::default() };
        row(&view(&usual(), &desk, &Facts::default(), &[]), AT_LOGIN).mend
    };
    assert_eq!(mend(entered(Entry::On)), None);
    assert_eq!(mend(entered(Entry::Off)), None);
    assert_eq!(mend(entered(Entry::Gone("/gone".into()))).as_deref(), Some("Repair"));
    let double = Double { place: "/x.desktop".into(), program: "/old/clawtender-tray".into(), mendable: true };
    assert!(mend(AtLogin { entry: Entry::On, doubles: vec![double] }).is_some());

    let last = Some(Timestamp::UNIX_EPOCH);
    let desk = Desk { starts: Starts { count: 3, last, session: None }, ..Desk::default() };
    let row = row(&view(&usual(), &desk, &Facts::default(), &[]), AT_LOGIN);
    assert_eq!(row.says.last(), Some(&Line::known("It has been started at login 3 times, last:", last)));
}

#[test]
fn a_desktop_without_icons_is_told_how_it_comes_to_some() {
    let guide = crate::tray_host::guide("ID=fedora", "GNOME");
    let says = |shown| {
        let desk = Desk { tray: seen(shown), tray_guide: Some(guide.clone()), ..Desk::default() };
        row(&view(&usual(), &desk, &Facts::default(), &[]), "tray").says
    };
    assert_eq!(says(true).len(), 1);
    let told: Vec<_> = says(false).into_iter().map(|line| line.text).collect();
    assert_eq!(told[1..], [guide.words.clone(), "sudo dnf install gnome-shell-extension-appindicator".into()]);
}

#[test]
fn nothing_of_it_is_left_in_english() {
    let unknown = view(&usual(), &Desk::default(), &Facts::default(), &[]);
    let mut values = usual();
    values.insert("checks.muted".into(), json!({ "clock-skew": "1970-01-02T00:00:00Z" }));
    let server = NotificationServer { name: "dunst".into(), allowed: true, buttons: false };
    let desk = Desk {
        tray: seen(false),
        notifications: seen(Some(server)),
        login: seen(entered(Entry::Other("/opt/old".into()))),
        ..Desk::default()
    };
    let place = ConfigProblem { message: "m".into(), line: Some(3), column: Some(5), ..ConfigProblem::default() };
    let known = view(&values, &desk, &Facts::default(), &[place]);
    for view in [unknown, known] {
        assert_eq!(crate::words::left_in_english(&view, &[]), [""; 0]);
    }
}

#[test]
fn what_somebody_changed_can_be_told_from_what_is_usual() {
    let mut values = usual();
    values.insert("clock.servers".into(), json!(["b.example", "\u{202e}c"]));
    values.insert("gateway.mode".into(), json!("watch"));
    let muted = json!({ "clock-skew": "1970-01-02T00:00:00Z", "gone": "1969-01-01T00:00:00Z" });
    values.insert("checks.muted".into(), muted);
    let view = view(&values, &Desk::default(), &Facts::default(), &[]);
    let changed: Vec<_> = view.sections.iter().flat_map(|section| &section.rows).filter(|row| row.changed).collect();
    let keys: Vec<_> = changed.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["gateway.mode", "checks.muted", "clock.servers"]);
    assert_eq!(row(&view, "gateway.mode").usual.as_deref(), Some("Whichever is set up"));
    assert_eq!(row(&view, "clock.servers").usual.as_deref(), Some("a.example"));
    let Field::Muted { checks } = row(&view, "checks.muted").field else { panic!("no checks") };
    let told: Vec<_> = checks.iter().map(|one| (&*one.title, one.over)).collect();
    assert_eq!(told, [("Clock is wrong", false), ("gone", true)]);
}

#[test]
fn a_value_that_is_edited_is_the_one_that_stands_in_the_file() {
    let path = format!("/opt/two  spaces/{}", "long/".repeat(200));
    let mut values = usual();
    values.insert("gateway.command".into(), json!([path]));
    values.insert("gateway.port".into(), json!(19000));
    let view = view(&values, &Desk::default(), &Facts::default(), &[]);
    let Field::Lines { value, .. } = row(&view, "gateway.command").field else { panic!("no lines") };
    assert_eq!(value, [path]);
    assert!(matches!(row(&view, "gateway.port").field, Field::Text { value, .. } if value == "19000"));
}

#[test]
fn a_warning_has_its_place() {
    let problem = |line, column| ConfigProblem { message: "m".into(), line, column, ..ConfigProblem::default() };
    let warnings = [problem(Some(3), Some(5)), problem(None, None)];
    let view = view(&usual(), &Desk::default(), &Facts::default(), &warnings);
    let places: Vec<_> = view.warnings.iter().map(|warning| &*warning.place).collect();
    assert_eq!(places, ["Line 3, column 5", ""]);
}

#[test]
fn words_are_short_sentences() {
    for (title, specs) in words::SECTIONS {
        assert!(say(title).split(' ').count() <= 5);
        for spec in *specs {
            let (title, about) = (say(spec.title), say(spec.about));
            assert!(title.split(' ').count() <= 5 && !title.ends_with('.'), "{title}");
            assert!(about.len() <= 240 && (about.is_empty() || about.ends_with('.')), "{about}");
        }
    }
}

#[test]
fn a_language_is_chosen_by_its_name_and_the_systems_stands_beside_it() {
    let around = |system: &[&str], value: Value| {
        let mut values = usual();
        values.insert("language".into(), value);
        let view = SettingsView::of(&Around {
            file: String::new(),
            exists: true,
            warnings: &[],
            values: &values,
            usual: &usual(),
            desk: &Desk::default(),
            facts: &Facts::default(),
            clock: Line::unknown("not measured"),
            quiet: false,
            system: system.iter().map(|tag| (*tag).to_owned()).collect(),
        });
        row(&view, "language")
    };
    let says = |system: &[&str]| around(system, Value::Null).says[0].text.to_string();
    assert_eq!(says(&["de-AT", "en"]), "The system speaks Deutsch.");
    assert_eq!(says(&["C"]), "The system speaks English.");
    assert_eq!(
        says(&["fr-FR", "de"]),
        "The system speaks fr-FR, which Clawtender has no words in. With it, it speaks Deutsch."
    );
    assert!(!around(&[], Value::Null).says[0].known);
    let offers = |value: Value| {
        let Field::Choice { value, options } = around(&[], value).field else { panic!("no choice") };
        (value, options.into_iter().map(|option| (option.value, option.label.to_string())).collect::<Vec<_>>())
    };
    let pair = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let all = [pair("", "As the system speaks"), pair("de", "Deutsch"), pair("en", "English")];
    assert_eq!(offers(Value::Null), (String::new(), all.to_vec()));
    assert_eq!(offers(json!("de")), ("de".to_owned(), all.to_vec()));
    // what somebody wrote there by hand stays
    assert_eq!(offers(json!("fr")).1.last(), Some(&pair("fr", "fr")));
}
