//! Service definitions as files in folders. Each system says which folders and which names.

use std::path::Path;

use clawtender_core::facts::Service;

/// More than any folder of services has; a folder of millions of files must not keep the engine busy.
const MOST: usize = 10_000;

/// The files in `folder` that `name_of` recognises, in order of their names. A folder that cannot be read has none.
pub(super) fn definitions(folder: &Path, scope: &str, name_of: impl Fn(&str) -> Option<String>) -> Vec<Service> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<Service> = entries
        .take(MOST)
        .flatten()
        .filter(|entry| defines_something(&entry.path()))
        .filter_map(|entry| {
            let name = name_of(entry.file_name().to_str()?)?;
            Some(Service { name, file: entry.path().to_string_lossy().into_owned(), scope: scope.to_owned() })
        })
        .collect();
    found.sort_by(|a, b| a.file.cmp(&b.file));
    found
}

/// Not a folder, not a dangling link, and not a link to `/dev/null`, which is how systemd forbids a unit.
fn defines_something(file: &Path) -> bool {
    std::fs::metadata(file).is_ok_and(|at| at.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_are_recognised_count() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["b.service", "a.service", "a.timer"] {
            std::fs::write(folder.path().join(file), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("c.service")).unwrap();
        let units = |name: &str| name.ends_with(".service").then(|| name.to_owned());
        let names: Vec<_> = definitions(folder.path(), "user", units).into_iter().map(|found| found.name).collect();
        assert_eq!(names, ["a.service", "b.service"]);
        assert!(definitions(&folder.path().join("nowhere"), "user", units).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_masked_unit_is_no_service() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/dev/null", folder.path().join("a.service")).unwrap();
        assert!(definitions(folder.path(), "user", |name| Some(name.to_owned())).is_empty());
    }
}
