//! What the system's service manager says of a service: how each is asked, and what its answers mean.
//!
//! Asked as a person would ask at a terminal, and never while the gateway serves. An answer in a form that is not known is none.

use std::{ffi::OsString, path::Path, time::Duration};

use clawtender_core::{facts::Service, installation::Managed, text::clean};

use crate::process::{self, Output, Question};

/// Longest wait for one answer.
const DEADLINE: Duration = Duration::from_secs(3);
const LIMIT: usize = 256 * 1024;
/// Characters kept of its reason.
const WHY: usize = 60;

/// Who starts services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "each system has one of them, and the tests read the words of all")]
pub(super) enum Manager {
    Systemd,
    /// Of the user with this number.
    Launchd(u32),
    TaskScheduler,
}

/// What it says; `None` where it does not answer, or in another form than it is known to.
pub(super) async fn ask(
    manager: Manager,
    service: &Service,
    environment: Vec<(OsString, OsString)>,
    folder: &Path,
) -> Option<Managed> {
    let mut answers = Vec::new();
    for line in questions(manager, service) {
        let (program, args) = line.split_first()?;
        let question = Question {
            program: program.into(),
            args: args.iter().map(Into::into).collect(),
            environment: Some(environment.clone()),
            folder: folder.to_owned(),
            deadline: DEADLINE,
            limit: LIMIT,
        };
        answers.push(process::run(question).await.ok()?);
    }
    understood(manager, service, &answers)
}

fn questions(manager: Manager, service: &Service) -> Vec<Vec<String>> {
    let lines: Vec<Vec<&str>> = match manager {
        Manager::Systemd => {
            let properties = "--property=LoadState,ActiveState,Result,NRestarts,StartLimitBurst,ExecMainStatus";
            let whose = if service.scope == "system" { "--system" } else { "--user" };
            vec![vec!["systemctl", whose, "show", properties, "--", &service.name]]
        }
        Manager::Launchd(user) => {
            let domain = domain(user, service);
            let job = format!("{domain}/{}", service.name);
            let line = |words: [&str; 3]| words.map(str::to_owned).to_vec();
            return vec![line(["/bin/launchctl", "print-disabled", &domain]), line(["/bin/launchctl", "print", &job])];
        }
        Manager::TaskScheduler => vec![vec!["schtasks.exe", "/query", "/tn", &service.name, "/xml"]],
    };
    lines.into_iter().map(|line| line.into_iter().map(str::to_owned).collect()).collect()
}

fn domain(user: u32, service: &Service) -> String {
    // what all users have in common stands in a folder of the system's, and is still loaded for each of them
    if service.file.contains("/LaunchDaemons/") { "system".to_owned() } else { format!("gui/{user}") }
}

fn understood(manager: Manager, service: &Service, answers: &[Output]) -> Option<Managed> {
    match (manager, answers) {
        (Manager::Systemd, [shown]) => systemd(&text(&shown.stdout)),
        (Manager::Launchd(_), [disabled, printed]) => launchd(&service.name, disabled, printed),
        (Manager::TaskScheduler, [told]) => task(told),
        _ => None,
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// `systemctl show`: a line for each property. A unit that ended too often in a row keeps the result of its last end, so that only
/// the counts tell; one that said itself not to start it again (78) is not counted.
fn systemd(shown: &str) -> Option<Managed> {
    let property = |name: &str| shown.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    let number = |name: &str| property(name).and_then(|value| value.parse::<u32>().ok()).unwrap_or_default();
    let most = number("StartLimitBurst");
    let too_often = most > 0 && number("NRestarts") >= most && number("ExecMainStatus") != 78;
    Some(match (property("LoadState")?, property("ActiveState")?) {
        ("masked", _) => Managed::Disabled,
        ("loaded", "failed") if too_often => Managed::Failed("start-limit-hit".to_owned()),
        ("loaded", "failed") => Managed::Failed(clean(property("Result").unwrap_or_default(), WHY)),
        ("loaded", "inactive") => Managed::AtRest,
        ("loaded", _) => Managed::Runs,
        _ => Managed::NotLoaded,
    })
}

/// `launchctl print-disabled`: `"LABEL" => disabled`, or `true` before macOS 13. `launchctl print`: what it knows of the job, or that
/// there is none.
fn launchd(label: &str, disabled: &Output, printed: &Output) -> Option<Managed> {
    let list = text(&disabled.stdout);
    let said = list.lines().find_map(|line| line.trim().strip_prefix(&format!("\"{label}\" => ")));
    if matches!(said.map(str::trim), Some("disabled" | "true")) {
        return Some(Managed::Disabled);
    }
    let (told, complaint) = (text(&printed.stdout), text(&printed.stderr));
    if printed.code != Some(0) {
        let unknown =
            [&told, &complaint].iter().any(|words| words.to_ascii_lowercase().contains("could not find service"));
        return unknown.then_some(Managed::NotLoaded);
    }
    // jobs within the job are set deeper
    let field = |name: &str| told.lines().find_map(|line| line.trim().strip_prefix(name)?.strip_prefix(" = "));
    let exit = field("last exit code").filter(|code| !code.starts_with('0') && !code.starts_with("(never"));
    Some(match (field("state")?, exit) {
        ("running", _) => Managed::Runs,
        (_, Some(code)) => Managed::Failed(clean(&format!("exit code {code}"), WHY)),
        _ => Managed::AtRest,
    })
}

/// The task as XML, whose words are the same in every language; exit code 1 where there is none.
fn task(told: &Output) -> Option<Managed> {
    // in the console's encoding or in that of the system, whose zeros are left out
    let xml: String = text(&told.stdout).chars().filter(|char| *char != '\0').collect();
    if told.code == Some(1) {
        return Some(Managed::NotLoaded);
    }
    let (_, settings) = xml.split_once("<Settings>")?;
    let settings = settings.split("</Settings>").next().unwrap_or_default();
    let off = settings.replace(char::is_whitespace, "").contains("<Enabled>false</Enabled>");
    Some(if off { Managed::Disabled } else { Managed::AtRest })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(code: i32, stdout: &str, stderr: &str) -> Output {
        Output { code: Some(code), stdout: stdout.into(), stderr: stderr.into() }
    }

    #[test]
    fn systemds_words_are_read() {
        for (load, active, result, expected) in [
            ("loaded", "active", "success", Managed::Runs),
            ("loaded", "activating", "exit-code", Managed::Runs),
            ("loaded", "inactive", "success", Managed::AtRest),
            ("loaded", "failed", "start-limit-hit", Managed::Failed("start-limit-hit".into())),
            ("masked", "inactive", "success", Managed::Disabled),
            ("not-found", "inactive", "success", Managed::NotLoaded),
            ("bad-setting", "inactive", "success", Managed::NotLoaded),
        ] {
            let shown = format!("Result={result}\nLoadState={load}\nActiveState={active}\n");
            assert_eq!(systemd(&shown), Some(expected), "{shown}");
        }
        let counted = |restarts: u32, status: u32| {
            format!(
                "LoadState=loaded\nActiveState=failed\nResult=exit-code\nNRestarts={restarts}\nStartLimitBurst=10\n\
                 ExecMainStatus={status}\n"
            )
        };
        assert_eq!(systemd(&counted(10, 1)), Some(Managed::Failed("start-limit-hit".into())));
        assert_eq!(systemd(&counted(10, 78)), Some(Managed::Failed("exit-code".into())));
        assert_eq!(systemd(&counted(9, 1)), Some(Managed::Failed("exit-code".into())));
        assert_eq!(systemd("Failed to connect to bus: No medium found\n"), None);
    }

    #[test]
    fn launchds_words_are_read() {
        let label = "ai.openclaw.gateway";
        let print = |state: &str, exit: &str| {
            let words = "gui/501/ai.openclaw.gateway = {\n\tactive count = 1\n\tpath = /Users/alice/Library/LaunchAgents/x.plist\n";
            output(
                0,
                &format!(
                    "{words}\ttype = LaunchAgent\n\tstate = {state}\n\n\truns = 3\n\tlast exit code = {exit}\n}}\n"
                ),
                "",
            )
        };
        let none = || output(0, "disabled services = {\n\t\"com.apple.x\" => disabled\n}\n", "");
        for (disabled, printed, expected) in [
            (none(), print("running", "(never exited)"), Some(Managed::Runs)),
            (none(), print("not running", "0"), Some(Managed::AtRest)),
            (none(), print("not running", "(never exited)"), Some(Managed::AtRest)),
            (
                none(),
                print("spawn scheduled", "78: EX_CONFIG"),
                Some(Managed::Failed("exit code 78: EX_CONFIG".into())),
            ),
            (
                none(),
                output(
                    113,
                    "",
                    "Bad request.\nCould not find service \"ai.openclaw.gateway\" in domain for user gui: 501\n",
                ),
                Some(Managed::NotLoaded),
            ),
            (none(), output(1, "", "launchctl cannot do that"), None),
            (
                output(0, "\tdisabled services = {\n\t\t\"ai.openclaw.gateway\" => disabled\n\t}\n", ""),
                output(113, "", ""),
                Some(Managed::Disabled),
            ),
            (output(0, "\"ai.openclaw.gateway\" => true\n", ""), print("running", "0"), Some(Managed::Disabled)),
            (output(0, "\"ai.openclaw.gateway\" => enabled\n", ""), print("running", "0"), Some(Managed::Runs)),
        ] {
            assert_eq!(launchd(label, &disabled, &printed), expected, "{disabled:?} {printed:?}");
        }
    }

    #[test]
    fn the_task_schedulers_words_are_read() {
        let xml = |enabled: &str| {
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n<Task><Triggers><LogonTrigger><Enabled>true</Enabled>\
                 </LogonTrigger></Triggers><Settings>\r\n    <Enabled>{enabled}</Enabled>\r\n</Settings></Task>"
            )
        };
        assert_eq!(task(&output(0, &xml("true"), "")), Some(Managed::AtRest));
        assert_eq!(task(&output(0, &xml("false"), "")), Some(Managed::Disabled));
        let wide: Vec<u8> = xml("false").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(task(&Output { code: Some(0), stdout: wide, stderr: Vec::new() }), Some(Managed::Disabled));
        assert_eq!(task(&output(1, "", "ERROR: The system cannot find the file specified.")), Some(Managed::NotLoaded));
        assert_eq!(task(&output(0, "", "")), None);
    }

    #[test]
    fn each_manager_is_asked_about_this_service() {
        let service = |name: &str, file: &str| Service { name: name.into(), file: file.into(), scope: "user".into() };
        let unit = service("openclaw-gateway.service", "/u/openclaw-gateway.service");
        let line = &questions(Manager::Systemd, &unit)[0];
        assert_eq!(line[..3], ["systemctl", "--user", "show"]);
        let agent = service("ai.openclaw.gateway", "/Users/a/Library/LaunchAgents/ai.openclaw.gateway.plist");
        assert_eq!(questions(Manager::Launchd(501), &agent)[1][2], "gui/501/ai.openclaw.gateway");
        let daemon = service("ai.openclaw.gateway", "/Library/LaunchDaemons/ai.openclaw.gateway.plist");
        assert_eq!(questions(Manager::Launchd(501), &daemon)[0][2], "system");
        assert_eq!(questions(Manager::TaskScheduler, &service("OpenClaw Gateway", ""))[0][3], "OpenClaw Gateway");
    }
}
