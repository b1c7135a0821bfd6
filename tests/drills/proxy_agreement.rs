//! A gateway that has other proxies than the session, and one that would be asked for what is on this computer. The gateway is FAKE:
//! what counts is the environment that its process has.

use std::fs;

use e2e::{
    authority::Authority,
    drill::{finding, message, only_root, passes, there_and_back_in, with_fake_gateway},
    home::Home,
    network::{alone, evidence, home_without_gateway, names},
    provider::{Provider, Says},
    proxy::{Does, Kind, Proxy},
    watch::pid,
};

const CHECK: &str = "proxy-agreement";
const PROXY: &str = "http://127.0.0.1:9";

#[test]
fn other_proxies_than_the_sessions_are_the_root_until_they_are_the_same() {
    let mut home = Home::new();
    with_fake_gateway(&home);
    let mut watch = home.watch();
    watch.phase("ready");
    watch.signal("KILL");
    watch.ended();

    // as a service that is started where nobody sets a proxy, and a session that has one
    home.set("HTTPS_PROXY", PROXY);
    let mut watch = home.watch();
    watch.phase("ready");
    let report = home.json(&["doctor"]);
    let found = finding(&report, CHECK);
    assert_eq!(found["outcome"], "fail", "{report:#}");
    let words = format!("another HTTPS_PROXY than this session: none there, {PROXY} here.");
    assert!(message(&found).contains(&words), "{found:#}");
    assert!(evidence(&found).contains("HTTPS_PROXY of the running gateway (process "), "{found:#}");
    assert_eq!(found["fix"]["id"], "restart-gateway", "{found:#}");

    let mended = home.json(&["fix", CHECK]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");

    // what is to be different for this one only, it gets from Clawtender
    let local = Provider::start(Says::Knows("x".to_owned()));
    names(&home, &[("near", &format!("http://127.0.0.1:{}/v1", local.port))]);
    home.set("HTTP_PROXY", PROXY);
    drop(watch);
    let mut watch = home.watch();
    watch.phase("ready");
    assert_eq!(home.json(&["gateway", "restart"])["ok"], true);
    let found = finding(&home.json(&["doctor"]), CHECK);
    assert!(message(&found).contains("NO_PROXY does not name this computer"), "{found:#}");
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    let gateway = pid(&home.json(&["gateway", "status"]));
    let environment = fs::read_to_string(format!("/proc/{gateway}/environ")).unwrap();
    assert!(environment.split('\0').any(|one| one == "NO_PROXY=localhost,127.0.0.1,::1"), "{environment}");
    let report = home.json(&["doctor"]);
    assert_eq!(finding(&report, CHECK)["outcome"], "pass", "{report:#}");
}

#[test]
fn a_proxy_for_what_is_on_this_computer_is_the_root_until_that_is_left_out() {
    alone("proxy_agreement::a_proxy_for_what_is_on_this_computer_is_the_root_until_that_is_left_out", |_network| {
        let mut home = home_without_gateway();
        let local = Provider::start(Says::Knows("x".to_owned()));
        names(&home, &[("near", &format!("http://127.0.0.1:{}/v1", local.port))]);
        home.set("HTTP_PROXY", PROXY);
        let found = only_root(&home, CHECK);
        assert!(message(&found).contains("NO_PROXY does not name this computer"), "{found:#}");
        assert!(found["fix"]["preview"].to_string().contains("localhost,127.0.0.1,::1"), "{found:#}");
        there_and_back_in(&home, CHECK, &home.settings_file(), || ());
        passes(&home, CHECK);

        // there and empty is not the same as not there
        home.set("http_proxy", "");
        let found = only_root(&home, CHECK);
        assert!(message(&found).starts_with("http_proxy is empty"), "{found:#}");
        there_and_back_in(&home, CHECK, &home.settings_file(), || ());
        passes(&home, CHECK);
        home.set("http_proxy", PROXY);
        passes(&home, CHECK);
    });
}

#[test]
fn a_proxy_that_a_terminal_alone_has_is_the_root_until_the_gateway_has_it() {
    alone("proxy_agreement::a_proxy_that_a_terminal_alone_has_is_the_root_until_the_gateway_has_it", |network| {
        network.leads_out();
        // a company's network: only the proxy knows names beyond it
        let mut home = home_without_gateway();
        let authority = Authority::trusted(&mut home);
        let provider = authority.provider("far.example", Says::Knows("x".to_owned()));
        let proxy = Proxy::start(Kind::Http, Does::LetsThrough);
        let profile = home.path(".profile");
        let sets = |address: &str| format!("export HTTPS_PROXY={address} NO_PROXY=localhost,127.0.0.1,::1\n");
        fs::write(&profile, sets(&format!("http://127.0.0.1:{}", proxy.port))).unwrap();
        // what is reached without it may do without it
        let found = only_root(&home, CHECK);
        assert_eq!((&found["severity"], &found["subject"]), (&"info".into(), &"a terminal".into()), "{found:#}");
        names(&home, &[("far", &format!("https://far.example:{}/v1", provider.port))]);
        let found = only_root(&home, CHECK);
        let words = format!("In a terminal HTTPS_PROXY is http://127.0.0.1:{}, for the gateway none. The way to far", proxy.port);
        assert!(message(&found).starts_with(&words), "{found:#}");
        assert!(evidence(&found).contains(&format!("HTTPS_PROXY of a terminal ({})", profile.display())), "{found:#}");
        there_and_back_in(&home, CHECK, &home.settings_file(), || ());
        passes(&home, CHECK);
        assert!(home.clawtender(&["undo"]).status.success());

        // one that wants a password is not copied, and not told
        fs::write(&profile, sets(&format!("http://me:word@127.0.0.1:{}", proxy.port))).unwrap();
        let found = only_root(&home, CHECK);
        assert!(found["fix"]["deed"].is_null() && !found.to_string().contains("word"), "{found:#}");
        let remembered = fs::read_to_string(home.path("clawtender/cache/login-path.json")).unwrap();
        assert!(!remembered.contains("word"), "{remembered}");
    });
}

#[test]
fn a_provider_that_is_asked_past_the_proxy_is_the_root_until_it_is_not_left_out() {
    alone("proxy_agreement::a_provider_that_is_asked_past_the_proxy_is_the_root_until_it_is_not_left_out", |network| {
        network.leads_out();
        // its name has no address here: only the proxy knows it
        let mut home = home_without_gateway();
        let authority = Authority::trusted(&mut home);
        let provider = authority.provider("far.example", Says::Knows("x".to_owned()));
        let proxy = Proxy::start(Kind::Http, Does::LetsThrough);
        names(&home, &[("far", &format!("https://far.example:{}/v1", provider.port))]);
        home.set("HTTPS_PROXY", format!("http://127.0.0.1:{}", proxy.port));
        home.set("NO_PROXY", "localhost,.example");
        let found = only_root(&home, CHECK);
        assert!(message(&found).starts_with("NO_PROXY names .example: the gateway asks far without the proxy"), "{found:#}");
        there_and_back_in(&home, CHECK, &home.settings_file(), || ());
        passes(&home, CHECK);
    });
}
