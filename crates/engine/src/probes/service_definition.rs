//! What a service gives the process that it starts: its command and its environment, out of its definition and of all that
//! belongs to that. A unit has drop-ins and files that it takes variables from; OpenClaw's property lists hand a file of
//! variables to a wrapper.
//!
//! Files are read; the service manager is not asked, and nothing is said of what is not written there.

use std::{
    iter::Peekable,
    path::{Path, PathBuf},
    str::Chars,
};

use clawtender_core::facts::Service;

use super::key_sources;
use crate::platform;

/// Most files of variables that one definition names.
const MOST: usize = 50;

/// What a service starts, and with which variables. May hold secrets: no `Debug`.
#[derive(Default)]
pub(crate) struct Definition {
    /// What it runs, word by word.
    pub(crate) command: Vec<String>,
    /// Where that stands: the definition itself first.
    pub(crate) files: Vec<PathBuf>,
    /// Each variable once, as the process has it.
    pub(crate) given: Vec<Given>,
}

/// A variable that the process has, and the file that gives it.
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) file: PathBuf,
}

impl Definition {
    /// A variable's value, where it has one that is not empty.
    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        let given = self.given.iter().find(|given| given.name == name)?;
        Some(given.value.as_str()).filter(|value| !value.is_empty())
    }

    /// Of several values of a variable the last is the one.
    fn settle(mut self) -> Definition {
        let mut later: Vec<String> = Vec::new();
        self.given.reverse();
        self.given.retain(|given| {
            let last = !later.contains(&given.name);
            later.push(given.name.clone());
            last
        });
        self.given.reverse();
        self
    }
}

/// A service's definition with all that belongs to it; `None` where it cannot be read.
pub(crate) fn read(service: &Service, home: &Path) -> Option<Definition> {
    let file = PathBuf::from(&service.file);
    let own = key_sources::read(&file)?;
    let more = platform::drop_ins(service, home).into_iter().filter_map(|file| {
        let text = key_sources::read(&file)?;
        Some((file, text))
    });
    let texts: Vec<(PathBuf, String)> = std::iter::once((file, own)).chain(more).collect();
    Some(understood(&texts, home, key_sources::read))
}

/// The same of texts. `read` gives the files that they name.
fn understood(texts: &[(PathBuf, String)], home: &Path, read: impl Fn(&Path) -> Option<String>) -> Definition {
    let Some((file, text)) = texts.first() else { return Definition::default() };
    let is_unit = |line: &str| matches!(line.trim(), "[Unit]" | "[Service]");
    let definition = if text.contains("<key>") {
        list(file, text, read)
    } else if text.lines().any(is_unit) {
        unit(texts, home, read)
    } else {
        batch(file, text)
    };
    definition.settle()
}

/// A unit of systemd's with its drop-ins, in the order in which they count.
fn unit(texts: &[(PathBuf, String)], home: &Path, read: impl Fn(&Path) -> Option<String>) -> Definition {
    let mut found = Definition { files: texts.iter().map(|(file, _)| file.clone()).collect(), ..Definition::default() };
    let (mut named, mut unset): (Vec<PathBuf>, Vec<String>) = (Vec::new(), Vec::new());
    for (file, text) in texts {
        for (key, value) in settings(text) {
            match key {
                "ExecStart" if value.is_empty() => found.command.clear(),
                "ExecStart" if found.command.is_empty() => {
                    found.command = unit_words(value.trim_start_matches(['-', '@', ':', '+', '!']), home);
                }
                // nothing behind it takes back what was given
                "Environment" if value.is_empty() => found.given.clear(),
                "Environment" => {
                    found.given.extend(unit_words(&value, home).iter().filter_map(|word| pair(word, file)));
                }
                "EnvironmentFile" if value.is_empty() => named.clear(),
                "EnvironmentFile" if named.len() < MOST => {
                    let path = value.strip_prefix('-').unwrap_or(&value).trim().trim_matches(['"', '\'']);
                    named.push(PathBuf::from(specified(path, home)));
                }
                "UnsetEnvironment" if value.is_empty() => unset.clear(),
                "UnsetEnvironment" => unset.extend(unit_words(&value, home)),
                _ => {}
            }
        }
    }
    // what stands in a file goes over what stands in the unit
    for file in named.into_iter().filter(|file| file.is_absolute()) {
        found.take_in(file, None, &read);
    }
    found.given.retain(|given| {
        let gone = |one: &String| *one == given.name || *one == format!("{}={}", given.name, given.value);
        !unset.iter().any(gone)
    });
    found
}

/// A property list of launchd's, and the file of variables that its wrapper reads.
fn list(file: &Path, text: &str, read: impl Fn(&Path) -> Option<String>) -> Definition {
    let strings = |text: &str| -> Vec<String> {
        let each = text.split("<string>").skip(1).filter_map(|word| word.split("</string>").next());
        each.map(unescaped).collect()
    };
    let after = |key: &str, end: &str| {
        let (_, rest) = text.split_once(&format!("<key>{key}</key>"))?;
        Some(rest.split(end).next().unwrap_or_default().to_owned())
    };
    let mut found = Definition {
        command: after("ProgramArguments", "</array>").map(|list| strings(&list)).unwrap_or_default(),
        files: vec![file.to_owned()],
        given: Vec::new(),
    };
    let pairs = after("EnvironmentVariables", "</dict>").unwrap_or_default();
    for pair in pairs.split("<key>").skip(1) {
        if let Some((name, value)) = pair.split_once("</key>")
            && let Some(value) = strings(value).into_iter().next()
        {
            found.given.push(Given { name: unescaped(name), value, file: file.to_owned() });
        }
    }
    let wrapper = found.command.iter().position(|word| word.ends_with("-env-wrapper.sh"));
    let named = wrapper
        .and_then(|at| found.command.get(at + 1))
        .filter(|word| Path::new(word).extension().is_some_and(|end| end == "env"));
    if let Some(file) = named.map(PathBuf::from) {
        found.take_in(file, Some("export"), &read);
    }
    found
}

/// A batch file of the Task Scheduler's.
fn batch(file: &Path, text: &str) -> Definition {
    let first = |line: &str| line.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let runs = |line: &&str| {
        let (word, comment) = (first(line), line.trim_start().starts_with("::"));
        line.to_ascii_lowercase().contains(" gateway") && !comment && !matches!(word.as_str(), "rem" | "set")
    };
    let sets = text.lines().filter(|line| first(line) == "set").filter_map(|line| {
        let said = line.trim().get(3..)?.trim();
        let said =
            said.strip_prefix('"').map_or(said, |quoted| quoted.rsplit_once('"').map_or(quoted, |(said, _)| said));
        pair(&said.replace("%%", "%"), file)
    });
    Definition {
        command: text.lines().find(runs).map(batch_words).unwrap_or_default(),
        files: vec![file.to_owned()],
        given: sets.collect(),
    }
}

impl Definition {
    /// The variables of a file that the definition names.
    fn take_in(&mut self, file: PathBuf, exported: Option<&str>, read: impl Fn(&Path) -> Option<String>) {
        let Some(text) = read(&file) else { return };
        let set = assignments(&text, exported);
        self.given.extend(set.into_iter().map(|(name, value)| Given { name, value, file: file.clone() }));
        self.files.push(file);
    }
}

/// What stands in the section of a unit that concerns the process.
fn settings(text: &str) -> Vec<(&str, String)> {
    let (mut found, mut inside, mut open): (Vec<(&str, String)>, bool, bool) = (Vec::new(), false, false);
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with(['#', ';']) {
            continue;
        }
        let (said, goes_on) = line.strip_suffix('\\').map_or((line, false), |said| (said, true));
        if open {
            if let Some((_, value)) = found.last_mut() {
                value.push(' ');
                value.push_str(said.trim());
            }
        } else if said.starts_with('[') {
            inside = said == "[Service]";
            continue;
        } else if let Some((key, value)) = said.split_once('=').filter(|_| inside) {
            found.push((key.trim(), value.trim().to_owned()));
        } else {
            continue;
        }
        open = goes_on;
    }
    found
}

fn pair(word: &str, file: &Path) -> Option<Given> {
    let (name, value) = word.split_once('=').filter(|(name, _)| is_name(name))?;
    Some(Given { name: name.to_owned(), value: value.to_owned(), file: file.to_owned() })
}

fn is_name(word: &str) -> bool {
    !word.is_empty()
        && word.chars().all(|char| char.is_ascii_alphanumeric() || char == '_' || char == '(' || char == ')')
}

/// `%h` and a doubled `%` as systemd reads them; what else it knows is not needed for a path or a proxy.
fn specified(text: &str, home: &Path) -> String {
    let (mut told, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('%') {
        told.push_str(before);
        let (said, length) = match after.chars().next() {
            Some('%') => ("%".to_owned(), 1),
            Some('h') => (home.to_string_lossy().into_owned(), 1),
            _ => ("%".to_owned(), 0),
        };
        told.push_str(&said);
        rest = &after[length..];
    }
    told + rest
}

/// Words as systemd takes them apart: quotes of both kinds wherever they open, and what a backslash stands before.
fn unit_words(line: &str, home: &Path) -> Vec<String> {
    let mut chars = line.chars().peekable();
    let mut all = Vec::new();
    loop {
        while chars.next_if(|char| char.is_whitespace()).is_some() {}
        if chars.peek().is_none() {
            return all;
        }
        all.push(specified(&word(&mut chars, Escapes::Everywhere), home));
    }
}

/// Where a backslash stands for what follows it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    /// As systemd takes a line apart.
    Everywhere,
    /// As a shell does: not between single quotes.
    AsInAShell,
}

/// Up to a blank outside of quotes; in a file of variables, up to the end of the line.
fn word(chars: &mut Peekable<Chars>, escapes: Escapes) -> String {
    let (mut word, mut quote) = (String::new(), None);
    while let Some(char) = chars.next_if(|char| quote.is_some() || !char.is_whitespace()) {
        match (char, quote) {
            ('\'' | '"', None) => quote = Some(char),
            (char, Some(open)) if char == open => quote = None,
            ('\\', quote) if escapes == Escapes::Everywhere || quote != Some('\'') => match chars.next() {
                Some('n') if escapes == Escapes::Everywhere => word.push('\n'),
                Some('t') if escapes == Escapes::Everywhere => word.push('\t'),
                Some('s') if escapes == Escapes::Everywhere => word.push(' '),
                Some('\n') | None => {}
                Some(next) => word.push(next),
            },
            (char, _) => word.push(char),
        }
    }
    word
}

/// The variables of a file of them, as systemd and a shell read it. `before` is the word that stands before each.
fn assignments(text: &str, before: Option<&str>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let line = rest.trim_start();
        let end = line.find('\n').map_or(line.len(), |end| end + 1);
        rest = &line[end..];
        let said = match before {
            Some(before) => line.strip_prefix(before).filter(|said| said.starts_with([' ', '\t'])).map(str::trim_start),
            None => Some(line),
        };
        let pair = said.and_then(|said| said.split_once('=')).filter(|(name, _)| is_name(name));
        let Some((name, value)) = pair else { continue };
        // between quotes, a value goes on over the end of its line
        let value = value.trim_start_matches([' ', '\t']);
        let mut chars = value.chars().peekable();
        let mut told = word(&mut chars, Escapes::AsInAShell);
        if before.is_none() && !value.starts_with(['"', '\'']) {
            // systemd takes blanks within a line for part of the value
            value.split('\n').next().unwrap_or_default().trim().clone_into(&mut told);
        }
        found.push((name.to_owned(), told));
        let read: usize = value.len() - chars.map(char::len_utf8).sum::<usize>();
        if let Some(behind) = value.get(read..).filter(|_| value[..read].contains('\n')) {
            rest = behind.split_once('\n').map_or("", |(_, rest)| rest);
        }
    }
    found
}

/// Words between blanks, or between quotation marks: a backslash is part of a path there.
fn batch_words(line: &str) -> Vec<String> {
    let (mut all, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for char in line.chars() {
        match char {
            '"' => quoted = !quoted,
            char if char.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    all.push(std::mem::take(&mut word));
                }
            }
            char => word.push(char),
        }
    }
    if !word.is_empty() {
        all.push(word);
    }
    all
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What OpenClaw 2026.9.6 writes, with other names.
    const UNIT: &str = include_str!("testdata/openclaw-gateway.service");
    const LIST: &str = include_str!("testdata/ai.openclaw.gateway.plist");
    const BATCH: &str = include_str!("testdata/gateway.cmd");
    const LIST_VARIABLES: &str = "#!/bin/sh\n# Generated by OpenClaw. Do not edit while the service is running.\n\
        export HOME='/Users/alice'\nexport HTTPS_PROXY='http://p.example:3128'\nexport SAID='it'\\''s\ntwo lines'\n\
        export OPENCLAW_GATEWAY_PORT='18790'\nnot a variable\n";

    fn of(texts: &[(&str, &str)], files: &[(&str, &str)]) -> Definition {
        let texts: Vec<_> = texts.iter().map(|(file, text)| (PathBuf::from(file), (*text).to_owned())).collect();
        understood(&texts, Path::new("/home/alice"), |path| {
            files.iter().find(|(file, _)| path == Path::new(file)).map(|(_, text)| (*text).to_owned())
        })
    }

    #[test]
    fn what_openclaw_writes_is_read_on_every_system() {
        let unit = of(&[("/u/openclaw-gateway.service", UNIT)], &[]);
        assert_eq!(unit.command[..2], ["/usr/bin/node", "--max-old-space-size=8192"]);
        assert_eq!(unit.variable("OPENCLAW_WINDOWS_TASK_NAME"), Some("OpenClaw Gateway"));
        assert_eq!((unit.variable("HOME"), unit.variable("NODE_OPTIONS")), (Some("/home/alice"), None));
        assert_eq!(unit.given.iter().filter(|given| given.name == "NODE_OPTIONS").count(), 1);

        let variables = "/Users/alice/.openclaw/service-env/ai.openclaw.gateway.env";
        let list = of(&[("/l/ai.openclaw.gateway.plist", LIST)], &[(variables, LIST_VARIABLES)]);
        assert_eq!(list.command[3..5], ["/usr/local/bin/node", "/usr/local/lib/node_modules/openclaw/dist/index.js"]);
        assert_eq!(list.variable("HTTPS_PROXY"), Some("http://p.example:3128"));
        assert_eq!(list.variable("SAID"), Some("it's\ntwo lines"));
        assert_eq!(list.variable("OPENCLAW_GATEWAY_PORT"), Some("18790"));
        assert_eq!(list.given.len(), 4);
        assert!(list.given.iter().all(|given| given.file == Path::new(variables)));
        assert_eq!(list.files.len(), 2);
        // the file is gone: nothing is known of what stood there
        assert_eq!(of(&[("/l/x.plist", LIST)], &[]).files.len(), 1);

        let batch = of(&[("C:/gateway.cmd", BATCH)], &[]);
        assert_eq!(batch.command[0], "C:\\Program Files\\nodejs\\node.exe");
        assert_eq!(batch.variable("OPENCLAW_WINDOWS_TASK_NAME"), Some("OpenClaw Gateway"));
    }

    #[test]
    fn what_a_drop_in_and_a_file_say_counts_as_systemd_counts_it() {
        let unit = "[Unit]\nEnvironment=NOT=here\n[Service]\nExecStart=/usr/bin/node index.js gateway --port 1\n\
                    Environment=A=unit B=unit \"C=with blank\" D='x y'\nEnvironmentFile=-%h/.openclaw/service.env\n\
                    EnvironmentFile=/gone\n# Environment=E=comment\nEnvironment=F=1 \\\n  G=100%%\n";
        let reset =
            "[Service]\nEnvironment=\nEnvironment=B=drop-in\nExecStart=\nExecStart=-/opt/node index.js gateway\n";
        let more = "[Service]\nEnvironment=G=later\nUnsetEnvironment=Z\nEnvironmentFile=\"/etc/x y.env\"\n";
        let own = "# c\n; d\nH=file\nB='file'\nI=two words \nJ=\"a \\\"b\\\"\"\nexport K=no\nZ=1\n";
        let files = [("/home/alice/.openclaw/service.env", own), ("/etc/x y.env", "B=last\n")];
        let said = |definition: &Definition| -> Vec<String> {
            let one = |given: &Given| format!("{}={}", given.name, given.value);
            let mut all: Vec<String> = definition.given.iter().map(one).collect();
            all.sort();
            all
        };
        let alone = of(&[("/u/a.service", unit)], &files);
        let of_file = ["H=file", "I=two words", "J=a \"b\"", "Z=1"];
        let expected = [&["A=unit", "B=file", "C=with blank", "D=x y", "F=1", "G=100%"][..], &of_file].concat();
        assert_eq!(said(&alone), expected);
        assert_eq!(alone.command[0], "/usr/bin/node");

        let all =
            of(&[("/u/a.service", unit), ("/u/a.service.d/1.conf", reset), ("/u/a.service.d/2.conf", more)], &files);
        assert_eq!(said(&all), ["B=last", "G=later", "H=file", "I=two words", "J=a \"b\""]);
        assert_eq!(all.command[0], "/opt/node");
        let file = |name: &str| all.given.iter().find(|given| given.name == name).unwrap().file.to_str().unwrap();
        assert_eq!((file("B"), file("G")), ("/etc/x y.env", "/u/a.service.d/2.conf"));
        assert_eq!(all.files.len(), 5);
    }

    #[test]
    fn hostile_definitions_are_read_or_not_and_never_for_long() {
        for text in [
            "",
            "[Service]",
            "[Service]\nEnvironment=\"",
            "[Service]\nEnvironment=%",
            "[Service]\nExecStart=\\",
            "[Service]\nEnvironmentFile=-",
            "[Service]\n\\\n\\\n",
            "<key>ProgramArguments</key>",
            "<key>",
            "<key>EnvironmentVariables</key><dict><key>A</key>",
            "set",
            "set \"",
            "set \"A=",
            "sét",
            "é gateway",
        ] {
            drop(of(&[("/x", text)], &[]));
        }
        for text in ["", "=", "A", "A=", "A='", "A=\"\\", "export", "export A", "export é='é", "A='é\n\n", "\n\n\\\n"]
        {
            assert!(assignments(text, None).len() <= 1 && assignments(text, Some("export")).len() <= 1, "{text:?}");
        }
    }
}
