use proptest::prelude::*;

use super::*;
use crate::words::Language;

const KEY: &str = "sk-proj-a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6";
const NOW: &str = "2026-11-20T12:00:00Z";
const LIMITED: Answer = Answer::RateLimited { retry_after: None };
const WRONG: Answer = Answer::Refused(Refusal::Wrong);

fn told(provider: &str, status: u16, headers: &[(&str, &str)], body: &str) -> Told {
    let headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    read(provider, Reply { status, headers: &headers, body: body.as_bytes() }, KEY, NOW.parse().unwrap())
}

fn says(rows: &[(u16, &str, Answer)]) {
    for (status, body, answer) in rows {
        assert_eq!(told("custom", *status, &[], body).answer, *answer, "{status} {body}");
    }
}

#[test]
fn four_times_429_are_four_answers() {
    says(&[
        (
            429,
            r#"{"error":{"message":"Rate limit reached for gpt-5.5 in organization org-x on requests per min.","type":"requests","code":"rate_limit_exceeded"}}"#,
            LIMITED,
        ),
        (
            429,
            r#"{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}"#,
            Answer::OutOfQuota,
        ),
        (
            429,
            r#"{"error":{"message":"The engine is currently overloaded, please try again later","type":"engine_overloaded_error"}}"#,
            Answer::Overloaded,
        ),
        (
            429,
            r#"{"type":"error","error":{"type":"rate_limit_error","message":"Extra usage is required for long context requests."},"request_id":"req_1"}"#,
            Answer::NotPermitted(Bar::LongContext),
        ),
    ]);
}

#[test]
fn anthropic_is_understood() {
    let body = |kind: &str, message: &str| {
        format!(r#"{{"type":"error","error":{{"type":"{kind}","message":"{message}"}},"request_id":"req_011"}}"#)
    };
    for (status, kind, message, answer) in [
        (401, "authentication_error", "invalid x-api-key", WRONG),
        (403, "permission_error", "Your API key does not have permission.", Answer::NotPermitted(Bar::Unsaid)),
        (
            400,
            "invalid_request_error",
            "Your credit balance is too low to access the Anthropic API.",
            Answer::OutOfQuota,
        ),
        (400, "invalid_request_error", "You have reached your specified API usage limits.", Answer::OutOfQuota),
        (400, "invalid_request_error", "This organization has been disabled.", Answer::NotPermitted(Bar::Organisation)),
        (402, "billing_error", "Payment.", Answer::OutOfQuota),
        (429, "rate_limit_error", "This request would exceed your rate limit.", LIMITED),
        (500, "api_error", "Internal server error", Answer::Down),
        (529, "overloaded_error", "Overloaded", Answer::Overloaded),
        // a stream that began well
        (200, "overloaded_error", "Overloaded", Answer::Overloaded),
        (404, "not_found_error", "Not found", Answer::WrongEndpoint),
    ] {
        let heard = told("anthropic", status, &[], &body(kind, message));
        assert_eq!((heard.answer, &*heard.said), (answer, message), "{kind}");
        assert_eq!(heard.request_id.as_deref(), Some("req_011"));
    }
}

#[test]
fn google_is_understood() {
    let failure = |quota: &str| {
        format!(
            r#"{{"error":{{"code":429,"message":"You exceeded your current quota.","status":"RESOURCE_EXHAUSTED","details":[
            {{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{{"quotaId":"{quota}"}}]}},
            {{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"37.8s"}}]}}}}"#
        )
    };
    let reason = |status: &str, reason: &str| {
        format!(
            r#"[{{"error":{{"code":400,"message":"No.","status":"{status}","details":[{{"reason":"{reason}"}}]}}}}]"#
        )
    };
    says(&[
        (429, &failure("GenerateRequestsPerMinutePerProject"), Answer::RateLimited { retry_after: Some(38) }),
        (429, &failure("GenerateRequestsPerDayPerProject"), LIMITED),
        (400, &reason("INVALID_ARGUMENT", "API_KEY_INVALID"), WRONG),
        (403, &reason("PERMISSION_DENIED", "SERVICE_DISABLED"), Answer::NotPermitted(Bar::Scope)),
        (403, &reason("PERMISSION_DENIED", "API_KEY_IP_ADDRESS_BLOCKED"), Answer::NotPermitted(Bar::Address)),
        (403, &reason("PERMISSION_DENIED", "CONSUMER_SUSPENDED"), Answer::NotPermitted(Bar::Organisation)),
        (403, &reason("PERMISSION_DENIED", ""), Answer::NotPermitted(Bar::Unsaid)),
        (
            400,
            r#"{"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}"#,
            Answer::NotPermitted(Bar::Region),
        ),
        (
            503,
            r#"{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}"#,
            Answer::Overloaded,
        ),
    ]);
}

#[test]
fn the_others_are_understood() {
    says(&[
        // OpenAI
        (
            401,
            r#"{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","code":"invalid_api_key"}}"#,
            WRONG,
        ),
        (
            401,
            r#"{"error":{"message":"You must be a member of an organization to use the API.","type":"invalid_request_error","code":null}}"#,
            Answer::NotPermitted(Bar::Organisation),
        ),
        (
            401,
            r#"{"error":{"message":"Your IP is off the list.","type":"x","code":"ip_not_authorized"}}"#,
            Answer::NotPermitted(Bar::Address),
        ),
        (
            403,
            r#"{"error":{"message":"Country, region, or territory not supported","code":"unsupported_country_region_territory"}}"#,
            Answer::NotPermitted(Bar::Region),
        ),
        (
            403,
            r#"{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: model.request."}}"#,
            Answer::NotPermitted(Bar::Scope),
        ),
        // all that it lacks is the list that is asked for
        (
            403,
            r#"{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: api.model.read."}}"#,
            Answer::Accepted,
        ),
        (
            404,
            r#"{"error":{"message":"The model `x` does not exist","type":"invalid_request_error","code":"model_not_found"}}"#,
            Answer::NotPermitted(Bar::Model),
        ),
        (
            429,
            r#"{"error":{"message":"Billing hard limit has been reached","code":"billing_hard_limit_reached"}}"#,
            Answer::OutOfQuota,
        ),
        // OpenRouter
        (401, r#"{"error":{"message":"No auth credentials found","code":401}}"#, WRONG),
        (402, r#"{"error":{"message":"Insufficient credits. Add more.","code":402}}"#, Answer::OutOfQuota),
        (408, r#"{"error":{"message":"Timed out","code":408}}"#, Answer::Down),
        (502, r#"{"error":{"message":"Provider returned error","code":502}}"#, Answer::Down),
        // Azure
        (
            401,
            r#"{"error":{"code":"401","message":"Access denied due to a wrong subscription key or wrong API endpoint."}}"#,
            WRONG,
        ),
        (
            404,
            r#"{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}"#,
            Answer::NotPermitted(Bar::Model),
        ),
        (404, r#"{"error":{"code":"404","message":"Resource not found"}}"#, Answer::WrongEndpoint),
        (
            403,
            r#"{"error":{"code":"AccessDeniedDueToVirtualNetwork","message":"Public access is disabled."}}"#,
            Answer::NotPermitted(Bar::Address),
        ),
        // AWS
        (
            403,
            r#"{"__type":"com.amazonaws#ExpiredTokenException:http://internal","message":"The security token is old"}"#,
            Answer::Refused(Refusal::Expired),
        ),
        (403, r#"{"__type":"UnrecognizedClientException","Message":"The security token is not known."}"#, WRONG),
        (
            403,
            r#"{"__type":"AccessDeniedException","message":"You don't have access to the model."}"#,
            Answer::NotPermitted(Bar::Model),
        ),
        (429, r#"{"__type":"ThrottlingException","message":"Too many requests"}"#, LIMITED),
        // xAI, Mistral, Hugging Face, GitHub, DeepSeek, Moonshot, Qwen, MiniMax, Fireworks, vLLM, LiteLLM
        (400, r#"{"code":"Client specified a wrong argument","error":"Incorrect API key provided: ab***yz."}"#, WRONG),
        (401, r#"{"detail":"Unauthorized"}"#, WRONG),
        (401, r#"{"error":"Invalid credentials in Authorization header"}"#, WRONG),
        (
            401,
            r#"{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}"#,
            WRONG,
        ),
        (
            402,
            r#"{"error":{"message":"Insufficient Balance","type":"unknown_error","code":"invalid_request_error"}}"#,
            Answer::OutOfQuota,
        ),
        (401, r#"{"error":{"message":"Invalid Authentication","type":"invalid_authentication_error"}}"#, WRONG),
        (
            429,
            r#"{"error":{"message":"Your account is suspended","type":"exceeded_current_quota_error"}}"#,
            Answer::OutOfQuota,
        ),
        (401, r#"{"code":"InvalidApiKey","message":"Invalid API-key provided.","request_id":"x"}"#, WRONG),
        (400, r#"{"code":"Arrearage","message":"Access denied.","request_id":"x"}"#, Answer::OutOfQuota),
        (200, r#"{"base_resp":{"status_code":1004,"status_msg":"login fail: carry the API secret key"}}"#, WRONG),
        (403, r#"{"error":{"object":"error","type":"invalid_request_error","message":"unauthorized"}}"#, WRONG),
        (401, r#"{"object":"error","message":"Unauthorized","type":"AuthenticationError","code":401}"#, WRONG),
        (
            401,
            r#"{"error":{"message":"Authentication Error, Expired Key: the key has expired","type":"expired_key","code":"401"}}"#,
            Answer::Refused(Refusal::Expired),
        ),
        (401, r#"{"error":{"message":"This API key has been revoked."}}"#, Answer::Refused(Refusal::Revoked)),
    ]);
}

#[test]
fn the_status_speaks_where_the_body_does_not() {
    says(&[
        (200, r#"{"object":"list","data":[{"id":"m","error":"of its own"}]}"#, Answer::Accepted),
        (200, r#"[{"id":"m"}]"#, Answer::Accepted),
        (200, r#"{"models":[]}"#, Answer::Accepted),
        (200, "", Answer::NotUnderstood),
        (200, "OK", Answer::NotUnderstood),
        (204, "", Answer::NotUnderstood),
        (401, "", WRONG),
        (402, "", Answer::OutOfQuota),
        (403, "", Answer::NotPermitted(Bar::Unsaid)),
        (403, r#"{"error":{"message":"no model for you"}}"#, Answer::NotPermitted(Bar::Model)),
        (404, "404 page not found", Answer::WrongEndpoint),
        (405, "", Answer::WrongEndpoint),
        (429, "", LIMITED),
        (500, "", Answer::Down),
        (502, "<html><head><title>502 Bad Gateway</title>", Answer::Down),
        (503, "", Answer::Overloaded),
        (504, "upstream request timeout", Answer::Down),
        (529, "", Answer::Overloaded),
        (400, "", Answer::NotUnderstood),
        (418, r#"{"error":"a model of a teapot"}"#, Answer::NotUnderstood),
    ]);
}

#[test]
fn a_web_page_is_nobodys_word_about_a_key() {
    let page = "  <!DOCTYPE html><html><body>Sign in to the hotel</body></html>";
    says(&[
        (200, page, Answer::Portal),
        (511, page, Answer::Portal),
        (403, page, Answer::Portal),
        (404, page, Answer::WrongEndpoint),
        (401, page, Answer::NotUnderstood),
    ]);
    for (to, answer) in [
        ("https://login.hotel.example/", Answer::Portal),
        ("//login.hotel.example/", Answer::Portal),
        ("/v1/models/", Answer::WrongEndpoint),
    ] {
        assert_eq!(told("custom", 302, &[("location", to)], "").answer, answer, "{to}");
    }
}

#[test]
fn a_good_answer_may_say_that_the_key_is_of_no_use() {
    for (provider, body, answer) in [
        ("deepseek", r#"{"is_available":true,"balance_infos":[]}"#, Answer::Accepted),
        ("deepseek", r#"{"is_available":false,"balance_infos":[]}"#, Answer::OutOfQuota),
        ("openrouter", r#"{"data":{"label":"k","limit":10,"limit_remaining":0}}"#, Answer::OutOfQuota),
        ("openrouter", r#"{"data":{"label":"k","limit":null,"limit_remaining":null}}"#, Answer::Accepted),
        ("openrouter", r#"{"data":{"label":"k","limit":10,"limit_remaining":3.5}}"#, Answer::Accepted),
        ("xai", r#"{"name":"k","api_key_disabled":true,"team_blocked":false}"#, Answer::Refused(Refusal::Revoked)),
        (
            "xai",
            r#"{"name":"k","api_key_disabled":false,"team_blocked":true}"#,
            Answer::NotPermitted(Bar::Organisation),
        ),
        ("openai", r#"{"is_available":false}"#, Answer::Accepted),
    ] {
        assert_eq!(told(provider, 200, &[], body).answer, answer, "{provider} {body}");
    }
}

#[test]
fn how_long_to_wait_is_told_in_several_ways() {
    for (headers, seconds) in [
        (&[("retry-after", "30")][..], Some(30)),
        (&[("retry-after", "Fri, 20 Nov 2026 12:02:00 GMT")], Some(120)),
        (&[("retry-after", "Fri, 20 Nov 2026 11:00:00 GMT")], None),
        (&[("retry-after-ms", "1500"), ("retry-after", "2")], Some(2)),
        (&[("retry-after", "999999999999")], Some(WAIT)),
        (&[("retry-after", "soon")], None),
        (&[("retry-after", "-5")], None),
        (&[], None),
    ] {
        assert_eq!(
            told("openai", 429, headers, "{}").answer,
            Answer::RateLimited { retry_after: seconds },
            "{headers:?}"
        );
    }
}

#[test]
fn the_request_is_known_by_its_id_and_by_nothing_odd() {
    let id = |headers: &[(&str, &str)]| told("openai", 500, headers, "").request_id;
    assert_eq!(id(&[("x-request-id", "req_1")]).as_deref(), Some("req_1"));
    assert_eq!(id(&[("cf-ray", "8c"), ("request-id", "req_2")]).as_deref(), Some("req_2"));
    assert_eq!(id(&[("x-request-id", "a b")]), None);
    assert_eq!(id(&[("x-request-id", "")]), None);
}

#[test]
fn the_key_does_not_come_back_out_of_a_message() {
    let body = format!(
        r#"{{"error":{{"message":"Incorrect API key provided: {KEY}. Or {}…","code":"invalid_api_key"}}}}"#,
        &KEY[..12]
    );
    let told = told("openai", 401, &[], &body);
    assert_eq!(told.said, "Incorrect API key provided: …. Or ……");
}

#[test]
fn every_answer_is_said_in_a_sentence() {
    let refusals = [Refusal::Wrong, Refusal::Revoked, Refusal::Expired].map(Answer::Refused);
    let bars = [Bar::Model, Bar::Region, Bar::Address, Bar::Scope, Bar::Organisation, Bar::LongContext, Bar::Unsaid];
    let bars = bars.map(Answer::NotPermitted);
    let others = [
        Answer::Accepted,
        Answer::Open,
        Answer::OutOfQuota,
        LIMITED,
        Answer::RateLimited { retry_after: Some(200) },
        Answer::Overloaded,
        Answer::Down,
        Answer::WrongEndpoint,
        Answer::Portal,
        Answer::NotUnderstood,
    ];
    for answer in refusals.into_iter().chain(bars).chain(others) {
        let (words, remedy) = (answer.words("OpenAI"), answer.remedy());
        for text in [Some(&*words), remedy.as_deref()].into_iter().flatten() {
            assert!(text.ends_with('.') && text.len() < 160, "{text}");
            for banned in ["please", "error occurred", "invalid", "failed to", "  "] {
                assert!(!text.to_lowercase().contains(banned), "{text}");
            }
        }
        assert!(words.contains("OpenAI") && (remedy.is_none() == matches!(answer, Answer::Accepted | Answer::Open)));
        for language in Language::all() {
            let said = answer.phrase("OpenAI").said_in(language);
            assert!(said.contains("OpenAI") && said.ends_with('.') && !said.contains("{$"), "{language:?}: {said}");
        }
        let kept = serde_json::to_string(&answer).unwrap();
        assert_eq!(serde_json::from_str::<Answer>(&kept).unwrap(), answer, "{kept}");
    }
}

#[test]
fn a_wait_is_said_in_the_unit_that_fits() {
    for (seconds, said) in [(0, "0 s"), (90, "90 s"), (121, "3 min"), (7200, "2 h"), (172_800, "2 days")] {
        assert_eq!(crate::text::wait(seconds), said);
    }
}

proptest! {
    #[test]
    fn no_body_breaks_it_or_gives_the_key_away(
        status in 100_u16..600,
        before in "(\\PC|\\pC|[{}\":,a-z]){0,30}",
        after in "(\\PC|\\pC|[{}\":,a-z]){0,30}",
        from in 0_usize..30,
        bytes in proptest::collection::vec(any::<u8>(), 0..60),
        retry in "\\PC{0,20}",
    ) {
        let part = &KEY[from..];
        let message = format!("{before}{part}{after}");
        let bodies = [
            serde_json::json!({ "error": { "message": message, "code": before } }).to_string().into_bytes(),
            serde_json::json!({ "error": message }).to_string().into_bytes(),
            bytes,
        ];
        for body in bodies {
            let headers = [("retry-after".to_owned(), retry.clone()), ("x-request-id".to_owned(), message.clone())];
            let told = read("openai", Reply { status, headers: &headers, body: &body }, KEY, NOW.parse().unwrap());
            prop_assert!(told.said.chars().count() <= SAID);
            prop_assert!(!told.said.chars().any(char::is_control));
            for text in [Some(&told.said), told.request_id.as_ref()].into_iter().flatten() {
                prop_assert!(!KEY.as_bytes().windows(8).any(|piece| text.contains(std::str::from_utf8(piece).unwrap())), "{text}");
            }
        }
    }
}
