//! Every command can be understood from its help.

use clap::CommandFactory;

use super::*;

fn each(command: &clap::Command, visit: &mut impl FnMut(&clap::Command)) {
    visit(command);
    command.get_subcommands().for_each(|sub| each(sub, visit));
}

#[test]
fn every_command_shows_an_example() {
    Cli::command().debug_assert();
    each(&Cli::command(), &mut |command| {
        let help = command.get_after_help().unwrap_or_default().to_string();
        assert!(help.contains("Example") && help.contains("  clawtender"), "{}", command.get_name());
    });
}

#[test]
fn groups_and_severities_are_those_of_the_report() {
    for group in GROUPS {
        let args = Cli::try_parse_from(["clawtender", "doctor", "--group", group]).unwrap();
        let Command::Doctor(doctor) = args.command else { panic!("{args:?}") };
        assert_eq!(serde_json::to_value(doctor.group[0]).unwrap(), group);
    }
    for severity in SEVERITIES {
        assert!(Cli::try_parse_from(["clawtender", "doctor", "--fail-on", severity]).is_ok());
    }
}
