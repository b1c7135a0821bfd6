//! Addresses at which the API is not: no address, not encrypted, encrypted where nothing is, a page, nothing at any path, a path
//! too short, and no HTTP at all.

use e2e::{
    authority::Authority,
    drill::{message, only_root, passes},
    network::{alone, evidence, home_without_gateway, names},
    provider::{Provider, Says},
};
use serde_json::json;

const CHECK: &str = "endpoint-valid";
const HOST: &str = "api.one.example";

#[test]
fn an_address_that_leads_elsewhere_is_the_root_until_it_is_the_right_one() {
    alone("endpoint_valid::an_address_that_leads_elsewhere_is_the_root_until_it_is_the_right_one", |network| {
        network.leads_out();
        network.at(HOST, &["127.0.0.1"]);
        let mut home = home_without_gateway();
        let authority = Authority::trusted(&mut home);
        let server = authority.provider(HOST, Says::Behind("/v1/".to_owned()));
        let plain = Provider::start(Says::http("400 Bad Request", "", "not here").for_anyone());
        let (at, clear) = (format!("{HOST}:{}", server.port), format!("{HOST}:{}", plain.port));

        for (base, words) in [
            (at.clone(), "is none that can be asked"),
            (format!("ftp://{at}/v1"), "is none that can be asked"),
            (format!("http://{clear}/v1"), "is not encrypted"),
            (format!("https://{clear}/v1"), "says https, and what answers there does not encrypt"),
        ] {
            names(&home, &[("one", &base)]);
            let found = only_root(&home, CHECK);
            assert!(message(&found).contains(words), "{found:#}");
            assert_eq!((&found["fix"]["id"], &found["subject"]), (&"edit-endpoint".into(), &"one".into()), "{found:#}");
        }
        assert!(plain.asked().len() <= 1, "a question went over the network in the clear");

        // the path is missing, and where it answers is found
        names(&home, &[("one", &format!("https://{at}"))]);
        let found = only_root(&home, CHECK);
        assert!(message(&found).contains("(HTTP 404). The path of the address is another one."), "{found:#}");
        assert_eq!(found["fix"]["preview"][0], format!("Set models.providers.one.baseUrl to https://{at}/v1"), "{found:#}");
        assert!(evidence(&found).contains(&format!("GET https://{at}/models: HTTP 404, JSON")), "{found:#}");
        assert!(evidence(&found).contains(&format!("https://{at}/v1: answers as this API does")), "{found:#}");
        let mended = home.json(&["fix", CHECK, "--yes"]);
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        passes(&home, CHECK);
        assert_eq!(home.json(&["undo"])["failing"][0]["id"], CHECK);
        names(&home, &[("one", &format!("https://{at}/v1"))]);

        let page = "<!DOCTYPE html><html><body>Welcome</body></html>";
        for (says, words) in [
            (Says::http("200 OK", "content-type: text/html\r\n", page), "A web page answers at the address of one"),
            (Says::http("200 OK", "", "hello"), "is not its API"),
            (Says::json("404 Not Found", "", &json!({ "error": "not found" })), "is not found at its address"),
            (Says::This(b"SSH-2.0-OpenSSH_9\r\n".to_vec()), "ends the connection without an answer in HTTP"),
            (Says::This(Vec::new()), "ends the connection without an answer in HTTP"),
        ] {
            server.says(says.for_anyone());
            let found = only_root(&home, CHECK);
            assert!(message(&found).contains(words), "{found:#}");
        }
        server.says(Says::Knows("x".to_owned()));
        passes(&home, CHECK);
        assert!(server.asked().iter().all(String::is_empty), "a key was sent");
    });
}
