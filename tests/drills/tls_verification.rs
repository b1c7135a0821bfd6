//! A gateway that is told not to verify certificates, in a file, in its configuration and in its environment; then it is not. And a
//! login shell that tells it to whatever a person starts in a terminal.

use std::{fs, path::Path};

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    network::{evidence, home_without_gateway},
};

const CHECK: &str = "tls-verification";
const SET: &str = "NODE_TLS_REJECT_UNAUTHORIZED";

#[test]
fn certificates_that_are_not_verified_are_the_root_until_they_are() {
    let mut home = home_without_gateway();
    passes(&home, CHECK);
    let file = home.path(".openclaw/.env");
    fs::write(&file, format!("{SET}=0\n")).unwrap();
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("the gateway takes whoever answers for the provider"), "{found:#}");
    assert!(evidence(&found).contains(&format!("{SET}=0 in {}", file.display())), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"verify-certificates".into(), &"confirm".into()));
    assert_eq!(found["fix"]["preview"][0], format!("Take {SET} out of {}", file.display()));

    mends_and_breaks_again(&home, &file);
    passes(&home, CHECK);
    fs::write(&file, format!("{SET}=1\n")).unwrap();
    passes(&home, CHECK);
    let mut config = home.config();
    config["env"]["vars"][SET] = "0".into();
    home.write_config(&config);
    assert!(evidence(&only_root(&home, CHECK)).contains("openclaw.json (env)"));
    mends_and_breaks_again(&home, &home.config_file());
    passes(&home, CHECK);

    // what the service of a profile gives: in a drop-in, and in a file that its unit names
    let unit = home.path(".config/systemd/user/openclaw-gateway-work.service");
    let drop_in = home.path(".config/systemd/user/openclaw-gateway-work.service.d/override.conf");
    fs::create_dir_all(drop_in.parent().unwrap()).unwrap();
    fs::write(&unit, "[Service]\nEnvironmentFile=-%h/service.env\n").unwrap();
    fs::write(&drop_in, format!("[Service]\nEnvironment={SET}=0\n")).unwrap();
    let found = only_root(&home, CHECK);
    assert!(evidence(&found).contains(&format!("{SET}=0 in {}", drop_in.display())), "{found:#}");
    mends_and_breaks_again(&home, &drop_in);
    let variables = home.path("service.env");
    fs::write(&variables, format!("{SET}='0'\n")).unwrap();
    assert!(evidence(&only_root(&home, CHECK)).contains(&format!("{SET}=0 in {}", variables.display())));
    mends_and_breaks_again(&home, &variables);
    for file in [unit, drop_in, variables] {
        fs::remove_file(file).unwrap();
    }
    passes(&home, CHECK);

    home.set(SET, "0");
    let found = only_root(&home, CHECK);
    assert!(evidence(&found).contains(&format!("{SET}=0 in the environment of Clawtender")));
    assert!(found["fix"]["deed"].is_null(), "nobody but the person can take it out there: {found:#}");
    home.set(SET, "1");
    passes(&home, CHECK);
}

#[test]
fn a_profile_that_turns_it_off_in_a_terminal_is_told_with_its_file() {
    let home = home_without_gateway();
    passes(&home, CHECK);
    let profile = home.path(".profile");
    fs::write(&profile, format!("echo Welcome back\nexport {SET}=0\n")).unwrap();
    let found = only_root(&home, CHECK);
    let words = format!("{SET} is 0 in a terminal ({}): OpenClaw there takes whoever answers", profile.display());
    assert!(message(&found).starts_with(&words), "{found:#}");
    assert_eq!((&found["severity"], &found["fix"]["deed"]), (&"info".into(), &serde_json::Value::Null), "{found:#}");
    assert_eq!(found["fix"]["preview"][0], format!("Take {SET} out of a terminal ({})", profile.display()));

    // a shell that hangs says nothing, and is not waited for
    fs::write(&profile, format!("export {SET}=0\nexec sleep 60\n")).unwrap();
    passes(&home, CHECK);
    fs::write(&profile, format!("# export {SET}=0\n")).unwrap();
    passes(&home, CHECK);
}

fn mends_and_breaks_again(home: &Home, file: &Path) {
    let before = fs::read(file).unwrap();
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    assert!(!fs::read_to_string(file).unwrap().contains(SET));
    assert_eq!(home.json(&["undo"])["failing"][0]["id"], CHECK);
    assert_eq!(fs::read(file).unwrap(), before);
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
}
