use std::collections::BTreeSet;

use super::*;

/// A key of this provider's shape, made up.
fn sample(provider: &Provider) -> String {
    let prefix = provider.key.prefixes.first().copied().unwrap_or_default();
    let rest = provider.key.shortest.max(20).saturating_sub(prefix.len());
    format!("{prefix}{}", "a1B2c3D4".chars().cycle().take(rest).collect::<String>())
}

fn of(id: &str) -> &'static Provider {
    find(id).unwrap_or_else(|| panic!("{id} is not in the table"))
}

#[test]
fn every_row_is_whole_and_every_name_means_one_provider() {
    let mut names = BTreeSet::new();
    for provider in ALL {
        for name in provider.aliases.iter().chain([&provider.id]) {
            assert!(names.insert(name.to_lowercase()), "{name} stands twice");
        }
        assert!(!provider.name.is_empty() && !provider.id.is_empty());
        assert!(provider.key.shortest <= provider.key.longest, "{}", provider.id);
        assert!(!provider.variables.is_empty() || provider.id == "xroute", "{}", provider.id);
        assert_eq!(flaw(Some(provider), &sample(provider)), None, "{}", provider.id);
        let pages = [provider.console, provider.billing, provider.status];
        for page in pages.into_iter().flatten() {
            assert!(page.starts_with("https://") && !page.ends_with('/'), "{page}");
        }
        for address in provider.base.iter().chain(provider.probe.as_ref().map(|probe| &probe.address)) {
            let local = ["http://127.0.0.1:", "http://localhost:", "/"].iter().any(|start| address.starts_with(start));
            assert!(local || address.starts_with("https://"), "a key would go in the clear to {address}");
        }
        let probed = provider.probe.as_ref().is_some_and(|probe| probe.address.starts_with('/'));
        assert!(!probed || provider.base.is_none(), "{}: two base addresses", provider.id);
    }
}

#[test]
fn a_provider_is_found_by_any_of_its_names() {
    for (name, id) in [
        ("openai", "openai"),
        ("OpenAI", "openai"),
        ("z.ai", "zai"),
        ("dashscope", "qwen"),
        ("azure", "microsoft-foundry"),
    ] {
        assert_eq!(find(name).map(|provider| provider.id), Some(id), "{name}");
    }
    assert_eq!(find("open"), None);
    assert_eq!(find(""), None);
}

#[test]
fn what_can_be_no_key_is_told_for_certain() {
    let good = sample(of("openai"));
    for (key, expected) in [
        (String::new(), Flaw::Empty),
        (" \t\n".to_owned(), Flaw::Empty),
        (format!("{good}\n{good}"), Flaw::LineBreak),
        (format!("{good}\r"), Flaw::LineBreak),
        (format!(" {good}"), Flaw::Space),
        (format!("Bearer {good}"), Flaw::Space),
        (format!("\"{good}\""), Flaw::Quotes),
        (format!("“{good}”"), Flaw::Quotes),
        (format!("{good}\u{200b}"), Flaw::Unusual),
        (format!("{good}\u{a0}"), Flaw::Unusual),
        (format!("{good}\u{1b}"), Flaw::Unusual),
        (good.replace('a', "а"), Flaw::Unusual),
        (format!("OPENAI_API_KEY={good}"), Flaw::Assignment),
        ("OPENAI_API_KEY".to_owned(), Flaw::Placeholder),
        ("${OPENAI_API_KEY}".to_owned(), Flaw::Placeholder),
        ("sk-...".to_owned(), Flaw::Placeholder),
        ("<key>".to_owned(), Flaw::Placeholder),
        ("YOUR_API_KEY".to_owned(), Flaw::Placeholder),
        ("__OPENCLAW_REDACTED__".to_owned(), Flaw::Placeholder),
    ] {
        for provider in [Some(of("openai")), Some(of("custom")), None] {
            assert_eq!(flaw(provider, &key), Some(expected), "{key:?}");
        }
        assert!(expected.is_certain());
    }
}

#[test]
fn what_looks_odd_is_named_and_may_still_be_right() {
    let openai = of("openai");
    for (provider, key, expected) in [
        ("openai", sample(of("anthropic")), Flaw::Foreign(of("anthropic"))),
        ("anthropic", sample(of("openrouter")), Flaw::Foreign(of("openrouter"))),
        ("groq", sample(of("xai")), Flaw::Foreign(of("xai"))),
        ("deepseek", sample(of("groq")), Flaw::Foreign(of("groq"))),
        // any of four providers' keys begin so
        ("anthropic", format!("sk-{}", "a".repeat(60)), Flaw::Beginning),
        ("groq", "a".repeat(50), Flaw::Beginning),
        ("openai", "sk-proj-abc".to_owned(), Flaw::Short),
        ("openai", format!("sk-{}", "a".repeat(400)), Flaw::Long),
        ("openai", sample(openai) + "+", Flaw::Sign),
    ] {
        assert_eq!(flaw(Some(of(provider)), &key), Some(expected), "{provider}: {key}");
        assert!(!expected.is_certain());
        assert!(!expected.words("X").contains(&key));
    }
    // whoever runs a server chooses its keys
    for provider in ["custom", "litellm", "vllm", "xroute"] {
        assert_eq!(flaw(Some(of(provider)), &sample(of("anthropic"))), None, "{provider}");
    }
}
