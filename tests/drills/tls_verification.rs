//! A gateway that is told not to verify certificates, in a file, in its configuration and in its environment; then it is not.

use std::fs;

use e2e::{
    drill::{message, only_root, passes},
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

    fs::write(&file, format!("{SET}=1\n")).unwrap();
    passes(&home, CHECK);
    let mut config = home.config();
    config["env"]["vars"][SET] = "0".into();
    home.write_config(&config);
    assert!(evidence(&only_root(&home, CHECK)).contains("openclaw.json (env)"));
    home.write_config(&home.config());
    passes(&home, CHECK);

    home.set(SET, "0");
    assert!(evidence(&only_root(&home, CHECK)).contains(&format!("{SET}=0 in the environment of Clawtender")));
    home.set(SET, "1");
    passes(&home, CHECK);
}
