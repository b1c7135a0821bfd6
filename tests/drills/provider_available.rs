//! A provider that is reached and does not serve: faults, overload, no answer, half an answer. Then it does again.

use e2e::{
    authority::Authority,
    drill::{message, only_root, passes},
    network::{alone, evidence, home_without_gateway, names},
    provider::{Provider, Says},
};
use serde_json::json;

const CHECK: &str = "provider-available";
const HOST: &str = "api.one.example";

#[test]
fn a_provider_that_does_not_serve_is_the_root_until_it_does() {
    alone("provider_available::a_provider_that_does_not_serve_is_the_root_until_it_does", |network| {
        network.leads_out();
        network.at(HOST, &["127.0.0.1"]);
        let mut home = home_without_gateway();
        let authority = Authority::trusted(&mut home);
        let server = authority.provider(HOST, Says::Knows("x".to_owned()));
        names(&home, &[("one", &format!("https://{HOST}:{}/v1", server.port))]);
        let overloaded = json!({ "type": "error", "error": { "type": "overloaded_error", "message": "Overloaded" } });
        let half = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"data\": [".to_vec();
        for (says, words, id) in [
            (Says::json("500 Internal Server Error", "x-request-id: req_1\r\n", &json!({})), "a fault of its own (HTTP 500)", "req_1"),
            (Says::http("502 Bad Gateway", "", "<html>502</html>"), "a fault of its own (HTTP 502)", ""),
            (Says::json("503 Service Unavailable", "request-id: req_2\r\n", &json!({})), "everybody at the moment (HTTP 503)", "req_2"),
            (Says::json("529 Overloaded", "", &overloaded), "everybody at the moment (HTTP 529)", ""),
            (Says::This(half), "broke off in the middle", ""),
            (Says::Never, "takes a question and does not answer in time", ""),
        ] {
            server.says(says.for_anyone());
            let found = only_root(&home, CHECK);
            assert!(message(&found).contains(words), "{found:#}");
            if !id.is_empty() {
                assert!(message(&found).contains(&format!("knows the question as {id}.")), "{found:#}");
                assert!(evidence(&found).contains(&format!("(request {id})")), "{found:#}");
                assert_eq!(found["requestId"], id, "{found:#}");
            }
        }
        // one whose own word about that is known
        names(&home, &[("openai", &format!("https://{HOST}:{}/v1", server.port))]);
        server.says(Says::http("500 Internal Server Error", "", "").for_anyone());
        home.notes_pages();
        assert_eq!(home.json(&["fix", CHECK])["outcome"], "still-failing");
        home.opened("https://status.openai.com");

        // and which says it to programs: here its page is the drill's own
        let (chain, key) = authority.certificate("status.openai.com");
        network.at("status.openai.com", &["127.0.0.1"]);
        let page = |indicator: &str, words: &str| {
            let body = json!({ "page": {}, "status": { "indicator": indicator, "description": words } });
            Says::json("200 OK", "", &body).for_anyone()
        };
        let status = Provider::encrypted_at(443, page("major", "Partial System Outage"), chain, key);
        let found = only_root(&home, CHECK);
        assert!(message(&found).ends_with("Its status page says: Partial System Outage."), "{found:#}");
        assert!(evidence(&found).contains("GET https://status.openai.com/api/v2/status.json"), "{found:#}");
        status.says(page("none", "All Systems Operational"));
        let found = only_root(&home, CHECK);
        assert!(message(&found).ends_with("Its status page knows nothing of it yet."), "{found:#}");
        status.says(Says::http("200 OK", "", "<html>").for_anyone());
        let found = only_root(&home, CHECK);
        assert!(message(&found).ends_with("the gateway tries again."), "{found:#}");

        server.says(Says::Knows("x".to_owned()));
        passes(&home, CHECK);
    });
}
