//! Names without an address: unknown, not to be had, not answered. The name server is ours and says what it is told to; who asks
//! it is the system's own resolver.

use std::{fs, os::unix::fs::PermissionsExt, process::Stdio};

use e2e::{
    authority::Authority,
    drill::{message, only_root, passes},
    home::Home,
    network::{Name, alone, evidence, home_without_gateway, names},
    program,
    provider::Says,
    until,
};
use serde_json::Value;

const CHECK: &str = "dns-resolves";
const HOST: &str = "api.one.example";

#[test]
fn a_name_without_an_address_is_the_root_until_it_has_one() {
    alone("dns_resolves::a_name_without_an_address_is_the_root_until_it_has_one", |network| {
        network.leads_out();
        let mut home = home_without_gateway();
        let authority = Authority::trusted(&mut home);
        let provider = authority.provider(HOST, Says::Knows("x".to_owned()));
        let one = format!("https://{HOST}:{}/v1", provider.port);
        names(&home, &[("one", &one)]);

        for (said, words, seen, fix) in [
            (Name::Unknown, "there is no such name (ENOTFOUND)", "no such name (ENOTFOUND)", None),
            (Name::Fails, "has no answer about one (EAI_AGAIN)", "have no answer (EAI_AGAIN)", Some("flush-names")),
            (Name::Silent, "The name server does not answer", "said nothing in time", Some("flush-names")),
            (Name::Is(Vec::new()), "no such name", "none of this kind", None),
        ] {
            network.name(HOST, said);
            let found = only_root(&home, CHECK);
            assert!(message(&found).contains(words), "{found:#}");
            assert!(evidence(&found).contains(&format!("{one}: IPv4 address: ")), "{found:#}");
            assert!(evidence(&found).contains(seen), "{found:#}");
            assert!(evidence(&found).contains("Asked for names: 127.0.0.1"), "{found:#}");
            assert_eq!((found["fix"]["id"].as_str(), &found["severity"]), (fix, &"error".into()), "{found:#}");
        }

        // of two providers the one answers: the network itself works
        network.at("api.two.example", &["127.0.0.1"]);
        network.name(HOST, Name::Fails);
        let other = authority.provider("api.two.example", Says::Knows("x".to_owned()));
        names(&home, &[("one", &one), ("two", &format!("https://api.two.example:{}/v1", other.port))]);
        let found = only_root(&home, CHECK);
        assert_eq!((&found["subject"], &found["severity"]), (&"one".into(), &"warning".into()), "{found:#}");
        assert!(evidence(&found).contains("answers, so that the network itself works"), "{found:#}");

        // what is remembered wrongly is forgotten; FAKED: the system's own memory of names
        fakes_resolvectl(&home);
        let mut fix = home.command(program("clawtender"));
        let fix = fix.args(["fix", CHECK, "--yes", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
        until("the flush", || (fs::read_to_string(home.path("flushed")).ok()? == "flush-caches\n").then_some(()));
        // an address of one family is enough
        network.at(HOST, &["127.0.0.1"]);
        fs::write(home.path("healed"), "").unwrap();
        let mended: Value = serde_json::from_slice(&fix.wait_with_output().unwrap().stdout).unwrap();
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        passes(&home, CHECK);
        assert!(provider.asked().iter().all(String::is_empty), "a key was sent");
    });
}

/// The name has an address, and of a kind to which no way leads from here: the name is well, the way is not.
#[test]
fn a_name_of_ipv6_alone_where_only_ipv4_leads_out_is_no_matter_of_the_name() {
    alone("dns_resolves::a_name_of_ipv6_alone_where_only_ipv4_leads_out_is_no_matter_of_the_name", |network| {
        network.leads_out();
        let mut home = home_without_gateway();
        let authority = Authority::trusted(&mut home);
        let provider = authority.provider(HOST, Says::Knows("x".to_owned()));
        let one = format!("https://{HOST}:{}/v1", provider.port);
        names(&home, &[("one", &one)]);
        network.name(HOST, Name::Is(vec!["2001:db8::1".parse().unwrap()]));
        let found = only_root(&home, "provider-reachable");
        assert!(message(&found).contains("no way from this computer to any address of one"), "{found:#}");
        let seen = evidence(&found);
        assert!(seen.contains("IPv4 address: none of this kind") && seen.contains("IPv6 address 2001:db8::1"), "{found:#}");
        // an address of the family to which a way leads
        network.at(HOST, &["127.0.0.1"]);
        passes(&home, CHECK);
    });
}

/// Notes what it is told, and is done when the name server has been seen to.
fn fakes_resolvectl(home: &Home) {
    let (program, at) = (home.path("bin/resolvectl"), home.path(""));
    let script = format!("#!/bin/sh\ncd '{}'\necho \"$*\" >flushed\nuntil [ -e healed ]; do sleep 0.1; done\n", at.display());
    fs::write(&program, script).unwrap();
    fs::set_permissions(program, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn an_engine_that_stays_finds_it_by_itself_and_when_it_has_healed() {
    alone("dns_resolves::an_engine_that_stays_finds_it_by_itself_and_when_it_has_healed", |network| {
        network.leads_out();
        let mut home = home_without_gateway();
        let authority = Authority::trusted(&mut home);
        let provider = authority.provider(HOST, Says::Knows("x".to_owned()));
        let mut watch = home.watch();
        watch.phase("stopped");
        // the change of the configuration is what makes it look
        network.name(HOST, Name::Fails);
        names(&home, &[("one", &format!("https://{HOST}:{}/v1", provider.port))]);
        watch.failing(CHECK);
        only_root(&home, CHECK);
        // nobody tells it that the name server has an answer again
        network.at(HOST, &["127.0.0.1"]);
        watch.passing(CHECK);
        assert!(!provider.asked().is_empty() && provider.shown().is_empty());
    });
}
