//! Connections that are refused, dropped, have no way, are taken and then held up, and IPv6 that comes first and leads nowhere.

use std::net::TcpListener;

use e2e::{
    authority::Authority,
    drill::{message, only_root, passes, there_and_back_in},
    home::free_port,
    network::{BLACK_HOLE, NO_WAY, alone, evidence, home_without_gateway, names},
    provider::Says,
};

const CHECK: &str = "provider-reachable";
const HOST: &str = "api.one.example";

#[test]
fn a_provider_without_a_connection_is_the_root_until_there_is_one() {
    alone("provider_reachable::a_provider_without_a_connection_is_the_root_until_there_is_one", |network| {
        network.leads_out();
        let mut home = home_without_gateway();
        let authority = Authority::trusted(&mut home);
        let provider = |host: &str| authority.provider(host, Says::Knows("x".to_owned()));
        let (one, two) = (provider(HOST), provider("api.two.example"));
        network.at("api.two.example", &["127.0.0.1"]);
        let names = |port: u16| {
            let (one, two) = (format!("https://{HOST}:{port}/v1"), format!("https://api.two.example:{}/v1", two.port));
            names(&home, &[("one", &one), ("two", &two)]);
        };
        let deaf = TcpListener::bind("127.0.0.1:0").unwrap();
        for (address, port, words, seen) in [
            ("127.0.0.1", free_port(), "is refused at every address (ECONNREFUSED)", "tcp://127.0.0.1:"),
            (BLACK_HOLE, 443, "takes a connection in time (ETIMEDOUT)", "tcp://192.0.2.1:443: no answer"),
            (NO_WAY, 443, "There is no way from this computer to any address of one", "no way there (EHOSTUNREACH)"),
            ("127.0.0.1", deaf.local_addr().unwrap().port(), "takes the connection and then says nothing", ": made"),
        ] {
            network.at(HOST, &[address]);
            names(port);
            let found = only_root(&home, CHECK);
            assert!(message(&found).contains(words), "{found:#}");
            assert!(evidence(&found).contains(seen), "{found:#}");
            // the other one answers: it is not the network
            assert_eq!((&found["subject"], &found["severity"]), (&"one".into(), &"warning".into()), "{found:#}");
            assert!(evidence(&found).contains("answers, so that the network itself works"), "{found:#}");
        }

        // IPv6 first, where nobody listens
        network.at(HOST, &["::1", "127.0.0.1"]);
        names(one.port);
        let found = only_root(&home, CHECK);
        assert!(message(&found).starts_with("IPv6 comes first here and leads nowhere"), "{found:#}");
        assert_eq!(found["fix"]["id"], "prefer-ip-four", "{found:#}");
        there_and_back_in(&home, CHECK, &home.settings_file(), || ());
        assert_eq!(home.json(&["undo"])["failing"][0]["id"], CHECK);

        network.at(HOST, &["127.0.0.1"]);
        passes(&home, CHECK);
    });
}
