//! The page of the log in the real web view, with as many lines as it shows at most.

use std::{fs, time::Instant};

use e2e::{
    browser::Browser,
    desktop::{Desktop, Program},
    home::Home,
    until,
};

const LINES: usize = 100_500;

/// A log as earlier runs have left it, in the files in which the engine keeps it. Every thousandth line is a warning, which the
/// engine has marked as such.
fn written(home: &Home) {
    let line = |number: usize| {
        let loud = if number.is_multiple_of(1000) { " " } else { "" };
        format!("2026-11-27T10:00:00.000Z [gateway] line number {number} of a long log{loud}\n")
    };
    let folder = home.path("clawtender/logs");
    fs::create_dir_all(&folder).unwrap();
    let files: Vec<Vec<usize>> = (1..=LINES).collect::<Vec<_>>().chunks(20_100).map(<[usize]>::to_vec).collect();
    for (at, numbers) in files.iter().rev().enumerate() {
        let name = if at == 0 { "gateway.log".to_owned() } else { format!("gateway.log.{at}") };
        fs::write(folder.join(name), numbers.iter().map(|number| line(*number)).collect::<String>()).unwrap();
    }
}

#[test]
fn a_hundred_thousand_lines_are_gone_through_and_searched() {
    let mut home = Home::at_rest();
    written(&home);
    let _desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let window = Browser::open(&home, &["log"]);
    window.reads(".log .paper", &format!("line number {LINES} of"));

    // up, page by page, as a person who drags: what is fetched comes above, and nothing is fetched that nobody goes to
    let count = || {
        window.run("return Number(document.querySelector('.log .last').innerText.match(/[\\d,]+(?= lines)/)?.[0].replaceAll(',', '') ?? 0)").as_u64().unwrap()
    };
    assert!(count() < 10_000, "{} lines were fetched for nobody", count());
    let begun = Instant::now();
    until("a hundred thousand lines", || {
        window.run("document.querySelector('.paper').scrollTop = 0");
        (count() == 100_000).then_some(())
    });
    eprintln!("a hundred thousand lines came in {:.1} s", begun.elapsed().as_secs_f32());
    window.run("document.querySelector('.paper').scrollTop = 0");
    window.reads(".log .paper", "line number 501 of");
    assert!(window.run("return document.querySelectorAll('.row-of').length").as_u64().unwrap() < 150);

    // all of them are searched
    window.types(".filters input", "number 777 of");
    window.reads(".log .last", "1 of 100,000 lines");
    window.reads(".log .paper", "line number 777 of");
    window.types(".filters input", &"\u{e003}".repeat(13));
    window.chooses("Level", "Warnings and errors");
    window.reads(".log .last", "100 of 100,000 lines");
}
