//! The table. Names and variables are OpenClaw 2026.9.6's own (its plugins' manifests, its catalogue of official plugins and its
//! documentation), and so are most base addresses. Shapes, requests and pages are as the providers document them; none of
//! them has been tried, so that a shape alone never refuses a key (see [`super::flaw`]), and a request that is not known
//! to need a key is tried without one too before it counts.

use super::{
    Presented::{Bearer, Header},
    Probe, Provider, Shape,
};

const fn shape(prefixes: &'static [&'static str], shortest: usize, longest: usize) -> Shape {
    Shape { prefixes, shortest, longest, signs: "-_" }
}

/// A request that is refused without a key.
const fn bearer(address: &'static str) -> Probe {
    Probe { address, key: Bearer, headers: &[], keyed: true }
}

/// A request of which that is not known, or depends on how the server was set up.
const fn perhaps(address: &'static str) -> Probe {
    Probe { keyed: false, ..bearer(address) }
}

/// What most rows leave out.
const PLAIN: Provider = Provider {
    id: "",
    aliases: &[],
    name: "",
    variables: &[],
    key: Shape::ANY,
    base: None,
    probe: None,
    console: None,
    billing: None,
    status: None,
    status_api: None,
    sign_in: None,
};

/// Every provider that Clawtender knows by name.
pub static ALL: &[Provider] = &[
    Provider {
        id: "anthropic",
        name: "Anthropic",
        variables: &["ANTHROPIC_API_KEY", "ANTHROPIC_OAUTH_TOKEN"],
        key: shape(&["sk-ant-"], 80, 200),
        base: Some("https://api.anthropic.com"),
        probe: Some(Probe {
            address: "https://api.anthropic.com/v1/models?limit=1",
            key: Header("x-api-key"),
            headers: &[("anthropic-version", "2023-06-01")],
            keyed: true,
        }),
        console: Some("https://console.anthropic.com/settings/keys"),
        billing: Some("https://console.anthropic.com/settings/billing"),
        status: Some("https://status.claude.com"),
        status_api: Some("https://status.claude.com/api/v2/status.json"),
        sign_in: Some("models auth setup-token --provider anthropic"),
        ..PLAIN
    },
    Provider {
        id: "openai",
        name: "OpenAI",
        variables: &["OPENAI_API_KEY"],
        key: shape(&["sk-", "sk-proj-", "sk-svcacct-", "sk-admin-"], 40, 250),
        base: Some("https://api.openai.com/v1"),
        probe: Some(bearer("https://api.openai.com/v1/models")),
        console: Some("https://platform.openai.com/api-keys"),
        billing: Some("https://platform.openai.com/account/billing"),
        status: Some("https://status.openai.com"),
        status_api: Some("https://status.openai.com/api/v2/status.json"),
        sign_in: Some("models auth login --provider openai"),
        ..PLAIN
    },
    Provider {
        id: "google",
        name: "Google Gemini",
        variables: &["GEMINI_API_KEY", "GOOGLE_API_KEY"],
        key: Shape { prefixes: &["AIza", "AQ."], shortest: 39, longest: 200, signs: "-_." },
        base: Some("https://generativelanguage.googleapis.com/v1beta"),
        probe: Some(Probe {
            address: "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1",
            key: Header("x-goog-api-key"),
            headers: &[],
            keyed: true,
        }),
        console: Some("https://aistudio.google.com/apikey"),
        billing: Some("https://console.cloud.google.com/billing"),
        status: Some("https://status.cloud.google.com"),
        ..PLAIN
    },
    Provider {
        id: "openrouter",
        name: "OpenRouter",
        variables: &["OPENROUTER_API_KEY"],
        key: shape(&["sk-or-"], 60, 100),
        base: Some("https://openrouter.ai/api/v1"),
        // its list of models is open to everybody and tells nothing
        probe: Some(bearer("https://openrouter.ai/api/v1/key")),
        console: Some("https://openrouter.ai/keys"),
        billing: Some("https://openrouter.ai/settings/credits"),
        status: Some("https://status.openrouter.ai"),
        ..PLAIN
    },
    Provider {
        id: "groq",
        name: "Groq",
        variables: &["GROQ_API_KEY"],
        key: shape(&["gsk_"], 48, 64),
        base: Some("https://api.groq.com/openai/v1"),
        probe: Some(bearer("https://api.groq.com/openai/v1/models")),
        console: Some("https://console.groq.com/keys"),
        billing: Some("https://console.groq.com/settings/billing"),
        status: Some("https://groqstatus.com"),
        status_api: Some("https://groqstatus.com/api/v2/status.json"),
        ..PLAIN
    },
    Provider {
        id: "deepseek",
        name: "DeepSeek",
        variables: &["DEEPSEEK_API_KEY"],
        key: shape(&["sk-"], 32, 80),
        base: Some("https://api.deepseek.com"),
        probe: Some(bearer("https://api.deepseek.com/user/balance")),
        console: Some("https://platform.deepseek.com/api_keys"),
        billing: Some("https://platform.deepseek.com/top_up"),
        status: Some("https://status.deepseek.com"),
        ..PLAIN
    },
    Provider {
        id: "mistral",
        name: "Mistral",
        variables: &["MISTRAL_API_KEY"],
        key: shape(&[], 32, 64),
        base: Some("https://api.mistral.ai/v1"),
        probe: Some(bearer("https://api.mistral.ai/v1/models")),
        console: Some("https://console.mistral.ai/api-keys"),
        billing: Some("https://console.mistral.ai/billing"),
        status: Some("https://status.mistral.ai"),
        ..PLAIN
    },
    Provider {
        id: "xai",
        name: "xAI",
        variables: &["XAI_API_KEY"],
        key: shape(&["xai-"], 60, 120),
        base: Some("https://api.x.ai/v1"),
        probe: Some(bearer("https://api.x.ai/v1/api-key")),
        console: Some("https://console.x.ai"),
        billing: Some("https://console.x.ai"),
        status: Some("https://status.x.ai"),
        sign_in: Some("models auth login --provider xai"),
        ..PLAIN
    },
    Provider {
        id: "together",
        name: "Together AI",
        variables: &["TOGETHER_API_KEY"],
        // older ones are 64 hexadecimal digits, newer ones begin with tgp_v1_
        key: shape(&[], 40, 80),
        base: Some("https://api.together.xyz/v1"),
        probe: Some(perhaps("https://api.together.xyz/v1/models")),
        console: Some("https://api.together.ai/settings/api-keys"),
        billing: Some("https://api.together.ai/settings/billing"),
        status: Some("https://status.together.ai"),
        ..PLAIN
    },
    Provider {
        id: "fireworks",
        aliases: &["fireworks-ai"],
        name: "Fireworks AI",
        variables: &["FIREWORKS_API_KEY"],
        key: shape(&["fw_"], 20, 80),
        base: Some("https://api.fireworks.ai/inference/v1"),
        probe: Some(perhaps("https://api.fireworks.ai/inference/v1/models")),
        console: Some("https://app.fireworks.ai/settings/users/api-keys"),
        billing: Some("https://app.fireworks.ai/account/billing"),
        status: Some("https://status.fireworks.ai"),
        ..PLAIN
    },
    Provider {
        id: "moonshot",
        aliases: &["moonshotai", "moonshot-ai"],
        name: "Moonshot AI",
        variables: &["MOONSHOT_API_KEY", "KIMI_API_KEY"],
        key: shape(&["sk-"], 32, 120),
        base: Some("https://api.moonshot.ai/v1"),
        probe: Some(perhaps("https://api.moonshot.ai/v1/models")),
        console: Some("https://platform.moonshot.ai/console/api-keys"),
        billing: Some("https://platform.moonshot.ai/console/pay"),
        ..PLAIN
    },
    Provider {
        id: "qwen",
        aliases: &["qwencloud", "modelstudio", "dashscope"],
        name: "Qwen",
        variables: &["QWEN_API_KEY", "MODELSTUDIO_API_KEY", "DASHSCOPE_API_KEY"],
        key: shape(&["sk-"], 32, 120),
        base: Some("https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
        probe: Some(perhaps("https://dashscope-intl.aliyuncs.com/compatible-mode/v1/models")),
        console: Some("https://bailian.console.alibabacloud.com"),
        status: Some("https://status.alibabacloud.com"),
        ..PLAIN
    },
    Provider {
        id: "minimax",
        name: "MiniMax",
        variables: &["MINIMAX_API_KEY", "MINIMAX_CODE_PLAN_KEY", "MINIMAX_CODING_API_KEY"],
        // older ones are JSON web tokens
        key: Shape { prefixes: &[], shortest: 40, longest: 2000, signs: "-_." },
        base: Some("https://api.minimax.io/anthropic"),
        console: Some("https://platform.minimax.io"),
        billing: Some("https://platform.minimax.io/subscribe/coding-plan"),
        sign_in: Some("models auth login --provider minimax-portal"),
        ..PLAIN
    },
    Provider {
        id: "zai",
        aliases: &["z-ai", "z.ai"],
        name: "Z.AI",
        variables: &["ZAI_API_KEY", "Z_AI_API_KEY"],
        key: Shape { prefixes: &[], shortest: 32, longest: 120, signs: "-_." },
        base: Some("https://api.z.ai/api/paas/v4"),
        probe: Some(perhaps("https://api.z.ai/api/paas/v4/models")),
        console: Some("https://z.ai/manage-apikey/apikey-list"),
        ..PLAIN
    },
    Provider {
        id: "cerebras",
        name: "Cerebras",
        variables: &["CEREBRAS_API_KEY"],
        key: shape(&["csk-"], 40, 80),
        base: Some("https://api.cerebras.ai/v1"),
        probe: Some(bearer("https://api.cerebras.ai/v1/models")),
        console: Some("https://cloud.cerebras.ai"),
        billing: Some("https://cloud.cerebras.ai"),
        status: Some("https://status.cerebras.ai"),
        ..PLAIN
    },
    Provider {
        id: "perplexity",
        name: "Perplexity",
        variables: &["PERPLEXITY_API_KEY"],
        key: shape(&["pplx-"], 40, 80),
        base: Some("https://api.perplexity.ai"),
        console: Some("https://www.perplexity.ai/settings/api"),
        billing: Some("https://www.perplexity.ai/settings/api"),
        status: Some("https://status.perplexity.com"),
        ..PLAIN
    },
    Provider {
        id: "huggingface",
        name: "Hugging Face",
        variables: &["HUGGINGFACE_HUB_TOKEN", "HF_TOKEN"],
        key: shape(&["hf_"], 30, 64),
        base: Some("https://router.huggingface.co/v1"),
        probe: Some(bearer("https://huggingface.co/api/whoami-v2")),
        console: Some("https://huggingface.co/settings/tokens"),
        billing: Some("https://huggingface.co/settings/billing"),
        status: Some("https://status.huggingface.co"),
        ..PLAIN
    },
    Provider {
        id: "microsoft-foundry",
        aliases: &["azure-openai", "azure"],
        name: "Azure OpenAI",
        variables: &["AZURE_OPENAI_API_KEY"],
        key: shape(&[], 32, 128),
        // every resource has an address of its own
        probe: Some(Probe { address: "/openai/v1/models", key: Header("api-key"), headers: &[], keyed: true }),
        console: Some("https://ai.azure.com"),
        billing: Some("https://portal.azure.com"),
        status: Some("https://azure.status.microsoft"),
        ..PLAIN
    },
    Provider {
        id: "amazon-bedrock",
        aliases: &["bedrock", "aws-bedrock"],
        name: "Amazon Bedrock",
        variables: &["AWS_BEARER_TOKEN_BEDROCK"],
        key: Shape { prefixes: &["ABSK", "bedrock-api-key-"], shortest: 60, longest: 4096, signs: "-_+/=&%." },
        console: Some("https://console.aws.amazon.com/bedrock/home"),
        billing: Some("https://console.aws.amazon.com/billing"),
        status: Some("https://health.aws.amazon.com/health/status"),
        ..PLAIN
    },
    Provider {
        id: "github-copilot",
        aliases: &["copilot"],
        name: "GitHub Copilot",
        variables: &["COPILOT_GITHUB_TOKEN"],
        key: shape(&["ghu_", "gho_", "github_pat_"], 36, 255),
        probe: Some(Probe {
            address: "https://api.github.com/user",
            key: Bearer,
            headers: &[("accept", "application/vnd.github+json")],
            keyed: true,
        }),
        console: Some("https://github.com/settings/copilot"),
        billing: Some("https://github.com/settings/billing"),
        status: Some("https://www.githubstatus.com"),
        status_api: Some("https://www.githubstatus.com/api/v2/status.json"),
        sign_in: Some("models auth login-github-copilot"),
        ..PLAIN
    },
    // OpenClaw has no name for it: it stands in a configuration as a custom provider
    Provider { id: "xroute", name: "XRoute", ..PLAIN },
    Provider {
        id: "litellm",
        name: "LiteLLM",
        variables: &["LITELLM_API_KEY"],
        base: Some("http://localhost:4000"),
        probe: Some(perhaps("http://localhost:4000/v1/models")),
        ..PLAIN
    },
    Provider {
        id: "ollama",
        name: "Ollama",
        variables: &["OLLAMA_API_KEY"],
        // a local one takes any key; this only tells whether it is there
        base: Some("http://127.0.0.1:11434"),
        probe: Some(perhaps("http://127.0.0.1:11434/api/tags")),
        ..PLAIN
    },
    Provider {
        id: "lmstudio",
        aliases: &["lm-studio"],
        name: "LM Studio",
        variables: &["LM_API_TOKEN"],
        base: Some("http://localhost:1234/v1"),
        probe: Some(perhaps("http://localhost:1234/v1/models")),
        ..PLAIN
    },
    Provider {
        id: "vllm",
        name: "vLLM",
        variables: &["VLLM_API_KEY"],
        base: Some("http://127.0.0.1:8000/v1"),
        probe: Some(perhaps("http://127.0.0.1:8000/v1/models")),
        ..PLAIN
    },
    Provider {
        id: "custom",
        name: "Custom provider",
        variables: &["CUSTOM_API_KEY"],
        probe: Some(perhaps("/models")),
        ..PLAIN
    },
];
