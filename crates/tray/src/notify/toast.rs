//! A toast as Windows reads it. Pure: it is written and tested on every system.

use std::fmt::Write as _;

use clawtender_core::incident::Click;
use clawtender_engine::presses::Press;

use super::board::Show;

/// What its buttons stand for, in order, and last what the toast itself does.
pub(super) fn presses(show: &Show) -> Vec<Press> {
    let bulletin = &show.bulletin;
    let clicks = bulletin.buttons.iter().map(|button| button.click.clone()).chain([Click::Show]);
    let press = |click| Press { notice: bulletin.id.clone(), click, place: bulletin.show.clone() };
    clicks.map(press).collect()
}

/// `addresses`: those of [`presses`], which Windows opens when they are pressed, whether this program runs or not.
pub(super) fn markup(show: &Show, addresses: &[String]) -> String {
    let bulletin = &show.bulletin;
    // a reminder stays on the screen until it is answered
    let scenario = if bulletin.urgent { r#" scenario="reminder""# } else { "" };
    let silent = if show.sound { "" } else { r#"<audio silent="true"/>"# };
    let mut actions = String::new();
    for (button, address) in bulletin.buttons.iter().zip(addresses) {
        let (label, address) = (escaped(&button.label), escaped(address));
        let _ = write!(actions, r#"<action content="{label}" activationType="protocol" arguments="{address}"/>"#);
    }
    let whole = addresses.get(bulletin.buttons.len()).map(|address| escaped(address)).unwrap_or_default();
    format!(
        r#"<toast activationType="protocol" launch="{whole}"{scenario}><visual><binding template="ToastGeneric"><text>{}</text><text>{}</text></binding></visual><actions>{actions}</actions>{silent}</toast>"#,
        escaped(&bulletin.title),
        escaped(&bulletin.message),
    )
}

/// As text in an element or an attribute. What XML cannot hold at all would have the whole toast refused.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            char if char.is_control() || matches!(char, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use clawtender_core::{
        incident::{Bulletin, Button, Place},
        words::Language,
    };

    use super::*;

    fn show(title: &str, urgent: bool, sound: bool) -> Show {
        let button = |label: &str, click| Button { label: label.to_owned(), click };
        let fix = Click::Fix { finding: "f".to_owned(), subject: None, fix: "restart-gateway".to_owned() };
        let bulletin = Bulletin {
            id: "f".to_owned(),
            title: title.to_owned(),
            message: "5 < 6 & \"x\"".to_owned(),
            urgent,
            buttons: vec![button("Restart 'it'", fix), button("Review…", Click::Show)],
            show: Place::Finding("f".to_owned()),
        };
        Show { bulletin, turn: 7, replaces: None, passing: false, sound, language: Language::default() }
    }

    #[test]
    fn every_button_has_its_own_address_and_the_toast_one_that_shows() {
        let show = show("Gateway hangs", true, true);
        let presses = presses(&show);
        assert_eq!(presses.len(), 3);
        assert_eq!((&presses[1].click, &presses[2].click), (&Click::Show, &Click::Show));
        let addresses = ["clawtender:press/a", "clawtender:press/b", "clawtender:press/c"].map(str::to_owned);
        assert_eq!(
            markup(&show, &addresses),
            concat!(
                r#"<toast activationType="protocol" launch="clawtender:press/c" scenario="reminder"><visual>"#,
                r#"<binding template="ToastGeneric"><text>Gateway hangs</text><text>5 &lt; 6 &amp; &quot;x&quot;</text>"#,
                r#"</binding></visual><actions><action content="Restart &apos;it&apos;" activationType="protocol" "#,
                r#"arguments="clawtender:press/a"/><action content="Review…" activationType="protocol" "#,
                r#"arguments="clawtender:press/b"/></actions></toast>"#
            )
        );
    }

    #[test]
    fn nothing_from_outside_gets_out_of_its_element() {
        let hostile = "</text><action activationType=\"protocol\" arguments=\"calc:\"/>\u{0}\u{1b}[2J\n'\u{ffff}";
        let text = markup(&show(hostile, false, false), &[]);
        assert_eq!(text.matches("<text>").count(), 2);
        assert_eq!(text.matches("<action ").count(), 0, "without an address there is no button");
        assert!(!text.contains("calc:\"/>") && !text.chars().any(char::is_control), "{text}");
        assert!(text.contains(r#"<audio silent="true"/>"#) && !text.contains("scenario"));
    }
}
