//! A proxy that is away, wants a password, refuses, or is of another kind than it is taken for; then one that lets through. A
//! server of models on this computer is never asked through it.

use e2e::{
    authority::Authority,
    drill::{finding, message, only_root, passes},
    home::free_port,
    network::{alone, evidence, home_without_gateway, names},
    provider::{Provider, Says},
    proxy::{Does, Kind, Proxy},
};

const CHECK: &str = "proxy-working";
const HOST: &str = "api.one.example";

#[test]
fn a_proxy_that_does_not_let_through_is_the_root_until_it_does() {
    alone("proxy_working::a_proxy_that_does_not_let_through_is_the_root_until_it_does", |_network| {
        // the name has no address here: only the proxy knows it, as in many companies
        let mut home = home_without_gateway();
        let authority = Authority::trusted(&mut home);
        let provider = authority.provider(HOST, Says::Knows("x".to_owned()));
        let local = Provider::start(Says::Knows("x".to_owned()));
        let one = format!("https://{HOST}:{}/v1", provider.port);
        names(&home, &[("one", &one), ("near", &format!("http://127.0.0.1:{}/v1", local.port))]);
        let http = Proxy::start(Kind::Http, Does::LetsThrough);
        let socks = Proxy::start(Kind::Socks, Does::LetsThrough);
        home.set("NO_PROXY", "localhost,127.0.0.1");
        let at = |scheme: &str, port: u16| format!("{scheme}://127.0.0.1:{port}");

        for (proxy, does, words, step) in [
            (at("http", free_port()), Does::LetsThrough, "cannot be reached", "Correct the address in HTTPS_PROXY"),
            (at("http", http.port), Does::WantsPassword, "(407)", "Put the name and the password into HTTPS_PROXY"),
            (at("http", http.port), Does::Refuses, "refuses (HTTP 403)", "Have HTTPS_PROXY name a proxy"),
            (at("socks5", socks.port), Does::Refuses, "refuses.", "Have HTTPS_PROXY name a proxy"),
            (at("socks5", http.port), Does::LetsThrough, "is no SOCKS proxy", "Write the kind that it is"),
            (at("http", socks.port), Does::LetsThrough, "is no HTTP proxy", "Write the kind that it is"),
        ] {
            http.does(does);
            socks.does(does);
            home.set("HTTPS_PROXY", proxy.clone());
            let found = only_root(&home, CHECK);
            assert!(message(&found).contains(words), "{found:#}");
            assert!(message(&found).contains(&proxy), "{found:#}");
            assert!(found["fix"]["preview"][0].as_str().unwrap().starts_with(step), "{found:#}");
            assert!(evidence(&found).contains(&format!("through the proxy {proxy} (HTTPS_PROXY)")), "{found:#}");
        }

        // each in its own way; the password is shown nowhere
        http.does(Does::WantsPassword);
        socks.does(Does::LetsThrough);
        for good in [format!("http://me:secret@127.0.0.1:{}", http.port), at("socks5", socks.port)] {
            home.set("HTTPS_PROXY", good);
            passes(&home, CHECK);
            let report = home.json(&["doctor"]);
            assert!(!report.to_string().contains("me:secret"), "{report:#}");
            assert_eq!(finding(&report, "provider-reachable")["outcome"], "pass", "{report:#}");
        }
        let asked = [http.asked(), socks.asked()].concat();
        assert!(asked.iter().all(|to| *to == format!("{HOST}:{}", provider.port)), "{asked:?}");
        assert!(!local.asked().is_empty() && provider.asked().iter().all(String::is_empty));
    });
}
