//! What the cloud command line speaks to: an endpoint that is none, nobody there, faults. That command line is FAKE here, as there is
//! none to be had: only the file in which it would name its endpoint.

use std::fs;

use e2e::{
    authority::Authority,
    drill::{finding, message, only_root, passes},
    home::{Home, free_port},
    network::{alone, evidence, home_without_gateway},
    provider::Says,
};
use serde_json::json;

const CHECK: &str = "cloud-api";
const HOST: &str = "cloud.drill.example";

fn speaks_to(home: &Home, endpoint: &str) {
    let own = home.path(".config/openclaw");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("config.json"), json!({ "api": { "endpoint": endpoint } }).to_string()).unwrap();
}

#[test]
fn a_cloud_that_does_not_answer_is_the_root_until_it_does() {
    alone("cloud_api::a_cloud_that_does_not_answer_is_the_root_until_it_does", |network| {
        network.leads_out();
        network.at(HOST, &["127.0.0.1"]);
        let mut home = home_without_gateway();
        let authority = Authority::trusted(&mut home);
        let cloud = authority.provider(HOST, Says::Knows("x".to_owned()));
        let at = format!("https://{HOST}:{}", cloud.port);

        for (endpoint, words, fix) in [
            ("cloud".to_owned(), "api.endpoint is no address that can be asked: cloud.", Some("edit-endpoint")),
            (at.replace("https", "http"), "api.endpoint is not encrypted", Some("edit-endpoint")),
            (format!("https://{HOST}:{}", free_port()), "The cloud refused the connection", None),
        ] {
            speaks_to(&home, &endpoint);
            let found = only_root(&home, CHECK);
            assert!(message(&found).contains(words), "{found:#}");
            assert_eq!((found["fix"]["id"].as_str(), &found["severity"]), (fix, &"warning".into()), "{found:#}");
        }
        speaks_to(&home, &format!("{at}/v2"));
        for (says, words) in [
            (Says::json("503 Service Unavailable", "x-request-id: req_9\r\n", &json!({})), "(HTTP 503). That ends without you. Its support knows the question as req_9."),
            (Says::json("404 Not Found", "", &json!({})), "is not the cloud"),
        ] {
            cloud.says(says.for_anyone());
            let found = only_root(&home, CHECK);
            assert!(message(&found).contains(words), "{found:#}");
            assert!(evidence(&found).contains(&format!("GET {at}/v2/health: HTTP ")), "{found:#}");
        }
        cloud.says(Says::json("200 OK", "", &json!({ "status": "ok" })).for_anyone());
        passes(&home, CHECK);
        // who has no such file has nobody to ask
        fs::remove_dir_all(home.path(".config/openclaw")).unwrap();
        let asked = cloud.asked().len();
        assert_eq!(finding(&home.json(&["doctor"]), CHECK)["outcome"], "pass");
        assert_eq!(cloud.asked().len(), asked);
    });
}
