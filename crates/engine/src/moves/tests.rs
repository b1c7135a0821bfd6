//! Moving keys on a real disk, with a keychain in memory and no gateway: what is left after an interruption at each step.

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt, path::Path};

use anyhow::bail;
use secrecy::{ExposeSecret, SecretString};

use super::{import::Step, *};
use crate::{journal::Journal, probes::key_sources, steps::Steps};

const OK: &str = "sk-of-the-configuration-0001";
const GROQ: &str = "gsk_of_the_environment_file_0002";
const OPENAI: &str = "sk-of-the-credentials-0003-abcdefghijklmnopqrstuvwxyz";
const SECRETS: [&str; 3] = [OK, GROQ, OPENAI];
const STEPS: [Step; 7] =
    [Step::Journalled, Step::Stored, Step::Tried, Step::Referred, Step::Confirmed, Step::Emptied, Step::Cleaned];

/// A home with a key in each kind of file, and a copy of the configuration.
struct Stage {
    folder: tempfile::TempDir,
    moves: Moves,
}

impl Stage {
    fn new() -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for folder in [
            ".openclaw/agents/main/agent",
            ".config/openclaw",
            ".config/systemd/user",
            "clawtender/state",
            "clawtender/data",
        ] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        let config = format!(
            "{{\n  // mine\n  gateway: {{ mode: 'local', port: {} }},\n  models: {{ providers: {{ ok: {{ apiKey: '{OK}' }} }} }},\n}}\n",
            nobody()
        );
        fs::write(at(".openclaw/openclaw.json"), &config).unwrap();
        fs::write(at(".openclaw/openclaw.json.bak"), &config).unwrap();
        fs::write(at(".openclaw/openclaw.json.clobbered.1"), format!("{{ torn '{OK}'")).unwrap();
        fs::write(at(".openclaw/.env"), format!("EDITOR=vi\nGROQ_API_KEY={GROQ}\n")).unwrap();
        fs::write(
            at(".config/openclaw/credentials.json"),
            format!("{{\"openai\":{{\"apiKey\":\"{OPENAI}\"}},\"x\":1}}"),
        )
        .unwrap();
        fs::write(
            at(".openclaw/agents/main/agent/auth-profiles.json"),
            format!(
                "{{\"profiles\":{{\"groq:a\":{{\"type\":\"api_key\",\"provider\":\"groq\",\"key\":\"{GROQ}\"}}}}}}"
            ),
        )
        .unwrap();
        fs::write(
            at(".config/systemd/user/openclaw-gateway.service"),
            format!("[Service]\nEnvironment=HOME=/home/me \"GROQ_API_KEY={GROQ}\"\nEnvironment=GROQ_API_KEY={GROQ}\nExecStart=x\n"),
        )
        .unwrap();
        // what the keychain would answer, for whoever goes the gateway's way
        let program = at("clawtender/data/clawtender");
        let values = BTreeMap::from([
            ("providers/ok/apiKey", OK),
            ("providers/groq/apiKey", GROQ),
            ("providers/openai/apiKey", OPENAI),
        ]);
        let answer = serde_json::json!({ "protocolVersion": 1, "values": values });
        fs::write(&program, format!("#!/bin/sh\ncat >/dev/null\necho '{answer}'\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        let world = World::in_folder(folder.path());
        let moves = Moves {
            files: Reconfigure { journal: Journal::of(&world.paths), world, launch: None, steps: Steps::unseen() },
            keychain: Keychain::in_memory(),
            program,
        };
        Stage { folder, moves }
    }

    /// Every file of the gateway's, but for the program that stands for the keychain.
    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        collect(self.folder.path(), self.folder.path(), &mut files);
        files.retain(|name, _| {
            name != "clawtender/data/clawtender" && Path::new(name).extension().is_none_or(|kind| kind != "lock")
        });
        files
    }

    async fn kept(&self, account: &str) -> Option<String> {
        let found = self.moves.keychain.read(&Entry::new(account)).await.unwrap();
        found.map(|secret| secret.expose_secret().to_owned())
    }

    async fn is_somewhere(&self, secret: &str) -> bool {
        let accounts = ["providers/ok/apiKey", "providers/groq/apiKey", "providers/openai/apiKey"];
        for account in accounts {
            if self.kept(account).await.as_deref() == Some(secret) {
                return true;
            }
        }
        self.files().iter().any(|(name, text)| !name.contains(".json.") && text.contains(secret))
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

fn nobody() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What the person's own files hold: not the copies, which stay clean, and not Clawtender's.
fn own(files: &BTreeMap<String, String>) -> BTreeMap<&str, &str> {
    let own = files.iter().filter(|(name, _)| !name.contains(".json.") && !name.starts_with("clawtender/"));
    own.map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

async fn imported(stage: &Stage) {
    let files = stage.files();
    for secret in SECRETS {
        for (name, text) in &files {
            assert!(!text.contains(secret), "{name} still holds a key:\n{text}");
        }
    }
    assert_eq!(stage.kept("providers/ok/apiKey").await.as_deref(), Some(OK));
    assert_eq!(stage.kept("providers/groq/apiKey").await.as_deref(), Some(GROQ));
    assert_eq!(stage.kept("providers/openai/apiKey").await.as_deref(), Some(OPENAI));
    let config = stage.moves.files.config().unwrap();
    let mut referred: Vec<String> = bridge::references(&config).into_iter().map(|(name, _)| name).collect();
    referred.sort();
    assert_eq!(referred, ["groq", "ok", "openai"]);
    assert!(files[".openclaw/openclaw.json"].contains("// mine"));
    assert!(files[".openclaw/.env"].contains("EDITOR=vi"));
}

#[tokio::test]
async fn every_key_moves_and_comes_back_byte_for_byte() {
    let stage = Stage::new();
    let before = stage.files();
    let import = stage.moves.plan_import(&[]).await.unwrap();
    assert_eq!(import.found.len(), 3, "{:?}", import.found);
    let preview = import.preview();
    for secret in SECRETS {
        assert!(!preview.contains(secret), "{preview}");
    }
    assert!(preview.contains("openclaw.json.bak") && preview.contains("openclaw.json.clobbered.1"), "{preview}");
    assert_eq!(own(&stage.files()), own(&before), "a plan changes nothing");
    let done = stage.moves.import(&import).await.unwrap();
    assert!(done.message.ends_with("Not verified: the gateway does not run."), "{}", done.message);
    imported(&stage).await;
    assert!(stage.moves.plan_import(&[]).await.unwrap().is_empty());

    stage.moves.undo_import().await.unwrap();
    assert_eq!(own(&stage.files()), own(&before));
    assert_eq!(stage.kept("providers/ok/apiKey").await, None);
    assert!(stage.moves.plan_undo_import().is_none());
}

#[tokio::test]
async fn whoever_is_interrupted_loses_no_key_and_goes_on_or_back() {
    for stop in STEPS {
        for back in [false, true] {
            let stage = Stage::new();
            let before = stage.files();
            let import = stage.moves.plan_import(&[]).await.unwrap();
            let mut interrupt = |step| if step == stop { bail!("killed") } else { Ok(()) };
            assert!(stage.moves.import_by(&import, &mut interrupt).await.is_err());
            for secret in SECRETS {
                assert!(stage.is_somewhere(secret).await, "{secret} is lost after {stop:?}");
            }
            if !back {
                let import = stage.moves.plan_import(&[]).await.unwrap();
                assert!(import.goes_on(), "after {stop:?}");
                if !import.is_empty() {
                    stage.moves.import(&import).await.unwrap();
                }
                imported(&stage).await;
            }
            stage.moves.undo_import().await.unwrap();
            assert_eq!(own(&stage.files()), own(&before), "after {stop:?}, back: {back}");
        }
    }
}

#[tokio::test]
async fn no_key_is_replaced_by_another_and_none_is_guessed() {
    let stage = Stage::new();
    let account = Entry::new("providers/ok/apiKey");
    stage.moves.keychain.write(&account, &SecretString::from("sk-another-key-of-the-person")).await.unwrap();
    fs::write(stage.folder.path().join(".openclaw/.env"), "GROQ_API_KEY=gsk_another_one_in_there\n").unwrap();
    let before = stage.files();
    let import = stage.moves.plan_import(&["ok".to_owned()]).await.unwrap();
    assert!(import.is_empty() && import.draft.left[0].why.contains("another key"), "{:?}", import.draft.left);
    // the environment file wins over a profile of an older version
    let import = stage.moves.plan_import(&["groq".to_owned()]).await.unwrap();
    assert!(import.draft.left[0].why.starts_with("Another key for Groq stands in"), "{:?}", import.draft.left);
    assert_eq!(stage.files(), before);
}

#[tokio::test]
async fn where_the_gateways_way_gives_no_key_everything_stays() {
    let stage = Stage::new();
    let before = stage.files();
    let import = stage.moves.plan_import(&[]).await.unwrap();
    fs::write(&stage.moves.program, "#!/bin/sh\nexit 1\n").unwrap();
    let why = stage.moves.import(&import).await.unwrap_err().to_string();
    assert!(why.contains("gave none"), "{why}");
    assert_eq!(own(&stage.files()), own(&before));
    assert_eq!(stage.kept("providers/ok/apiKey").await, None, "what was stored is deleted again");
}

#[tokio::test]
async fn a_scan_says_where_every_key_stands() {
    let stage = Stage::new();
    let scan = key_sources::scan(&stage.moves.files.world, &stage.moves.keychain, true).await;
    let fact = scan.fact();
    let mut places: Vec<String> =
        fact.keys.iter().map(|key| format!("{} {}", key.provider, place(&key.place))).collect();
    let root = format!("{}/", stage.folder.path().display());
    for place in &mut places {
        *place = place.replace(&root, "");
    }
    places.sort();
    assert_eq!(
        places,
        [
            "groq .openclaw/.env (GROQ_API_KEY)",
            "groq .openclaw/agents/main/agent/auth-profiles.json (groq:a)",
            "groq the service's definition .config/systemd/user/openclaw-gateway.service (GROQ_API_KEY)",
            "ok .openclaw/openclaw.json (models.providers.ok.apiKey)",
            "ok the copy .openclaw/openclaw.json.bak",
            "openai .config/openclaw/credentials.json (openai)",
        ]
    );
    for secret in SECRETS {
        assert!(!format!("{fact:?}").contains(secret));
    }
}
