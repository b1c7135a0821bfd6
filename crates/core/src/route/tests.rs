use super::*;

fn route(address: &str, end: Outcome, met: Vec<Met>) -> Route {
    let steps = met.into_iter().map(|met| Step { met, took_ms: 7 }).collect();
    let (name, address) = ("mine".to_owned(), address.to_owned());
    Route { name, kind: Kind::Provider, address, steps, end, wanted: Vec::new(), models: None, elsewhere: None }
}

fn question(status: u16, body: Body) -> Met {
    let address = "https://mine.example/v1/models".to_owned();
    let answer = Answer::NotUnderstood;
    Met::Question { address, status, answer, body, said: "Hello.".to_owned(), request_id: Some("r1".to_owned()) }
}

fn encrypted() -> Met {
    Met::Encryption { failed: None, certificate: None }
}

#[test]
fn a_way_ends_at_one_step() {
    use Unreached::{Address, Http, InTheClear, Resolver, Silent};
    let (https, http) = ("https://mine.example/v1", "http://127.0.0.1:9/v1");
    let (answered, unreached) = (Outcome::Answered, Outcome::Unreached);
    for (address, end, met, layer) in [
        (https, unreached(Resolver), vec![], Layer::Name),
        (https, unreached(Unreached::Proxy(Proxy::Password)), vec![], Layer::Proxy),
        (https, unreached(Unreached::Tcp(Tcp::Refused)), vec![], Layer::Connection),
        // before the encryption it is the connection that is held up, behind it the server
        (https, unreached(Silent), vec![], Layer::Connection),
        (https, unreached(Silent), vec![encrypted()], Layer::Service),
        (http, unreached(Silent), vec![], Layer::Service),
        (https, unreached(Unreached::Tls(Tls::Expired)), vec![], Layer::Encryption),
        (https, unreached(Unreached::Tls(Tls::Plain)), vec![], Layer::Endpoint),
        (https, unreached(Address), vec![], Layer::Endpoint),
        (https, unreached(InTheClear), vec![], Layer::Endpoint),
        (https, unreached(Http), vec![encrypted()], Layer::Endpoint),
        (https, answered(Answer::Portal), vec![question(200, Body::Page)], Layer::Endpoint),
        (https, answered(Answer::NotUnderstood), vec![question(200, Body::Other)], Layer::Endpoint),
        (https, answered(Answer::NotUnderstood), vec![question(400, Body::Json)], Layer::Through),
        (https, answered(Answer::Down), vec![question(500, Body::Page)], Layer::Service),
        (https, answered(Answer::OutOfQuota), vec![question(402, Body::Json)], Layer::Through),
    ] {
        let route = route(address, end, met);
        assert_eq!(route.layer(), layer, "{route:?}");
    }
}

#[test]
fn of_two_families_the_one_that_went_wrong_says_why() {
    let name = |ipv6, why| Met::Name { ipv6, said: Err(why) };
    let end = Outcome::Unreached(Unreached::Resolver);
    let both = |one, other| route("https://a/", end.clone(), vec![name(false, one), name(true, other)]).nameless();
    assert_eq!(both(Nameless::Unknown, Nameless::OtherFamily), Some(Nameless::Unknown));
    assert_eq!(both(Nameless::OtherFamily, Nameless::NotNow), Some(Nameless::NotNow));
    assert_eq!(both(Nameless::Silent, Nameless::Unknown), Some(Nameless::Silent));
    assert_eq!(route("https://a/", end.clone(), Vec::new()).nameless(), None);
}

#[test]
fn ipv6_is_broken_only_where_ipv4_is_not() {
    let to = |address: &str, failed| Met::Connection { to: address.parse().unwrap(), failed };
    let broken = |met| route("https://a/", Outcome::Answered(Answer::Accepted), met).ipv6_is_broken();
    let (four, six) = ("203.0.113.10:443", "[2001:db8::1]:443");
    assert!(broken(vec![to(six, Some(Tcp::TimedOut)), to(four, None)]));
    assert!(!broken(vec![to(six, Some(Tcp::TimedOut)), to(four, Some(Tcp::TimedOut))]));
    assert!(!broken(vec![to(six, Some(Tcp::TimedOut)), to(six, None), to(four, None)]));
    assert!(!broken(vec![to(four, None)]));
}

#[test]
fn each_step_is_a_line_with_addresses_that_a_report_can_leave_out() {
    let certificate = Certificate {
        subject: "other.example".into(),
        issuer: "Corp".into(),
        names: vec!["other.example".into()],
        ..Certificate::default()
    };
    let lines: Vec<String> = route(
        "https://mine.example/v1",
        Outcome::Answered(Answer::NotUnderstood),
        vec![
            Met::Name { ipv6: false, said: Ok(vec![[203, 0, 113, 10].into()]) },
            Met::Name { ipv6: true, said: Err(Nameless::OtherFamily) },
            Met::Proxy {
                address: "http://proxy.example:3128".into(),
                variable: "HTTPS_PROXY",
                failed: Some(Proxy::Password),
            },
            Met::Connection { to: "[2001:db8::1]:443".parse().unwrap(), failed: Some(Tcp::TimedOut) },
            Met::Encryption { failed: Some(Tls::WrongName), certificate: Some(certificate) },
            question(400, Body::Json),
            Met::Page { address: "http://hotel.example/".into(), status: 302 },
        ],
    )
    .lines()
    .collect();
    let at = |line: &str| format!("https://mine.example/v1: {line}, 7 ms");
    assert_eq!(
        lines,
        [
            at("IPv4 address 203.0.113.10"),
            at("IPv6 address: none of this kind"),
            at("through the proxy http://proxy.example:3128 (HTTPS_PROXY): it wants a name and a password (407)"),
            at("connection to tcp://[2001:db8::1]:443: no answer (ETIMEDOUT)"),
            at(
                "certificate for another name (ERR_TLS_CERT_ALTNAME_INVALID), for other.example, issued by Corp, names: other.example"
            ),
            at("GET https://mine.example/v1/models: HTTP 400, JSON, \"Hello.\" (request r1)"),
            at("asked without encryption, somebody shows http://hotel.example/ (HTTP 302)"),
        ]
    );
}

#[test]
fn what_listens_in_is_called_by_its_name() {
    let issued = |issuer: &str| Certificate { issuer: issuer.into(), ..Certificate::default() }.interceptor();
    assert_eq!(issued("Zscaler Intermediate Root CA (zscloud.net)"), Some("Zscaler"));
    assert_eq!(issued("mitmproxy"), Some("mitmproxy"));
    assert_eq!(issued("DigiCert Global G2"), None);
    assert_eq!(issued(""), None);
}
