//! Every place where a person may have Node or OpenClaw, in order of preference. Knows the tools' folder layouts; opens nothing but
//! nvm's alias files.

use std::path::{Path, PathBuf};

use super::{files, private, search::Search};

/// A folder of executables, a folder of packages, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// What to call it: `PATH`, `nvm`, …
    pub source: &'static str,
    /// Where executables may lie.
    pub bin: Option<PathBuf>,
    /// A `node_modules` folder.
    pub modules: Option<PathBuf>,
}

/// All places, best first.
pub(super) fn places(search: &Search) -> Vec<Place> {
    let mut all = Places(Vec::new());
    all.path("PATH", Some(&search.path));
    all.path("login shell", search.login_path.as_ref());
    if let Some(home) = &search.home {
        nvm(&mut all, search, home);
        fnm(&mut all, search, home);
        volta(&mut all, search, home);
        asdf_and_mise(&mut all, search, home);
        all.prefix("n", home.join("n"));
        pnpm(&mut all, search, home);
        scoop(&mut all, search, home);
    }
    n(&mut all, search);
    homebrew(&mut all, search);
    npm(&mut all, search);
    if let Some(home) = &search.home {
        own(&mut all, home);
    }
    search.system.iter().for_each(|prefix| all.prefix("system", prefix.clone()));
    search.variable("ProgramFiles").into_iter().for_each(|folder| all.prefix("system", folder.join("nodejs")));
    // the one that counts: a newer one beside it is one that did not start
    if let Some(private) = private::standing(&search.private).into_iter().next() {
        all.bin("private", private.program.parent().map(Path::to_path_buf).unwrap_or_default());
        all.modules("private", private.folder.join("openclaw").join("node_modules"));
    }
    all.0
}

struct Places(Vec<Place>);

impl Places {
    fn bin(&mut self, source: &'static str, bin: PathBuf) {
        self.0.push(Place { source, bin: Some(bin), modules: None });
    }

    fn modules(&mut self, source: &'static str, modules: PathBuf) {
        self.0.push(Place { source, bin: None, modules: Some(modules) });
    }

    /// npm's two layouts: `bin` and `lib/node_modules` under the prefix, or (Windows) everything right in it.
    fn prefix(&mut self, source: &'static str, prefix: PathBuf) {
        let (bin, modules) = (prefix.join("bin"), prefix.join("lib").join("node_modules"));
        self.0.push(Place { source, bin: Some(bin), modules: Some(modules) });
        let modules = prefix.join("node_modules");
        self.0.push(Place { source, bin: Some(prefix), modules: Some(modules) });
    }

    /// One prefix per folder in `versions`, newest name first as far as names tell.
    fn versions(&mut self, source: &'static str, versions: &Path, below: &str) {
        for version in files::entries(versions).into_iter().rev() {
            self.prefix(source, if below.is_empty() { version } else { version.join(below) });
        }
    }

    fn path(&mut self, source: &'static str, path: Option<&std::ffi::OsString>) {
        let folders = path.into_iter().flat_map(std::env::split_paths).filter(|folder| folder.is_absolute());
        folders.for_each(|folder| self.bin(source, folder));
    }
}

fn nvm(all: &mut Places, search: &Search, home: &Path) {
    for root in
        [search.variable("NVM_DIR"), Some(home.join(".nvm")), Some(home.join(".config/nvm"))].into_iter().flatten()
    {
        let versions = root.join("versions").join("node");
        if let Some(default) = nvm_default(&root, &versions) {
            all.prefix("nvm", default);
        }
        all.versions("nvm", &versions, "");
    }
    let windows = search.variable("NVM_HOME").or_else(|| Some(search.variable("APPDATA")?.join("nvm")));
    if let Some(root) = windows {
        all.versions("nvm", &root, "");
    }
}

/// The folder of the version that `alias/default` names, through other aliases (`lts/jod`) and shortened versions (`24`).
fn nvm_default(root: &Path, versions: &Path) -> Option<PathBuf> {
    let mut name = "default".to_owned();
    for _ in 0..4 {
        let safe = !name.is_empty() && !name.contains("..") && !name.contains(['\\', '*']) && !name.starts_with('/');
        let alias = safe.then(|| files::text(&root.join("alias").join(&name), 1024)).flatten();
        let Some(alias) = alias else { break };
        alias.trim().clone_into(&mut name);
    }
    let wanted = format!("v{}.", name.trim_start_matches('v'));
    let matches = |folder: &PathBuf| {
        folder.file_name().is_some_and(|found| format!("{}.", found.to_string_lossy()).starts_with(&wanted))
    };
    files::entries(versions).into_iter().filter(matches).max_by_key(|folder| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        nodejs_semver::Version::parse(name.trim_start_matches('v')).ok()
    })
}

fn fnm(all: &mut Places, search: &Search, home: &Path) {
    let roots = [
        search.variable("FNM_DIR"),
        search.variable("XDG_DATA_HOME").map(|data| data.join("fnm")),
        Some(home.join(".local/share/fnm")),
        Some(home.join(".fnm")),
        Some(home.join("Library/Application Support/fnm")),
        search.variable("APPDATA").map(|data| data.join("fnm")),
    ];
    for root in roots.into_iter().flatten() {
        all.prefix("fnm", root.join("aliases").join("default"));
        all.versions("fnm", &root.join("node-versions"), "installation");
    }
}

/// Volta's executables are shims; what they run lies in `tools/image`.
fn volta(all: &mut Places, search: &Search, home: &Path) {
    let windows = search.variable("LOCALAPPDATA").map(|data| data.join("Volta"));
    for root in [search.variable("VOLTA_HOME"), Some(home.join(".volta")), windows].into_iter().flatten() {
        let image = root.join("tools").join("image");
        all.prefix("volta", image.join("packages").join("openclaw"));
        all.versions("volta", &image.join("node"), "");
    }
}

fn asdf_and_mise(all: &mut Places, search: &Search, home: &Path) {
    for root in [search.variable("ASDF_DATA_DIR"), Some(home.join(".asdf"))].into_iter().flatten() {
        all.versions("asdf", &root.join("installs").join("nodejs"), "");
    }
    let roots = [
        search.variable("MISE_DATA_DIR"),
        search.variable("XDG_DATA_HOME").map(|data| data.join("mise")),
        Some(home.join(".local/share/mise")),
        search.variable("LOCALAPPDATA").map(|data| data.join("mise")),
    ];
    for installs in roots.into_iter().flatten().map(|root| root.join("installs")) {
        all.versions("mise", &installs.join("node"), "");
        all.versions("mise", &installs.join("npm-openclaw"), "");
    }
}

fn n(all: &mut Places, search: &Search) {
    let own = search.variable("N_PREFIX");
    own.clone().into_iter().for_each(|prefix| all.prefix("n", prefix));
    let home = search.home.as_ref().map(|home| home.join("n"));
    for prefix in own.into_iter().chain(home).chain(search.system.iter().cloned()) {
        all.versions("n", &prefix.join("n/versions/node"), "");
    }
}

fn pnpm(all: &mut Places, search: &Search, home: &Path) {
    let roots = [
        search.variable("PNPM_HOME"),
        search.variable("XDG_DATA_HOME").map(|data| data.join("pnpm")),
        Some(home.join(".local/share/pnpm")),
        Some(home.join("Library/pnpm")),
        search.variable("LOCALAPPDATA").map(|data| data.join("pnpm")),
    ];
    for root in roots.into_iter().flatten() {
        all.bin("pnpm", root.clone());
        all.bin("pnpm", root.join("bin"));
        for global in files::entries(&root.join("global")).into_iter().rev() {
            all.modules("pnpm", global.join("node_modules"));
        }
        all.versions("pnpm", &root.join("nodejs"), "");
    }
}

fn homebrew(all: &mut Places, search: &Search) {
    for prefix in search.variable("HOMEBREW_PREFIX").into_iter().chain(search.homebrew.iter().cloned()) {
        let kegs = files::entries(&prefix.join("opt")).into_iter().rev();
        let is_node = |keg: &PathBuf| {
            keg.file_name().is_some_and(|name| name == "node" || name.to_string_lossy().starts_with("node@"))
        };
        all.prefix("Homebrew", prefix);
        kegs.filter(is_node).for_each(|keg| all.prefix("Homebrew", keg));
    }
}

fn npm(all: &mut Places, search: &Search) {
    search.npm_prefixes.iter().for_each(|prefix| all.prefix("npm", prefix.clone()));
    search.variable("APPDATA").into_iter().for_each(|data| all.prefix("npm", data.join("npm")));
}

fn scoop(all: &mut Places, search: &Search, home: &Path) {
    for root in [search.variable("SCOOP"), Some(home.join("scoop"))].into_iter().flatten() {
        for app in ["nodejs", "nodejs-lts"] {
            all.prefix("scoop", root.join("apps").join(app).join("current"));
            all.prefix("scoop", root.join("persist").join(app).join("bin"));
        }
    }
}

/// Where OpenClaw's own installer puts things.
fn own(all: &mut Places, home: &Path) {
    let root = home.join(".openclaw");
    all.prefix("~/.openclaw", root.clone());
    all.versions("~/.openclaw", &root.join("tools"), "");
}
