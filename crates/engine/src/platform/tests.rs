//! The local socket and the lock, for real.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

fn home() -> (tempfile::TempDir, Paths) {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::under(folder.path());
    (folder, paths)
}

/// One message there, one back.
async fn converse(listener: &mut Listener, paths: &Paths) {
    let (server, client) = tokio::join!(listener.accept(), connect(paths));
    let (mut server, mut client) = (server.unwrap(), client.unwrap().unwrap());
    let mut heard = [0; 4];
    client.write_all(b"ping").await.unwrap();
    server.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"ping");
    server.write_all(b"pong").await.unwrap();
    client.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"pong");
    drop(server);
    assert_eq!(client.read(&mut heard).await.unwrap(), 0, "the end is heard");
}

#[tokio::test]
async fn faces_reach_the_engine() {
    let (_folder, paths) = home();
    assert!(connect(&paths).await.unwrap().is_none(), "nobody listens yet");
    assert!(!paths.run.exists(), "a face leaves no traces");
    let mut listener = listen(&paths).unwrap();
    converse(&mut listener, &paths).await;
    converse(&mut listener, &paths).await;
    drop(listener);
    assert!(connect(&paths).await.unwrap().is_none(), "nobody listens any more");
}

#[tokio::test]
async fn a_second_engine_is_refused_and_does_no_harm() {
    let (_folder, paths) = home();
    let mut listener = listen(&paths).unwrap();
    assert_eq!(listen(&paths).unwrap_err().kind(), io::ErrorKind::AddrInUse);
    converse(&mut listener, &paths).await;
}

#[test]
fn a_lock_has_one_holder() {
    let (folder, _) = home();
    let path = folder.path().join("state").join("engine.lock");
    let held = lock(&path).unwrap().unwrap();
    assert!(lock(&path).unwrap().is_none());
    drop(held);
    assert!(lock(&path).unwrap().is_some());
}

#[test]
fn the_path_is_found_among_what_login_files_print() {
    let printed = b"welcome\x1b[0m\nCLAWTENDER_PATH=/old\n\xff\xfe\nCLAWTENDER_PATH=/a:/b\nbye\n";
    assert_eq!(login_path(printed), Some("/a:/b".into()));
    assert_eq!(login_path(b"CLAWTENDER_PATH=\n"), None);
    assert_eq!(login_path(b"echo CLAWTENDER_PATH=/a"), None);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::{
        fs::{MetadataExt, PermissionsExt},
        net::UnixListener,
    };

    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().mode() & 0o777
    }

    #[tokio::test]
    async fn what_a_dead_engine_left_is_replaced() {
        let (_folder, paths) = home();
        std::fs::create_dir_all(&paths.run).unwrap();
        drop(UnixListener::bind(paths.run.join("engine.sock")).unwrap());
        assert!(paths.run.join("engine.sock").exists(), "the socket outlives its listener");
        assert!(connect(&paths).await.unwrap().is_none());
        converse(&mut listen(&paths).unwrap(), &paths).await;
    }

    #[tokio::test]
    async fn wrong_permissions_are_repaired() {
        let (_folder, paths) = home();
        std::fs::create_dir_all(&paths.run).unwrap();
        std::fs::set_permissions(&paths.run, std::fs::Permissions::from_mode(0o777)).unwrap();
        let _listener = listen(&paths).unwrap();
        assert_eq!((mode(&paths.run), mode(&paths.run.join("engine.sock"))), (0o700, 0o600));
    }

    #[tokio::test]
    async fn a_path_too_long_for_the_kernel_works() {
        let (folder, _) = home();
        let paths = Paths::under(&folder.path().join("long".repeat(50)));
        assert!(connect(&paths).await.unwrap().is_none());
        let mut listener = listen(&paths).unwrap();
        converse(&mut listener, &paths).await;
        drop(listener);
        assert!(connect(&paths).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn somebody_elses_folder_is_not_used() {
        let (folder, paths) = home();
        std::os::unix::fs::symlink(folder.path(), &paths.run).unwrap();
        assert_eq!(listen(&paths).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
    }

    #[test]
    fn files_and_folders_become_private() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        for path in [&file, folder.path()] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
            make_private(path).unwrap();
        }
        assert_eq!((mode(&file), mode(folder.path())), (0o600, 0o700));
    }
}
