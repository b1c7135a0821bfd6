//! FAKE: an npm registry on this computer, which answers the real npm as the real one does: which version of OpenClaw is the
//! newest, which versions of a package there are, and their tarballs. The tarballs are packed here, from what the tests run
//! against; those of OpenClaw are thin: they hold its manifest and an entry that leads to the installed one.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::{home::Home, node};

/// The question for the newest versions.
const QUESTION: &str = "/-/package/openclaw/dist-tags";

/// What is wrong with a tarball.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not what its checksum says.
    Spoiled,
    /// The registry is gone in the middle of it.
    Breaks,
    /// The registry says nothing more in the middle of it.
    Stalls,
}

/// A package as it is published.
pub struct Package {
    manifest: Value,
    /// The folder that becomes the tarball's.
    files: TempDir,
}

impl Package {
    fn of(manifest: Value) -> Package {
        let files = tempfile::tempdir().unwrap();
        fs::create_dir(files.path().join("package")).unwrap();
        let package = Package { manifest, files };
        package.has("package.json", &package.manifest.to_string());
        package
    }

    fn has(&self, name: &str, text: &str) -> PathBuf {
        let file = self.files.path().join("package").join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        file
    }

    /// The OpenClaw of this entry, under its own version.
    pub fn openclaw(entry: &Path) -> Package {
        let about: Value = serde_json::from_slice(&fs::read(entry.with_file_name("package.json")).unwrap()).unwrap();
        let package = Package::of(json!({
            "name": "openclaw", "version": about["version"], "engines": about["engines"], "type": "module",
            "bin": { "openclaw": "openclaw.mjs" },
        }));
        package.has("openclaw.mjs", &format!("await import({});\n", json!(format!("file://{}", entry.display()))));
        package
    }

    /// One that knows which it is, and ends as soon as it is to do anything else.
    pub fn dead_openclaw(version: &str) -> Package {
        let package =
            Package::of(json!({ "name": "openclaw", "version": version, "bin": { "openclaw": "openclaw.mjs" } }));
        let says = format!("if (process.argv[2] === '--version') console.log('OpenClaw {version} (0000000)');\n");
        package.has("openclaw.mjs", &(says + "else throw new Error('Cannot find module ./entry.js');\n"));
        package
    }

    /// The pinned Node.
    pub fn node() -> Package {
        Package::node_with(|program| {
            fs::hard_link(node(), program).or_else(|_| fs::copy(node(), program).map(drop)).unwrap();
        })
    }

    /// Puts this Node and this OpenClaw where an earlier Clawtender has installed them.
    pub fn installed(home: &Home, node: Package, openclaw: Package) {
        let said = |package: &Package, what: &str| package.manifest[what].as_str().unwrap().to_owned();
        let (version, of_node) = (said(&openclaw, "version"), said(&node, "version"));
        let folder = home.path(format!("clawtender/data/runtime/{version}-node{of_node}"));
        let (program, entry) = (format!("node/node_modules/{}", said(&node, "name")), "openclaw/node_modules/openclaw");
        for (package, place) in [(node, &*program), (openclaw, entry)] {
            let place = folder.join(place);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            let moved = Command::new("mv").args([&package.files.path().join("package"), &place]).status();
            assert!(moved.unwrap().success());
        }
        let about = json!({
            "openclaw": version, "node": of_node, "program": program + "/bin/node", "entry": format!("{entry}/openclaw.mjs"),
            "installedAt": "2026-01-01T00:00:00Z",
        });
        fs::write(folder.join("clawtender.json"), about.to_string()).unwrap();
    }

    /// One that leads to it.
    pub fn node_that_leads() -> Package {
        Package::node_with(|program| {
            fs::write(program, format!("#!/bin/sh\nexec '{}' \"$@\"\n", node().display())).unwrap();
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            fs::set_permissions(program, mode).unwrap();
        })
    }

    fn node_with(puts: impl FnOnce(&Path)) -> Package {
        let of = node().ancestors().nth(2).unwrap().join("package.json");
        let about: Value = serde_json::from_slice(&fs::read(of).unwrap()).unwrap();
        let package = Package::of(json!({
            "name": about["name"], "version": about["version"], "os": about["os"], "cpu": about["cpu"],
        }));
        let program = package.has("bin/node", "");
        fs::remove_file(&program).unwrap();
        puts(&program);
        package
    }
}

/// A version that is published.
struct Published {
    manifest: Value,
    tarball: PathBuf,
    _files: TempDir,
}

#[derive(Default)]
struct Shelf {
    newest: String,
    packages: Vec<Published>,
    fault: Option<(String, Fault)>,
    asked: Vec<String>,
}

/// Ends with the test's process.
pub struct Registry {
    port: u16,
    shelf: Arc<Mutex<Shelf>>,
}

impl Registry {
    /// One in which this version is the newest.
    pub fn start(newest: &str) -> Registry {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shelf = Arc::new(Mutex::new(Shelf { newest: newest.to_owned(), ..Shelf::default() }));
        let serves = shelf.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shelf = serves.clone();
                thread::spawn(move || serve(stream, port, &shelf));
            }
        });
        Registry { port, shelf }
    }

    /// This version is the newest from now on.
    pub fn publish(&self, newest: &str) {
        newest.clone_into(&mut self.shelf.lock().unwrap().newest);
    }

    /// It has this package, too.
    pub fn offers(&self, package: Package) {
        let Package { mut manifest, files } = package;
        let tarball = files.path().join("package.tgz");
        // npm asks for no better compression
        let packed = Command::new("tar")
            .args(["--use-compress-program=gzip -1", "-cf"])
            .args([&tarball, Path::new("-C"), files.path(), Path::new("package")])
            .status();
        assert!(packed.unwrap().success());
        let sums = "const [, file] = process.argv; const hash = require('crypto').createHash('sha512');\
                    process.stdout.write('sha512-' + hash.update(require('fs').readFileSync(file)).digest('base64'))";
        let sum = Command::new(node()).arg("-e").arg(sums).arg(&tarball).output().unwrap();
        let (name, version) = (manifest["name"].as_str().unwrap(), manifest["version"].as_str().unwrap());
        let place = format!("http://127.0.0.1:{}/{name}/-/{name}-{version}.tgz", self.port);
        manifest["dist"] = json!({ "tarball": place, "integrity": String::from_utf8(sum.stdout).unwrap() });
        fs::remove_dir_all(files.path().join("package")).unwrap();
        self.shelf.lock().unwrap().packages.push(Published { manifest, tarball, _files: files });
    }

    /// The tarballs of this package have this fault from now on, or none.
    pub fn has(&self, package: &str, fault: Option<Fault>) {
        self.shelf.lock().unwrap().fault = fault.map(|fault| (package.to_owned(), fault));
    }

    /// Where it is.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// The questions that it was asked, each as it came.
    pub fn asked(&self) -> Vec<String> {
        self.shelf.lock().unwrap().asked.clone()
    }

    /// Has whoever installs something in this home ask here, with the npm that runs the tests.
    pub fn serves(&self, home: &mut Home) {
        home.set("npm_config_registry", self.address());
        // a person waits for the second attempt, a test does not
        home.set("npm_config_fetch_retries", "0");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let npm = std::env::split_paths(&path).map(|folder| folder.join("npm")).find(|npm| npm.exists());
        fs::create_dir_all(home.path("bin")).unwrap();
        let npm = fs::canonicalize(npm.expect("npm: run `cargo xtask test`")).unwrap();
        symlink(npm, home.path("bin/npm")).unwrap();
    }
}

fn serve(mut stream: TcpStream, port: u16, shelf: &Mutex<Shelf>) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(read) if read > 0 => head.extend_from_slice(&buffer[..read]),
            _ => break,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.strip_prefix("GET ").and_then(|rest| rest.split(' ').next()).unwrap_or_default().to_owned();
    let mut shelf = shelf.lock().unwrap();
    shelf.asked.push(head);
    let here = format!("http://127.0.0.1:{port}{path}");
    let tarball = shelf.packages.iter().find(|one| one.manifest["dist"]["tarball"] == here.as_str());
    if let Some(one) = tarball {
        let fault = shelf.fault.as_ref().filter(|(package, _)| one.manifest["name"] == package.as_str());
        let (file, fault) = (one.tarball.clone(), fault.map(|(_, fault)| *fault));
        drop(shelf);
        let _ = hand_out(&mut stream, &file, fault);
        return;
    }
    let versions = |name: &str| -> Map<String, Value> {
        let named = shelf.packages.iter().filter(|one| one.manifest["name"] == name);
        named.map(|one| (one.manifest["version"].as_str().unwrap().to_owned(), one.manifest.clone())).collect()
    };
    let name = path.trim_start_matches('/');
    let (status, body) = match versions(name) {
        _ if path == QUESTION => ("200 OK", json!({ "latest": shelf.newest })),
        versions if versions.is_empty() => ("404 Not Found", json!({})),
        versions => {
            let newest = Some(&shelf.newest).filter(|newest| versions.contains_key(*newest));
            let newest = newest.or(versions.keys().next_back()).cloned();
            ("200 OK", json!({ "name": name, "dist-tags": { "latest": newest }, "versions": versions }))
        }
    };
    drop(shelf);
    let body = body.to_string();
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    let _ = stream.write_all(answer.as_bytes());
}

/// Sends a tarball, with its fault.
fn hand_out(stream: &mut TcpStream, file: &Path, fault: Option<Fault>) -> io::Result<()> {
    let mut tarball = File::open(file)?;
    let length = tarball.metadata()?.len();
    write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n")?;
    match fault {
        None => io::copy(&mut tarball, stream).map(drop),
        Some(Fault::Spoiled) => {
            let mut bytes = fs::read(file)?;
            // in what is packed, not in how
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            stream.write_all(&bytes)
        }
        Some(Fault::Breaks) => io::copy(&mut tarball.take(length / 2), stream).map(drop),
        Some(Fault::Stalls) => {
            io::copy(&mut tarball.take(length / 2), stream)?;
            // until whoever asked is gone
            stream.set_read_timeout(None)?;
            stream.read(&mut [0]).map(drop)
        }
    }
}
