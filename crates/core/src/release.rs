//! OpenClaw's versions and how they follow each other, and what a registry has of them. As OpenClaw 2026.9.6 compares them.
//!
//! `2026.9.6-1` is a correction of `2026.9.6` and newer than it, where semantic versioning calls it older; every other suffix
//! is a version on the way to that release. What does not read as a version is compared with nothing, and never shown.

use std::{cmp::Ordering, collections::BTreeMap, fmt};

/// The longest version that is read, in characters.
const LONGEST: usize = 40;

/// One version of OpenClaw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    release: [u32; 3],
    stage: Stage,
}

/// Where a version stands beside its release. In this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// On the way to it: `beta.3`.
    Before(Vec<Part>),
    /// The release itself.
    Release,
    /// Its correction of this number.
    Correction(u32),
}

/// One part of a suffix. Numbers come before words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u32),
    Word(String),
}

impl Version {
    /// Reads a version, with or without a `v` before it and a build (`+…`) after it; also the old spelling `1.2.3.beta.4`.
    pub fn parse(text: &str) -> Option<Version> {
        let text = text.trim();
        if text.len() > LONGEST {
            return None;
        }
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let text = text.split_once('+').map_or(text, |(version, _)| version);
        let (release, suffix) = match (text.split_once('-'), text.find(".beta")) {
            (Some((release, suffix)), _) => (release, Some(suffix)),
            (None, Some(dot)) => (&text[..dot], Some(&text[dot + 1..])),
            (None, None) => (text, None),
        };
        let mut numbers = release.split('.').map(number);
        let release = [numbers.next()??, numbers.next()??, numbers.next()??];
        if numbers.next().is_some() {
            return None;
        }
        let parts = suffix.map(|suffix| suffix.split('.').map(Part::parse).collect::<Option<Vec<_>>>());
        let stage = match parts {
            None => Stage::Release,
            Some(parts) => match parts?.as_slice() {
                [Part::Number(correction)] => Stage::Correction(*correction),
                parts => Stage::Before(parts.to_vec()),
            },
        };
        Some(Version { release, stage })
    }

    /// Where such a version is looked for when the person has not said where.
    fn channel(&self) -> &'static str {
        /// Patches from this one on belong to releases that are looked after for longer.
        const EXTENDED: u32 = 33;
        let beta = Part::Word("beta".to_owned());
        match &self.stage {
            Stage::Before(parts) if parts.contains(&beta) => "beta",
            Stage::Release if self.release[0] >= 1000 && self.release[2] >= EXTENDED => "extended-stable",
            _ => "stable",
        }
    }
}

impl Part {
    fn parse(text: &str) -> Option<Part> {
        let plain = !text.is_empty() && text.chars().all(|char| char.is_ascii_alphanumeric() || char == '-');
        plain.then(|| number(text).map_or_else(|| Part::Word(text.to_owned()), Part::Number))
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

impl Ord for Version {
    fn cmp(&self, other: &Version) -> Ordering {
        self.release.cmp(&other.release).then_with(|| self.stage.cmp(&other.stage))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Version) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.release;
        write!(text, "{major}.{minor}.{patch}")?;
        match &self.stage {
            Stage::Release => Ok(()),
            Stage::Correction(number) => write!(text, "-{number}"),
            Stage::Before(parts) => {
                let joined = parts.iter().map(Part::to_string).collect::<Vec<_>>().join(".");
                write!(text, "-{joined}")
            }
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Number(number) => number.fmt(text),
            Part::Word(word) => word.fmt(text),
        }
    }
}

/// What a registry calls the newest OpenClaw, by the tags that OpenClaw looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The registry's host.
    pub host: String,
    /// Its words: tag and version.
    pub tags: BTreeMap<String, String>,
}

impl Published {
    /// The tags that OpenClaw looks at.
    pub const TAGS: [&str; 4] = ["latest", "beta", "extended-stable", "dev"];

    /// The newest version for somebody who runs `running` and has set `update.channel` to `channel`, or nothing. `None`
    /// where the registry has no such tag, or it names no version.
    pub fn newest(&self, channel: Option<&str>, running: &Version) -> Option<Version> {
        let tagged = |tag: &str| self.tags.get(tag).and_then(|version| Version::parse(version));
        // whoever runs a beta stays with betas, whatever stands there for stable
        let by_version = running.channel();
        let channel = match channel.map(|channel| channel.trim().to_ascii_lowercase()).as_deref() {
            Some("extended-stable") => "extended-stable",
            Some("beta") => "beta",
            Some("dev") => "dev",
            Some("stable") if by_version != "beta" => "stable",
            _ => by_version,
        };
        match channel {
            "stable" => tagged("latest"),
            // a release that overtook the betas is for their users too
            "beta" => tagged("beta").max(tagged("latest")),
            other => tagged(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap_or_else(|| panic!("{text} is a version"))
    }

    #[test]
    fn versions_follow_each_other_as_openclaw_has_it() {
        let in_order = [
            "2026.5.12",
            "2026.9.6-alpha.1",
            "2026.9.6-beta",
            "2026.9.6-beta.2",
            "2026.9.6-beta.10",
            "2026.9.6-beta.10.1",
            "2026.9.6-rc.1",
            "2026.9.6",
            "2026.9.6-1",
            "2026.9.6-2",
            "2026.9.10",
            "2026.10.1",
            "2027.1.1",
        ];
        for pair in in_order.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
        for (text, same) in [
            ("v2026.9.6", "2026.9.6"),
            (" 2026.9.6 ", "2026.9.6"),
            ("2026.9.6+eb377ac", "2026.9.6"),
            ("2026.9.6.beta.2", "2026.9.6-beta.2"),
            ("2026.9.6.beta", "2026.9.6-beta"),
        ] {
            assert_eq!(version(text), version(same), "{text}");
            assert_eq!(version(text).to_string(), same);
        }
    }

    #[test]
    fn what_is_no_version_is_compared_with_nothing() {
        let long = format!("2026.9.6-{}", "a".repeat(40));
        for text in [
            "",
            "latest",
            "2026",
            "2026.9",
            "2026.9.6.1",
            "2026.9.x",
            "2026.-9.6",
            "2026.9.6-",
            "2026.9.6-beta..1",
            "2026.9.6; rm -rf /",
            "2026.9.6-$(id)",
            "99999999999.1.1",
            "2026.9.６",
            &long,
        ] {
            assert_eq!(Version::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_newest_is_that_of_the_persons_channel() {
        let tags =
            [("latest", "2026.9.6"), ("beta", "2026.10.1-beta.2"), ("extended-stable", "2026.7.35"), ("dev", "x")];
        let tags = tags.map(|(tag, version)| (tag.to_owned(), version.to_owned()));
        let published = Published { host: String::new(), tags: tags.into() };
        for (channel, running, newest) in [
            (None, "2026.9.5", Some("2026.9.6")),
            (Some("stable"), "2026.9.5", Some("2026.9.6")),
            (Some("nonsense"), "2026.9.5", Some("2026.9.6")),
            (Some("Beta"), "2026.9.5", Some("2026.10.1-beta.2")),
            (None, "2026.9.5-beta.1", Some("2026.10.1-beta.2")),
            (Some("stable"), "2026.9.5-beta.1", Some("2026.10.1-beta.2")),
            (None, "2026.7.33", Some("2026.7.35")),
            (Some("stable"), "2026.7.33", Some("2026.9.6")),
            (Some("extended-stable"), "2026.9.5-beta.1", Some("2026.7.35")),
            (Some("dev"), "2026.9.5", None),
        ] {
            let said = published.newest(channel, &version(running)).map(|version| version.to_string());
            assert_eq!(said.as_deref(), newest, "{channel:?} {running}");
        }
        let mut overtaken = published.clone();
        overtaken.tags.insert("latest".to_owned(), "2026.10.1".to_owned());
        assert_eq!(overtaken.newest(Some("beta"), &version("2026.9.5")), Some(version("2026.10.1")));
        assert_eq!(Published::default().newest(None, &version("2026.9.5")), None);
    }
}
