use super::*;

struct Place {
    _folder: tempfile::TempDir,
    original: PathBuf,
    copy: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("original");
    fs::write(&original, "one").unwrap();
    Place { copy: folder.path().join("data/secrets/clawtender"), original, _folder: folder }
}

impl Place {
    fn make(&self) -> Result<PathBuf> {
        current(&self.original, &self.copy)
    }

    fn good(&self) {
        assert_eq!(self.make().unwrap(), self.copy);
        assert_eq!(fs::read(&self.copy).unwrap(), fs::read(&self.original).unwrap());
        assert_eq!(provider_command::refusal(seen(&self.copy)), None);
        let left = fs::read_dir(self.copy.parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "something was left beside the copy");
    }
}

#[test]
fn the_copy_follows_the_original() {
    let place = place();
    place.good();
    place.good();
    fs::write(&place.original, "two").unwrap();
    place.good();
    fs::write(&place.copy, "damaged").unwrap();
    place.good();
}

#[test]
fn without_an_original_there_is_no_new_copy() {
    let place = place();
    fs::remove_file(&place.original).unwrap();
    assert!(place.make().is_err());
    assert!(!place.copy.exists());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    #[test]
    fn an_unchanged_copy_is_left_alone() {
        let place = place();
        place.good();
        let before = fs::metadata(&place.copy).unwrap().ino();
        place.good();
        assert_eq!(fs::metadata(&place.copy).unwrap().ino(), before);
        assert_eq!(fs::metadata(&place.copy).unwrap().mode() & 0o7777, 0o700);
        assert_eq!(fs::metadata(place.copy.parent().unwrap()).unwrap().mode() & 0o7777, 0o700);
    }

    #[test]
    fn what_others_put_there_is_replaced_and_never_followed() {
        let place = place();
        place.good();
        let victim = place.copy.with_file_name("../victim");
        fs::write(&victim, "untouched").unwrap();
        fs::remove_file(&place.copy).unwrap();
        symlink(&victim, &place.copy).unwrap();
        place.good();
        // a link to the very original has the right contents and is refused all the same
        fs::remove_file(&place.copy).unwrap();
        symlink(&place.original, &place.copy).unwrap();
        place.good();
        assert!(!fs::symlink_metadata(&place.copy).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(victim).unwrap(), "untouched");
        for mode in [0o777, 0o770, 0o702, 0o600] {
            fs::set_permissions(&place.copy, fs::Permissions::from_mode(mode)).unwrap();
            place.good();
        }
        if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(&place.copy, Some(1000), Some(1000)).unwrap();
            place.good();
        }
        fs::remove_file(&place.copy).unwrap();
        fs::create_dir(&place.copy).unwrap();
        assert!(place.make().is_err(), "a folder in its place is for a person to look at");
    }

    #[test]
    fn what_is_seen_is_what_the_gateway_sees() {
        let place = place();
        fs::set_permissions(&place.original, fs::Permissions::from_mode(0o755)).unwrap();
        let good = seen(&place.original);
        assert_eq!(provider_command::refusal(good), None);
        assert!(!seen(Path::new("relative")).absolute);
        assert_eq!(seen(&place.original.join("below")).kind, provider_command::Kind::Nothing);
        assert_eq!(seen(place.original.parent().unwrap()).kind, provider_command::Kind::Folder);
        fs::set_permissions(&place.original, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(seen(&place.original), CommandFile { executable: Some(false), ..good });
        fs::set_permissions(&place.original, fs::Permissions::from_mode(0o775)).unwrap();
        assert_eq!(seen(&place.original), CommandFile { open_to_others: Some(true), ..good });
    }
}
