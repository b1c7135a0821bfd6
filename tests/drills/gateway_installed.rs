//! A computer without OpenClaw; then somebody puts it on the PATH.

use std::{fs, os::unix::fs::symlink};

use e2e::{
    drill::{only_root, passes, rests},
    home::Home,
    node, openclaw,
};

const CHECK: &str = "gateway-installed";

#[test]
fn without_openclaw_nothing_can_serve_until_it_is_on_the_path() {
    let home = Home::bare();
    assert_eq!(only_root(&home, CHECK)["fix"]["id"], "install-openclaw");
    assert_eq!(home.clawtender(&["gateway", "start"]).status.code(), Some(3));

    let mut watch = home.watch();
    watch.phase("refused");
    only_root(&home, CHECK);

    rests(&home);
    only_root(&home, CHECK);
    fs::create_dir_all(home.path("bin")).unwrap();
    symlink(node(), home.path("bin/node")).unwrap();
    symlink(openclaw(), home.path("bin/openclaw")).unwrap();
    home.write_config(&home.config());
    passes(&home, CHECK);
}
