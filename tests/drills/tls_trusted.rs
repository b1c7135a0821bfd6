//! Certificates that are not what they should be, each with its own name; then the authority that issued them is trusted.

use std::{fs, path::Path, process::Command};

use e2e::{
    authority::{Authority, Shown, self_signed},
    drill::{killed_at, message, only_root, passes, there_and_back_in},
    network::{alone, evidence, home_without_gateway, names},
    node,
    provider::{Provider, Says},
};

const CHECK: &str = "tls-trusted";
const HOST: &str = "api.one.example";

#[test]
fn a_certificate_that_is_not_trusted_is_the_root_until_it_is() {
    alone("tls_trusted::a_certificate_that_is_not_trusted_is_the_root_until_it_is", |network| {
        network.leads_out();
        network.at(HOST, &["127.0.0.1"]);
        let mut home = home_without_gateway();
        let (authority, stranger) = (Authority::called("Drill Authority"), Authority::called("Zscaler Root CA"));
        let serves = |(chain, key): Shown| {
            let provider = Provider::encrypted(Says::Knows("x".to_owned()), chain, key);
            names(&home, &[("one", &format!("https://{HOST}:{}/v1", provider.port))]);
            provider
        };
        // nobody trusts the authority yet
        let company = serves(authority.chain(HOST));
        let found = only_root(&home, CHECK);
        assert!(message(&found).contains("was issued by Drill Authority, between, whom nothing"), "{found:#}");
        assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"trust-authority".into(), &"confirm".into()));
        assert!(found["fix"]["preview"].to_string().contains("NODE_EXTRA_CA_CERTS"), "{found:#}");
        assert!(found["fix"]["deed"].is_null(), "nobody shows whom to trust: {found:#}");
        assert_eq!(company.asked(), [""; 0], "a question went to a server that is not trusted");

        // one that comes along is trusted at the person's word, by the gateway's own Node too
        let whole = serves(authority.whole_chain(HOST));
        let planned = home.json(&["fix", CHECK, "--dry-run"]);
        assert!(planned["plan"].to_string().contains("Trusts for the gateway: Drill Authority"), "{planned:#}");
        there_and_back_in(&home, CHECK, &home.settings_file(), || ());
        passes(&home, CHECK);
        let kept = home.files("clawtender/state/authorities");
        let [file] = &kept[..] else { panic!("{kept:?}") };
        let asks = "fetch(process.argv[1]).then(({ status }) => console.log(status), ({ cause }) => console.log(cause.code))";
        let asked = |file: &Path| {
            let mut asks_with = Command::new(node());
            asks_with.args(["-e", asks, &format!("https://{HOST}:{}/v1/models", whole.port)]);
            let output = asks_with.env("NODE_EXTRA_CA_CERTS", file).output().unwrap();
            String::from_utf8_lossy(&output.stdout).trim().to_owned()
        };
        assert_eq!((&*asked(file), &*asked(Path::new(""))), ("401", "SELF_SIGNED_CERT_IN_CHAIN"));
        let undone = home.json(&["undo"]);
        assert_eq!(undone["failing"][0]["id"], CHECK, "{undone:#}");
        assert!(message(&undone).contains("settings.json5 is as it was before"), "{undone:#}");
        assert!(!file.exists(), "an authority is left that nobody trusts any more");
        // one that is killed where it has written the certificates, and nothing that names them, is taken back
        let before = fs::read(home.settings_file()).unwrap();
        killed_at(&home, "beside#2", &["fix", CHECK, "--yes"]);
        assert!(file.exists() && fs::read(home.settings_file()).unwrap() == before);
        let undone = home.json(&["undo"]);
        assert_eq!(undone["entry"]["what"], "trust-authority", "{undone:#}");
        assert!(!file.exists() && fs::read(home.settings_file()).unwrap() == before);
        authority.is_trusted(&mut home);
        passes(&home, CHECK);

        let serves = |(chain, key): Shown| {
            let provider = Provider::encrypted(Says::Knows("x".to_owned()), chain, key);
            names(&home, &[("one", &format!("https://{HOST}:{}/v1", provider.port))]);
            provider
        };
        for (shown, words, seen) in [
            (self_signed(HOST), "vouches only for itself", "DEPTH_ZERO_SELF_SIGNED_CERT"),
            (authority.in_years(HOST, (2020, 2021)), "expired on 2021-01-01", "CERT_HAS_EXPIRED"),
            (authority.in_years(HOST, (2090, 2100)), "not valid before 2090-01-01", "CERT_NOT_YET_VALID"),
            (authority.certificate("other.example"), "for another name (other.example)", "ERR_TLS_CERT_ALTNAME_INVALID"),
            (authority.half_a_chain(HOST), "the chain is incomplete", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
            (stranger.chain(HOST), "Zscaler opens the encrypted connection to one", "issued by Zscaler Root CA, between"),
        ] {
            let provider = serves(shown);
            let found = only_root(&home, CHECK);
            assert!(message(&found).contains(words), "{found:#}");
            assert!(evidence(&found).contains(seen), "{found:#}");
            assert_eq!(provider.asked(), [""; 0], "a question went to a server that is not trusted");
        }
        let _good = serves(authority.chain(HOST));
        passes(&home, CHECK);
    });
}
