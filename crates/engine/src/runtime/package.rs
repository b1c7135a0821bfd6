//! What an OpenClaw package says about itself. Its package.json is anybody's file: bounded, and believed only where it parses.

use std::path::{Path, PathBuf};

use nodejs_semver::{Range, Version};
use serde_json::Value;

use super::files;

/// The real one is 143 kB.
const LIMIT: u64 = 2 * 1024 * 1024;
/// Longest `engines.node` that is kept; the real one is 27 characters.
const LONGEST_RANGE: usize = 200;

/// An OpenClaw package on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Package {
    /// Its folder.
    pub folder: PathBuf,
    /// Its version.
    pub version: Version,
    /// `engines.node` as it stands there; empty when there is none.
    pub engines: String,
    /// Where it was found.
    pub source: &'static str,
}

impl Package {
    /// The package in this very folder, if it is OpenClaw and can be run.
    pub(super) fn read(folder: &Path, source: &'static str) -> Option<Package> {
        let manifest: Value = files::json(&folder.join("package.json"), LIMIT)?;
        if manifest.get("name")?.as_str()? != "openclaw" || !folder.join("openclaw.mjs").is_file() {
            return None;
        }
        let version = version(manifest.get("version")?.as_str()?)?;
        let engines = manifest.pointer("/engines/node").and_then(Value::as_str).unwrap_or_default();
        Some(Package { folder: folder.to_path_buf(), version, engines: clean(engines), source })
    }

    /// What Node is given to run.
    pub(super) fn entry(&self) -> PathBuf {
        self.folder.join("openclaw.mjs")
    }

    /// The Node versions it accepts; none at all when its range is not one.
    pub(super) fn range(&self) -> Option<Range> {
        if self.engines.is_empty() { Some(Range::any()) } else { Range::parse(&self.engines).ok() }
    }
}

/// A version that is nothing but one: the parser itself forgives what follows it (`1.0.0; rm -rf /`).
pub(super) fn version(text: &str) -> Option<Version> {
    Version::parse(text).ok().filter(|version| version.to_string() == text)
}

fn clean(range: &str) -> String {
    range.chars().filter(|character| !character.is_control()).take(LONGEST_RANGE).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn read(manifest: &[u8]) -> Option<Package> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("openclaw.mjs"), "").unwrap();
        fs::write(folder.path().join("package.json"), manifest).unwrap();
        Package::read(folder.path(), "test")
    }

    #[test]
    fn a_real_manifest_is_read() {
        let manifest =
            br#"{"name":"openclaw","version":"2026.9.6","engines":{"node":">=24.16.0 <25 || >=26.1.0"},"x":[1]}"#;
        let package = read(manifest).unwrap();
        assert_eq!(package.version.to_string(), "2026.9.6");
        let range = package.range().unwrap();
        for (node, fits) in
            [("24.16.0", true), ("24.15.9", false), ("25.0.0", false), ("26.1.0", true), ("26.2.0-rc.1", false)]
        {
            assert_eq!(range.satisfies(&Version::parse(node).unwrap()), fits, "{node}");
        }
    }

    #[test]
    fn a_hostile_manifest_is_no_package() {
        let deep =
            format!(r#"{{"name":"openclaw","version":"1.0.0","x":{}1{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
        let huge = format!(r#"{{"name":"openclaw","version":"1.0.0","x":"{}"}}"#, "x".repeat(3_000_000));
        let long = format!(r#"{{"name":"openclaw","version":"1.0.{}"}}"#, "9".repeat(5000));
        let table: [&[u8]; 12] = [
            b"",
            b"null",
            b"[]",
            b"\xff\xfe\x00",
            b"{\"name\":\"openclaw\"}",
            b"{\"name\":\"openclaw\",\"version\":7}",
            b"{\"name\":\"openclaw\",\"version\":\"../../etc\"}",
            b"{\"name\":\"open\\u0000claw\",\"version\":\"1.0.0\"}",
            b"{\"name\":\"clawopen\",\"version\":\"1.0.0\"}",
            deep.as_bytes(),
            huge.as_bytes(),
            long.as_bytes(),
        ];
        for manifest in table {
            assert_eq!(read(manifest), None, "{}", String::from_utf8_lossy(&manifest[..manifest.len().min(80)]));
        }
    }

    #[test]
    fn odd_engines_are_kept_short_and_accept_nothing() {
        let odd = r#"{"name":"openclaw","version":"1.0.0","engines":{"node":"\u001b[31mwhatever "}}"#;
        let package = read(odd.as_bytes()).unwrap();
        assert!(!package.engines.chars().any(char::is_control) && package.range().is_none());
        let none = read(br#"{"name":"openclaw","version":"1.0.0","engines":["node"]}"#).unwrap();
        assert!(none.engines.is_empty() && none.range().is_some());
        let long = format!(r#"{{"name":"openclaw","version":"1.0.0","engines":{{"node":"{}"}}}}"#, ">=1 ".repeat(9999));
        assert_eq!(read(long.as_bytes()).unwrap().engines.len(), LONGEST_RANGE);
    }

    #[test]
    fn only_a_version_is_a_version() {
        for text in ["1.0.0", "2026.9.6-beta.1", "24.21.0"] {
            assert_eq!(version(text).unwrap().to_string(), text);
        }
        for text in
            ["", "1", "latest", "v1.0.0", "1.0.0 ", "1.0.0; rm -rf /", "1.0.0/../..", "1.0.0\u{1b}[31m", "--global"]
        {
            assert_eq!(version(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_package_without_its_entry_is_none() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("package.json"), r#"{"name":"openclaw","version":"1.0.0"}"#).unwrap();
        assert_eq!(Package::read(folder.path(), "test"), None);
    }
}
