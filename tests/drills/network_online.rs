//! No network, one that leads nowhere, and one that wants a sign-in first; each until it is there. What is faked is the world
//! beyond this computer: the test has a network of its own.

use std::fs;

use e2e::{
    authority::{Authority, self_signed},
    drill::{finding, message, only_root, passes},
    home::{Home, roots},
    network::{BLACK_HOLE, Network, alone, evidence, home_without_gateway, names},
    provider::{Provider, Says},
    time_server::TimeServer,
};
use serde_json::json;

const CHECK: &str = "network-online";
const HOSTS: [&str; 2] = ["api.one.example", "api.two.example"];

/// Two providers that answer, each by a name of its own, and the configuration that names them.
fn two(home: &mut Home) -> [Provider; 2] {
    let authority = Authority::trusted(home);
    let providers = HOSTS.map(|host| authority.provider(host, Says::Knows("x".to_owned())));
    let [one, two] = [0, 1].map(|at| format!("https://{}:{}/v1", HOSTS[at], providers[at].port));
    names(home, &[("one", &one), ("two", &two)]);
    providers
}

fn there(network: &Network) {
    for host in HOSTS {
        network.at(host, &["127.0.0.1"]);
    }
}

#[test]
fn no_network_is_the_root_until_there_is_one() {
    alone("network_online::no_network_is_the_root_until_there_is_one", |network| {
        let mut home = home_without_gateway();
        let _providers = two(&mut home);
        let found = only_root(&home, CHECK);
        assert!(message(&found).starts_with("This computer has no network."), "{found:#}");
        assert!(evidence(&found).contains("no way beyond this computer, over IPv4 or IPv6"), "{found:#}");

        // three things at once, and what follows from them stands behind them
        let liars = [200; 3].map(TimeServer::ahead);
        let servers: Vec<_> = liars.iter().map(TimeServer::name).collect();
        let set = |key: &str, value: &str| assert!(home.clawtender(&["settings", "set", key, value]).status.success());
        set("clock.servers", &json!(servers).to_string());
        let own = home.path(".config/openclaw");
        fs::create_dir_all(&own).unwrap();
        let login = json!({ "access_token": "drill-token", "expires_at": "2020-05-03T14:00:00Z", "token_type": "Bearer" });
        fs::write(own.join("credentials.json"), login.to_string()).unwrap();
        let report = home.json(&["doctor"]);
        let mut found = roots(&report);
        found.retain(|root| root != "key-plaintext");
        found.sort();
        assert_eq!(found, ["clock-skew", CHECK], "{report:#}");
        let hidden = |check: &str| (finding(&report, check)["outcome"].clone(), finding(&report, check)["because"].clone());
        assert_eq!(hidden("dns-resolves"), ("hidden".into(), CHECK.into()));
        assert_eq!(hidden("cloud-token"), ("hidden".into(), "clock-skew".into()));
        assert_eq!(hidden("provider-reachable"), ("unknown".into(), CHECK.into()));
        assert_eq!(hidden("key-accepted").0, "pass", "{report:#}");

        set("clock.servers", "[]");
        fs::remove_file(own.join("credentials.json")).unwrap();
        network.leads_out();
        there(network);
        passes(&home, CHECK);
    });
}

#[test]
fn a_network_behind_which_nothing_answers_is_one_root_and_soon_known() {
    alone("network_online::a_network_behind_which_nothing_answers_is_one_root_and_soon_known", |network| {
        let mut home = home_without_gateway();
        let _providers = two(&mut home);
        network.leads_out();
        for host in HOSTS {
            network.at(host, &[BLACK_HOLE]);
        }
        let report = home.json(&["doctor"]);
        assert_eq!(roots(&report), [CHECK], "{report:#}");
        let found = finding(&report, CHECK);
        assert!(message(&found).starts_with("There is a network, and nothing beyond it answers: one and two"), "{found:#}");
        assert!(evidence(&found).contains("no answer (ETIMEDOUT)"), "{found:#}");
        assert_eq!(finding(&report, "provider-reachable")["because"], CHECK, "{report:#}");
        let took = report["durationMs"].as_u64().unwrap();
        assert!(took <= 8_000, "it took {took} ms with every host black-holed");
        there(network);
        passes(&home, CHECK);
    });
}

#[test]
fn a_network_that_wants_a_sign_in_is_the_root_until_it_lets_through() {
    alone("network_online::a_network_that_wants_a_sign_in_is_the_root_until_it_lets_through", |network| {
        let mut home = home_without_gateway();
        let _providers = two(&mut home);
        network.leads_out();
        there(network);
        // it answers for everybody: with a page where nothing is encrypted, and with its own certificate where it is
        let (chain, key) = self_signed("gateway.hotel.example");
        let stranger = Provider::encrypted(Says::Never, chain, key);
        let page = Says::http("302 Found", "location: http://welcome.hotel.example/\r\n", "").for_anyone();
        let _page = Provider::on("127.0.0.1:80", page);
        let [one, two] = HOSTS.map(|host| format!("https://{host}:{}/v1", stranger.port));
        names(&home, &[("one", &one), ("two", &two)]);
        let found = only_root(&home, CHECK);
        assert!(message(&found).starts_with("This network shows a page of its own in the place of one and two"), "{found:#}");
        assert_eq!(found["fix"]["id"], "open-sign-in-page", "{found:#}");
        assert_eq!(found["fix"]["preview"][0], "Open http://welcome.hotel.example/", "{found:#}");
        home.notes_pages();
        assert_eq!(home.json(&["fix", CHECK])["outcome"], "still-failing");
        home.opened("http://welcome.hotel.example/");
        assert_eq!(stranger.asked(), [""; 0], "a question went to a server that is not trusted");

        let _providers = self::two(&mut home);
        passes(&home, CHECK);
    });
}
