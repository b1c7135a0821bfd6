//! How a desktop that shows no tray icons comes to show them: what its distribution has for it.
//!
//! It goes by what the two say of themselves (`/etc/os-release`, `XDG_CURRENT_DESKTOP`). A command stands there only where the
//! distribution itself has the package; else the way that is the same everywhere is told.

use crate::words::Phrase;

/// The package of the extension that shows icons in GNOME's bar, by the same name wherever it is one.
const EXTENSION: &str = "gnome-shell-extension-appindicator";
/// A bar with a tray, for desktops that are a window manager.
const BAR: &str = "waybar";

/// Desktops whose panel has a tray of its own, which somebody has taken out.
const PANELS: [&str; 8] = ["KDE", "XFCE", "MATE", "X-Cinnamon", "Cinnamon", "LXQt", "LXDE", "Budgie"];

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Guide {
    /// What is so, and what brings the icon.
    pub words: Phrase,
    /// What is typed for it; nothing where that is not known.
    pub command: Option<String>,
}

/// What brings icons to this desktop of this distribution.
pub fn guide(os_release: &str, desktop: &str) -> Guide {
    let desktops = || desktop.split(':');
    let named = |names: &[&str]| desktops().any(|one| names.iter().any(|name| one.eq_ignore_ascii_case(name)));
    let (how, command) = if named(&["GNOME", "GNOME-Classic", "Unity"]) {
        ("gnome", install(os_release, EXTENSION))
    } else if named(&PANELS) {
        ("panel", None)
    } else if desktops().any(|one| !one.is_empty()) {
        ("bar", install(os_release, BAR))
    } else {
        ("unknown", None)
    };
    let told = [("how", how.into()), ("told", command.is_some().into())];
    Guide { words: Phrase::new("tray-host", told), command }
}

/// What installs a package here, where this distribution, or one that it is made of, is known to have it.
fn install(os_release: &str, package: &str) -> Option<String> {
    let value = |key: &str| os_release.lines().find_map(|line| line.trim().strip_prefix(key)?.strip_prefix('='));
    let value = |key| value(key).unwrap_or_default().trim_matches(['"', '\'']);
    let line = format!("{} {}", value("ID"), value("ID_LIKE"));
    let of = |names: &[&str]| line.split_whitespace().any(|id| names.contains(&id));
    // what openSUSE has of GNOME's extensions is another at each release
    let suse = of(&["opensuse", "suse", "sles"]) || line.starts_with("opensuse");
    let before = if of(&["debian", "ubuntu"]) {
        "sudo apt install"
    } else if of(&["fedora"]) {
        "sudo dnf install"
    } else if of(&["arch"]) {
        "sudo pacman -S"
    } else if suse && package == BAR {
        "sudo zypper install"
    } else {
        return None;
    };
    Some(format!("{before} {package}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_distribution_is_told_what_it_has() {
        let command = |os: &str, desktop: &str| guide(os, desktop).command;
        for (os, gnome, bar) in [
            (
                "ID=debian\n",
                Some("sudo apt install gnome-shell-extension-appindicator"),
                Some("sudo apt install waybar"),
            ),
            (
                "NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n",
                Some("sudo apt install gnome-shell-extension-appindicator"),
                Some("sudo apt install waybar"),
            ),
            (
                "ID=pop\nID_LIKE=\"ubuntu debian\"\n",
                Some("sudo apt install gnome-shell-extension-appindicator"),
                Some("sudo apt install waybar"),
            ),
            (
                "ID=fedora\n",
                Some("sudo dnf install gnome-shell-extension-appindicator"),
                Some("sudo dnf install waybar"),
            ),
            ("ID=arch\n", Some("sudo pacman -S gnome-shell-extension-appindicator"), Some("sudo pacman -S waybar")),
            ("ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"\n", None, Some("sudo zypper install waybar")),
            ("ID=nixos\n", None, None),
            ("", None, None),
            ("ID=\"; rm -rf /\"\nVARIANT_ID=debian\n", None, None),
        ] {
            assert_eq!(command(os, "GNOME").as_deref(), gnome, "{os}");
            assert_eq!(command(os, "sway").as_deref(), bar, "{os}");
            assert_eq!((command(os, "KDE"), command(os, "")), (None, None), "{os}");
        }
    }

    #[test]
    fn each_desktop_is_told_its_own_way() {
        let words = |desktop: &str| guide("ID=nixos", desktop).words;
        for gnome in ["GNOME", "ubuntu:GNOME", "GNOME-Classic:GNOME"] {
            assert!(words(gnome).contains("AppIndicator") && words(gnome).contains("extensions.gnome.org"), "{gnome}");
        }
        assert!(guide("ID=fedora", "GNOME").words.contains("this command"));
        for panel in ["KDE", "XFCE", "MATE", "X-Cinnamon", "Budgie:GNOME-Flashback"] {
            assert!(words(panel).contains("panel"), "{panel}: {}", words(panel));
        }
        assert!(words("Hyprland").contains("Waybar"));
        for odd in ["", ":", "\u{202e}"] {
            assert!(words(odd).starts_with("This desktop shows no tray icons."), "{odd}");
        }
    }
}
