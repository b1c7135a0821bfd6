//! The XDG autostart entries: desktop files in the person's configuration folder, and in those of everybody.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{
    Raw, desktop_file,
    file::{self, Place},
    not,
};

pub(super) fn place() -> Result<Place> {
    let folder = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let configuration = folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")));
    let everybody = std::env::var_os("XDG_CONFIG_DIRS").filter(|folders| !folders.is_empty());
    let everybody = everybody.unwrap_or_else(|| "/etc/xdg".into());
    Ok(under(&configuration.context(not("home", ""))?, std::env::split_paths(&everybody)))
}

fn under(configuration: &Path, everybody: impl Iterator<Item = PathBuf>) -> Place {
    Place {
        entry: configuration.join("autostart/clawtender.desktop"),
        everybody: everybody.map(|folder| folder.join("autostart")).collect(),
    }
}

/// An `AppImage` is mounted anew at every start: what lasts is the image itself.
pub(super) fn lasting(program: PathBuf) -> PathBuf {
    let folder = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    image_of(program, folder("APPIMAGE"), folder("APPDIR"))
}

/// `APPIMAGE` alone proves nothing, it is inherited by whatever another image starts.
fn image_of(program: PathBuf, image: Option<PathBuf>, mount: Option<PathBuf>) -> PathBuf {
    match (image, mount) {
        (Some(image), Some(mount)) if program.starts_with(&mount) => image,
        _ => program,
    }
}

pub(super) fn found(place: &Place) -> Result<Vec<Raw>> {
    file::found(place, desktop_file::program_of)
}

pub(super) fn write(place: &Place, program: &Path) -> Result<()> {
    let program = program.to_str().context(not("desktop-file", ""))?;
    file::write(&place.entry, &desktop_file::entry(program))
}

/// One of everybody's by the same name would count again: then it is switched off for this person, as the Desktop
/// Application Autostart Specification has it.
pub(super) fn remove(place: &Place) -> Result<()> {
    let name = place.entry.file_name().unwrap_or_default();
    if place.everybody.iter().any(|folder| folder.join(name).exists()) {
        return file::write(&place.entry, desktop_file::SWITCHED_OFF);
    }
    file::remove(&place.entry)
}

pub(super) fn remove_double(double: &str) -> Result<()> {
    file::remove(Path::new(double))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clawtender_core::at_login::{AtLogin, Double, Entry};

    use super::{super::Autostart, *};

    fn scratch(program: &str) -> (tempfile::TempDir, Autostart) {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join(program);
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        fs::write(&program, "").unwrap();
        let place = under(&folder.path().join("config"), std::iter::once(folder.path().join("xdg")));
        (folder, Autostart { place, program })
    }

    fn entry(autostart: &Autostart) -> Entry {
        autostart.status().unwrap().entry
    }

    #[test]
    fn on_and_off_again() {
        let (_folder, autostart) = scratch("clawtender-tray");
        assert_eq!(entry(&autostart), Entry::Off);
        autostart.enable().unwrap();
        autostart.enable().unwrap();
        assert_eq!(entry(&autostart), Entry::On);
        let text = fs::read_to_string(&autostart.place.entry).unwrap();
        let exec = format!("Exec=\"{}\" --hidden\n", autostart.program.display());
        assert!(text.starts_with("[Desktop Entry]\nType=Application\n") && text.contains(&exec), "{text}");
        autostart.disable().unwrap();
        autostart.disable().unwrap();
        assert_eq!(entry(&autostart), Entry::Off);
    }

    #[test]
    fn any_path_survives_the_two_quotings() {
        for name in
            ["with space", "a\"b", "a`b$HOME", "back\\slash", "50%", "%u", "a\\nb", "new\nline", "tab\tx", "日本"]
        {
            let (_folder, autostart) = scratch(name);
            autostart.enable().unwrap_or_else(|error| panic!("{name}: {error:#}"));
            assert_eq!(found(&autostart.place).unwrap()[0].program, Some(autostart.program.clone()), "{name}");
        }
    }

    #[test]
    fn an_entry_for_another_program_is_not_ours_until_it_is_replaced() {
        let (folder, autostart) = scratch("new/clawtender-tray");
        let old = Autostart { program: folder.path().join("old"), ..autostart.clone() };
        fs::write(&old.program, "").unwrap();
        old.enable().unwrap();
        assert_eq!(entry(&autostart), Entry::Other(old.program.display().to_string()));
        autostart.enable().unwrap();
        assert_eq!(entry(&autostart), Entry::On);
    }

    #[test]
    fn the_same_file_under_another_name_is_ours() {
        let (folder, autostart) = scratch("clawtender-tray");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&autostart.program, &link).unwrap();
        Autostart { program: link, ..autostart.clone() }.enable().unwrap();
        assert_eq!(entry(&autostart), Entry::On);
    }

    #[test]
    fn a_program_that_is_not_there_is_not_entered() {
        let (_folder, autostart) = scratch("clawtender-tray");
        fs::remove_file(&autostart.program).unwrap();
        assert!(autostart.enable().unwrap_err().to_string().contains("is not there"));
        assert_eq!(entry(&autostart), Entry::Off);
    }

    #[test]
    fn an_entry_that_leads_nowhere_and_ones_that_start_it_again_are_mended_by_one_act() {
        let (folder, autostart) = scratch("new/clawtender-tray");
        let other = |name: &str, program: &str| {
            let file = autostart.place.entry.with_file_name(name);
            file::write(&file, &desktop_file::entry(program)).unwrap();
            file
        };
        other("clawtender.desktop", "/gone/clawtender-tray");
        let double = other("clawtender-tray.desktop", "/old/clawtender-tray");
        let foreign = other("nextcloud.desktop", "/usr/bin/nextcloud");
        let everybodys = folder.path().join("xdg/autostart/old.desktop");
        file::write(&everybodys, &desktop_file::entry("/opt/clawtender-tray")).unwrap();
        // this one counts no more, since the person has one by the same name
        let shadowed = folder.path().join("xdg/autostart/nextcloud.desktop");
        file::write(&shadowed, &desktop_file::entry("/opt/clawtender-tray")).unwrap();

        let told = |file: &Path, program: &str, mendable| Double {
            place: file.display().to_string(),
            program: program.to_owned(),
            mendable,
        };
        let everybodys_told = || told(&everybodys, "/opt/clawtender-tray", false);
        let status = autostart.status().unwrap();
        assert_eq!(status.entry, Entry::Gone("/gone/clawtender-tray".to_owned()));
        assert_eq!(status.doubles, [told(&double, "/old/clawtender-tray", true), everybodys_told()]);

        autostart.enable().unwrap();
        assert_eq!(autostart.status().unwrap(), AtLogin { entry: Entry::On, doubles: vec![everybodys_told()] });
        assert!(!double.exists() && foreign.exists() && everybodys.exists() && shadowed.exists());

        // switched off, none of this person's starts it either
        let double = other("clawtender-tray.desktop", "/old/clawtender-tray");
        autostart.disable().unwrap();
        assert!(!double.exists() && foreign.exists());
        assert_eq!(autostart.status().unwrap(), AtLogin { entry: Entry::Off, doubles: vec![everybodys_told()] });
    }

    #[test]
    fn what_starts_for_everybody_by_the_same_name_is_switched_off_for_this_person() {
        let (folder, autostart) = scratch("clawtender-tray");
        let everybodys = folder.path().join("xdg/autostart/clawtender.desktop");
        file::write(&everybodys, &desktop_file::entry("/opt/clawtender-tray")).unwrap();
        assert_eq!(autostart.status().unwrap().doubles.len(), 1);
        autostart.disable().unwrap();
        assert_eq!(autostart.status().unwrap(), AtLogin::default());
        autostart.enable().unwrap();
        assert_eq!(autostart.status().unwrap(), AtLogin { entry: Entry::On, doubles: Vec::new() });
        assert!(everybodys.exists());
    }

    #[test]
    fn an_image_is_entered_and_not_its_mount() {
        let image = || Some(PathBuf::from("/home/mara/Clawtender.AppImage"));
        let mount = || Some(PathBuf::from("/tmp/.mount_ClawteKc3f9a"));
        let mounted = || PathBuf::from("/tmp/.mount_ClawteKc3f9a/usr/bin/clawtender-tray");
        assert_eq!(image_of(mounted(), image(), mount()), image().unwrap());
        // started by another image, whose variables it has
        let installed = || PathBuf::from("/usr/bin/clawtender-tray");
        assert_eq!(image_of(installed(), image(), mount()), installed());
        // without them the mount is all that is known, and is not entered
        assert_eq!(image_of(mounted(), image(), None), mounted());
        assert_eq!(image_of(mounted(), None, mount()), mounted());
    }

    #[test]
    fn a_mount_is_not_entered() {
        let (_folder, autostart) = scratch(".mount_Clawtex/usr/bin/clawtender-tray");
        let refused = autostart.enable().unwrap_err().to_string();
        assert!(refused.contains("the mount of an AppImage"), "{refused}");
        assert!(!autostart.place.entry.exists());
    }
}
