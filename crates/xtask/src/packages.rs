//! What a machine must have, by purpose, in the words of its package manager. Pure: tables and the sentences made of them.

/// What packages are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Compile and link everything, the window included.
    Build,
    /// A desktop without a screen for the end-to-end tests.
    Desktop,
    /// npm, and the Node it runs on.
    Npm,
    /// A C compiler for Windows, for the cross check.
    WindowsC,
}

/// The programs that packages are installed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manager {
    Apt,
    Dnf,
    Zypper,
    Pacman,
    Brew,
    Winget,
}

impl Manager {
    /// The package manager of a system, from `std::env::consts::OS` and the text of `/etc/os-release`.
    pub(crate) fn of(os: &str, os_release: &str) -> Option<Manager> {
        match os {
            "macos" => Some(Manager::Brew),
            "windows" => Some(Manager::Winget),
            "linux" => families(os_release).iter().find_map(|family| Manager::of_family(family)),
            _ => None,
        }
    }

    fn of_family(family: &str) -> Option<Manager> {
        match family {
            "debian" | "ubuntu" => Some(Manager::Apt),
            "fedora" | "rhel" | "centos" => Some(Manager::Dnf),
            "suse" | "opensuse" => Some(Manager::Zypper),
            "arch" => Some(Manager::Pacman),
            _ => None,
        }
    }

    /// The packages for a purpose. Where names differ between releases, what the package provides stands instead:
    /// dnf and zypper both install a file's or a pkg-config module's provider.
    pub(crate) fn packages(self, purpose: Purpose) -> &'static [&'static str] {
        match (self, purpose) {
            (Manager::Apt, Purpose::Build) => &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev"],
            (Manager::Apt, Purpose::Desktop) => APT_DESKTOP,
            (Manager::Apt, Purpose::WindowsC) => &["gcc-mingw-w64-x86-64"],
            (Manager::Dnf | Manager::Zypper, Purpose::Build) => {
                &["gcc", "make", "/usr/bin/pkg-config", "pkgconfig(webkit2gtk-4.1)"]
            }
            (Manager::Dnf | Manager::Zypper, Purpose::Desktop) => RPM_DESKTOP,
            (Manager::Dnf | Manager::Zypper, Purpose::Npm) => &["/usr/bin/node", "/usr/bin/npm"],
            (Manager::Dnf | Manager::Zypper, Purpose::WindowsC) => &["/usr/bin/x86_64-w64-mingw32-gcc"],
            (Manager::Pacman, Purpose::Build) => &["base-devel", "pkgconf", "webkit2gtk-4.1"],
            (Manager::Pacman, Purpose::Desktop) => PACMAN_DESKTOP,
            (Manager::Apt | Manager::Pacman, Purpose::Npm) => &["nodejs", "npm"],
            (Manager::Pacman, Purpose::WindowsC) => &["mingw-w64-gcc"],
            (Manager::Brew, Purpose::Npm) => &["node"],
            (Manager::Winget, Purpose::Npm) => &["OpenJS.NodeJS.LTS"],
            // The web view comes with these systems, and the Rust toolchain does not install without a linker.
            (Manager::Brew | Manager::Winget, Purpose::Build | Purpose::Desktop | Purpose::WindowsC) => &[],
        }
    }

    /// What a person types to install `packages`.
    pub(crate) fn install_command(self, packages: &[&str]) -> String {
        let start = match self {
            Manager::Apt => "sudo apt-get install --no-install-recommends",
            Manager::Dnf => "sudo dnf install",
            Manager::Zypper => "sudo zypper install",
            Manager::Pacman => "sudo pacman -S --needed",
            Manager::Brew => "brew install",
            Manager::Winget => "winget install",
        };
        packages.iter().fold(start.to_owned(), |line, package| line + " " + &quoted(package))
    }
}

/// Xvfb and a window manager, a bus, a notification daemon, a keychain, a panel with a tray, a driver for the web view,
/// and what the pictures of the windows need to look like a desktop.
const APT_DESKTOP: &[&str] = &[
    "xvfb",
    "xauth",
    "iproute2",
    "dbus",
    "openbox",
    "dunst",
    "libnotify-bin",
    "gnome-keyring",
    "libsecret-tools",
    "webkit2gtk-driver",
    "at-spi2-core",
    "xfce4-panel",
    "xfconf",
    "xdotool",
    "wmctrl",
    "x11-utils",
    "imagemagick",
    "librsvg2-bin",
    "fonts-dejavu-core",
    "adwaita-icon-theme",
    "hicolor-icon-theme",
];

const RPM_DESKTOP: &[&str] = &[
    "/usr/bin/Xvfb",
    "/usr/bin/xauth",
    "/usr/sbin/ip",
    "/usr/bin/dbus-daemon",
    "/usr/bin/openbox",
    "/usr/bin/dunst",
    "/usr/bin/dbus-send",
    "/usr/bin/notify-send",
    "/usr/bin/gnome-keyring-daemon",
    "/usr/bin/secret-tool",
    "/usr/bin/WebKitWebDriver",
    "at-spi2-core",
    "/usr/bin/xfce4-panel",
    "/usr/bin/xfconf-query",
    "/usr/bin/xdotool",
    "/usr/bin/wmctrl",
    "/usr/bin/xprop",
    "/usr/bin/convert",
    "/usr/bin/rsvg-convert",
    "adwaita-icon-theme",
    "hicolor-icon-theme",
];

const PACMAN_DESKTOP: &[&str] = &[
    "xorg-server-xvfb",
    "xorg-xauth",
    "iproute2",
    "dbus",
    "openbox",
    "dunst",
    "libnotify",
    "gnome-keyring",
    "libsecret",
    "at-spi2-core",
    "xfce4-panel",
    "xfconf",
    "xdotool",
    "wmctrl",
    "xorg-xprop",
    "imagemagick",
    "librsvg",
    "ttf-dejavu",
    "adwaita-icon-theme",
    "hicolor-icon-theme",
];

/// A system's own name and its relatives', nearest first: `ID`, then `ID_LIKE`.
fn families(os_release: &str) -> Vec<&str> {
    let value = |key: &str| {
        os_release
            .lines()
            .filter_map(|line| line.trim().strip_prefix(key)?.strip_prefix('='))
            .map(|value| value.trim_matches(['"', '\'']))
            .next_back()
            .unwrap_or_default()
    };
    let own = value("ID");
    // openSUSE's names carry the edition: opensuse-leap, opensuse-tumbleweed
    let own = if own.starts_with("opensuse") { "opensuse" } else { own };
    std::iter::once(own).chain(value("ID_LIKE").split_whitespace()).filter(|family| !family.is_empty()).collect()
}

fn quoted(word: &str) -> String {
    if word.contains(['(', ')', ' ']) { format!("'{word}'") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Manager; 6] =
        [Manager::Apt, Manager::Dnf, Manager::Zypper, Manager::Pacman, Manager::Brew, Manager::Winget];

    #[test]
    fn a_system_is_known_by_its_own_name_or_its_relatives() {
        let cases = [
            ("ID=debian\nVERSION_ID=\"12\"\n", Some(Manager::Apt)),
            ("NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", Some(Manager::Apt)),
            ("ID=\"fedora\"\n", Some(Manager::Dnf)),
            ("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", Some(Manager::Dnf)),
            ("ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"\n", Some(Manager::Zypper)),
            ("ID=endeavouros\nID_LIKE='arch'\n", Some(Manager::Pacman)),
            ("ID=nixos\n", None),
            ("VERSION_ID=debian\nid=debian\n\u{0}garbage", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Manager::of("linux", text), expected, "{text:?}");
        }
        assert_eq!(Manager::of("macos", ""), Some(Manager::Brew));
        assert_eq!(Manager::of("windows", ""), Some(Manager::Winget));
        assert_eq!(Manager::of("freebsd", "ID=debian"), None);
    }

    #[test]
    fn npm_can_be_installed_everywhere_and_no_package_stands_twice() {
        for manager in ALL {
            assert!(!manager.packages(Purpose::Npm).is_empty(), "{manager:?}");
            let mut every: Vec<_> = [Purpose::Build, Purpose::Desktop, Purpose::Npm, Purpose::WindowsC]
                .iter()
                .flat_map(|purpose| manager.packages(*purpose))
                .collect();
            let count = every.len();
            every.sort_unstable();
            every.dedup();
            assert_eq!(every.len(), count, "{manager:?}");
        }
    }

    #[test]
    fn the_command_can_be_pasted() {
        assert_eq!(
            Manager::Dnf.install_command(Manager::Dnf.packages(Purpose::Build)),
            "sudo dnf install gcc make /usr/bin/pkg-config 'pkgconfig(webkit2gtk-4.1)'"
        );
        assert_eq!(Manager::Brew.install_command(&["node"]), "brew install node");
    }
}
