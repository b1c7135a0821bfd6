//! The settings as a page shows and changes them. What the desktop says is asked when somebody looks, and files are written
//! beside the actor; what was written counts when it has been read again, as if somebody had edited the file.

use clawtender_core::{
    at_login::AtLogin,
    desk::Desk,
    facts::{Facts, Observed},
    overview::Line,
    settings_view::{AT_LOGIN, Around, SettingsView},
    words::Phrase,
};
use jiff::Timestamp;
use serde_json::Value;
use tokio::{sync::oneshot, task::spawn_blocking};

use super::State;
use crate::{
    autostart::{Autostart, starts},
    clock,
    engine::Input,
    examine::seen,
    paths::Paths,
    platform,
    protocol::{Answer, Decided, Request},
    settings::Settings,
    words,
};

impl State {
    /// Answers with every setting, and what the system says next to it.
    pub(super) fn show_settings(&self, reply: oneshot::Sender<Answer>) {
        let (paths, facts, clock) = (self.world.paths.clone(), self.facts.clone(), self.clock_line());
        let (inbox, in_force) = (self.inbox.clone(), self.world.settings.clone());
        tokio::spawn(async move {
            let desk = at_login(&paths, platform::desk().await).await;
            let view = spawn_blocking(move || view(&paths, &desk, &facts, clock)).await;
            let Ok((view, read)) = view else {
                let _ = reply.send(Answer::Refused(words::say("settings-unread")));
                return;
            };
            // somebody has edited the file: what is shown is what counts
            if read != *in_force {
                let _ = inbox.send(Input::Ask(Request::Reload, oneshot::channel().0)).await;
            }
            let _ = reply.send(Answer::Settings(Box::new(view)));
        });
    }

    /// Writes a setting.
    pub(super) fn change_setting(&self, key: String, value: Value, reply: oneshot::Sender<Answer>) {
        self.write_settings(reply, move |paths| {
            if key != AT_LOGIN {
                return Settings::put(&paths.settings, &key, &value).map_err(|error| error.words());
            }
            let Some(on) = value.as_bool() else { return Err(words::say("settings-on-or-off")) };
            let login = Autostart::find();
            login.map_err(|error| words::because("settings-system", words::of(&error)))?.switch(on)
        });
    }

    /// Mutes a check until then; what was muted and is over goes with it. `None`: not any more.
    pub(super) fn mute_until(&self, finding: String, until: Option<Timestamp>, reply: oneshot::Sender<Answer>) {
        let now = self.facts.now;
        self.write_settings(reply, move |paths| {
            let written = match until {
                Some(until) => Settings::mute(&paths.settings, &finding, until, now),
                None => Settings::unmute(&paths.settings, &finding),
            };
            written.map_err(|error| error.words())
        });
    }

    /// Takes a check out of those that are muted.
    pub(super) fn unmute(&self, finding: String, reply: oneshot::Sender<Answer>) {
        self.mute_until(finding, None, reply);
    }

    fn write_settings(
        &self,
        reply: oneshot::Sender<Answer>,
        write: impl FnOnce(&Paths) -> Result<(), Phrase> + Send + 'static,
    ) {
        let (paths, inbox) = (self.world.paths.clone(), self.inbox.clone());
        spawn_blocking(move || {
            let decided = match write(&paths) {
                Ok(()) => Decided { ok: true, message: words::say("settings-saved") },
                Err(message) => Decided { ok: false, message },
            };
            let _ = inbox.blocking_send(Input::SettingsWritten { decided, reply });
        });
    }

    /// Something was written, or was not: what is there counts.
    pub(super) fn settings_written(&mut self, decided: Decided, reply: oneshot::Sender<Answer>) {
        if decided.ok {
            let asked = self.world.settings.checks.live;
            self.settings_changed();
            if self.world.settings.checks.live != asked {
                self.look_at_keys();
                self.look_at_ways();
            }
        }
        let _ = reply.send(Answer::Decided(decided));
    }
}

/// The desktop with what its session starts of Clawtender, and how often it has.
pub(super) async fn at_login(paths: &Paths, desk: Desk) -> Desk {
    let state = paths.state.clone();
    let looked =
        spawn_blocking(move || (Autostart::find().and_then(|login| login.status()), starts::read(&state))).await;
    let unavailable = |reason| Observed::Unavailable { reason, at: clock::now() };
    match looked {
        Ok((Ok(login), starts)) => Desk { login: seen::<AtLogin>(login), starts, ..desk },
        Ok((Err(error), starts)) => Desk { login: unavailable(words::sentence(&error)), starts, ..desk },
        Err(_) => Desk { login: unavailable(Phrase::new("unseen-unread", [])), ..desk },
    }
}

/// What the page shows, and what was read for it.
fn view(paths: &Paths, desk: &Desk, facts: &Facts, clock: Line) -> (SettingsView, Settings) {
    let loaded = Settings::load(&paths.settings);
    let hours = loaded.settings.notifications.quiet;
    let view = SettingsView::of(&Around {
        file: paths.settings.to_string_lossy().into_owned(),
        exists: paths.settings.exists(),
        warnings: &loaded.warnings,
        values: &loaded.settings.values(),
        usual: &Settings::default().values(),
        desk,
        facts,
        clock,
        quiet: hours.is_some_and(|hours| hours.hold(clock::local(facts.now).time())),
        system: sys_locale::get_locales().collect(),
    });
    (view, loaded.settings)
}

#[cfg(test)]
mod tests {
    use clawtender_core::settings_view::{Field, SettingRow};

    use super::*;
    use crate::settings::KEYS;

    fn rows(paths: &Paths) -> Vec<SettingRow> {
        let (view, _) = view(paths, &Desk::default(), &Facts::default(), Line::unknown("Not measured yet."));
        view.sections.into_iter().flat_map(|section| section.rows).collect()
    }

    #[test]
    fn every_setting_is_on_the_page_and_takes_what_the_page_offers_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        let rows = rows(&paths);
        for key in KEYS {
            let row = rows.iter().find(|row| row.key == *key).unwrap_or_else(|| panic!("{key} is not on the page"));
            assert!(!row.changed, "{key}");
            let offered: Vec<Value> = match &row.field {
                Field::Switch { on } => vec![(!on).into(), (*on).into()],
                Field::Choice { options, .. } => options.iter().map(|one| one.value.clone().into()).collect(),
                Field::Text { value, example } => vec![example.clone().into(), value.clone().into()],
                Field::Lines { value, example } => vec![vec![example.clone()].into(), value.clone().into()],
                Field::Muted { .. } => Vec::new(),
                Field::Told => panic!("{key} cannot be changed"),
            };
            for value in offered {
                Settings::put(&paths.settings, key, &value).unwrap_or_else(|error| panic!("{key}: {value}: {error}"));
                // as many choices as there are: each is what the file then says
                let now = Settings::load(&paths.settings);
                assert_eq!(now.warnings, [], "{key}: {value}");
                if matches!(row.field, Field::Choice { .. } | Field::Switch { .. }) {
                    // what is empty is nobody's choice
                    let said = if value == "" { Value::Null } else { value };
                    assert_eq!(now.settings.get(key), Some(said), "{key}");
                }
            }
        }
    }

    #[test]
    fn a_muted_check_is_let_out_and_the_others_and_the_comments_stay() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        let text = "{\n  // mine\n  checks: { muted: { 'clock-skew': '2030-01-01T00:00:00Z', 'key-age': '2031-01-01T00:00:00Z' } },\n}\n";
        std::fs::write(&paths.settings, text).unwrap();
        Settings::unmute(&paths.settings, "clock-skew").unwrap();
        Settings::unmute(&paths.settings, "never-muted").unwrap();
        let after = std::fs::read_to_string(&paths.settings).unwrap();
        assert!(after.contains("// mine") && after.contains("key-age") && !after.contains("clock-skew"), "{after}");
        Settings::unmute(&paths.settings, "key-age").unwrap();
        assert_eq!(Settings::load(&paths.settings).settings, Settings::default());
    }

    #[test]
    fn a_check_is_muted_beside_the_others_and_those_whose_time_is_over_go() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        let text = "{\n  // mine\n  checks: { muted: { 'clock-skew': '2030-01-01T00:00:00Z', 'key-age': '2020-01-01T00:00:00Z' } },\n}\n";
        std::fs::write(&paths.settings, text).unwrap();
        let at = |year: i16| jiff::civil::date(year, 1, 1).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
        Settings::mute(&paths.settings, "config-split", at(2031), at(2026)).unwrap();
        let after = std::fs::read_to_string(&paths.settings).unwrap();
        assert!(after.contains("// mine"), "{after}");
        let muted = Settings::load(&paths.settings).settings.checks.muted;
        let muted: Vec<_> = muted.iter().map(|(check, until)| (check.as_str(), *until)).collect();
        assert_eq!(muted, [("clock-skew", at(2030)), ("config-split", at(2031))]);

        // two at once: none is lost
        std::thread::scope(|scope| {
            for check in ["key-age", "port-free"] {
                let file = &paths.settings;
                scope.spawn(move || Settings::mute(file, check, at(2032), at(2026)).unwrap());
            }
        });
        assert_eq!(Settings::load(&paths.settings).settings.checks.muted.len(), 4);

        std::fs::write(&paths.settings, "{ checks: ").unwrap();
        assert!(Settings::mute(&paths.settings, "key-age", at(2032), at(2026)).is_err());
        assert_eq!(std::fs::read_to_string(&paths.settings).unwrap(), "{ checks: ");
    }

    #[test]
    fn what_is_not_taken_is_said_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        for (key, value, says) in [
            ("gateway.port", "eleven", "gateway.port needs a whole number from 1 to 65535."),
            (
                "notifications.quiet",
                "always",
                "notifications.quiet needs two different times of day, \"22:00-07:00\" for instance.",
            ),
            ("nothing", "x", "There is no setting nothing."),
        ] {
            let error = Settings::put(&paths.settings, key, &value.into()).unwrap_err();
            assert_eq!(error.to_string(), says);
        }
        assert!(!paths.settings.exists());
    }
}
