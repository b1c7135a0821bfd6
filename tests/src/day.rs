//! One home in which drills come one after the other: a start of the real gateway costs half a minute of a processor, and
//! most drills leave the gateway as they found it.

use std::fs;

use serde_json::{Value, json};

use crate::{client, drill::passes, home::Home, keyring::Keyring, until, watch::Watch};

/// A home with a keychain and a Clawtender that stays. Whoever is given it finds nothing wrong, and leaves nothing wrong.
pub struct Day {
    /// The home.
    pub home: Home,
    /// Its keychain, which is open.
    pub keyring: Keyring,
    /// Its Clawtender.
    pub watch: Watch,
}

impl Day {
    /// The gateway runs.
    pub fn begin() -> Day {
        let mut home = Home::new();
        let keyring = Keyring::start(&mut home);
        let mut watch = home.watch();
        watch.phase("ready");
        // it lets Clawtender in, too, before a drill makes it careful
        passes(&home, "pairing-pending");
        Day { home, keyring, watch }
    }

    /// Has the running gateway take up the home's configuration with this change, and no earlier one.
    pub fn configure(&self, change: impl FnOnce(&mut Value)) {
        let mut config = self.home.config();
        change(&mut config);
        let says = || client::owner_asks(&self.home, "config.get", &json!({}));
        let before = says()["hash"].clone();
        let unchanged = fs::read_to_string(self.home.config_file()).unwrap();
        self.home.write_config(&config);
        if fs::read_to_string(self.home.config_file()).unwrap() == unchanged {
            return;
        }
        until("the gateway to take up its configuration", || {
            let said = says();
            (said["hash"] != before && said["configRevisionHash"] == said["appliedConfigHash"]).then_some(())
        });
    }

    /// The gateway's configuration is the home's own again.
    pub fn as_before(&self) {
        self.configure(|_| ());
    }
}
