//! Processes killed at any moment while they write what is kept: the first index, many changed notes, a
//! daemon under saves. Whoever comes next answers as if nothing had been kept, and brings it forward.

use std::fs;
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::kept::{Expected, NOTES, cache, clear, desk, files, folder, is_settled, note, path};
use crate::differential::Dice;
use crate::fresh::asker::{Asker, search};
use crate::support_daemon::Desk;

/// Runs a command, and kills it after so long, if it is not over by then. Says whether it was killed.
fn killed(desk: &Desk, arguments: &[&str], after: Duration) -> bool {
    let mut command = desk.command(arguments);
    command.env("REKINDLE_NO_DAEMON", "1").stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    kill(command.spawn().expect("the program starts"), after)
}

fn kill(mut child: Child, after: Duration) -> bool {
    // Nobody will send anything: this is a wait of a certain length.
    let (_nobody, silence) = mpsc::channel::<()>();
    let _ = silence.recv_timeout(after);
    let over = child.try_wait().expect("it is our own").is_some();
    child.kill().expect("it is our own");
    child.wait().expect("it is our own");
    !over
}

/// How long a command takes that is not killed.
fn usual(desk: &Desk, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    killed(desk, arguments, Duration::ZERO);
    let idle = start.elapsed();
    let start = Instant::now();
    let said = desk.alone(arguments);
    assert_eq!(said.code, Some(0), "{said:?}");
    start.elapsed() + idle
}

/// A moment within so long.
fn moment(dice: &mut Dice, within: Duration) -> Duration {
    within * u32::try_from(dice.below(1_000)).expect("it is small") / 1_000
}

/// How long the next one may take: a machine is busy at one time and not at another, and most are to be
/// killed before their end.
fn next(within: Duration, cut_short: bool) -> Duration {
    if cut_short { within * 21 / 20 } else { within * 3 / 4 }
}

/// Nothing grows over rounds of killing. An index has at most eight parts of about one size, which are made
/// one then; beside them there may be what one killed writer left.
fn is_bounded(desk: &Desk, whole: (usize, usize), when: &str) {
    const PARTS: usize = 9;
    let (count, bytes) = extent(desk);
    assert!(
        bytes <= PARTS * whole.1,
        "{when}: {bytes} bytes are kept, of a first index {}",
        whole.1
    );
    assert!(count <= PARTS * whole.0, "{when}: {count} files, of a first index {}", whole.0);
}

/// How many files and bytes are kept.
fn extent(desk: &Desk) -> (usize, usize) {
    let kept = files(&cache(desk));
    (kept.len(), kept.values().map(Vec::len).sum())
}

/// So many processes that write the first index are killed; after each, the next one answers rightly from
/// what that left, writes what it has to, and then all is well.
fn first(rounds: usize, seed: u64) -> usize {
    let desk = desk(NOTES);
    let expected = Expected::new(&desk);
    let notes = files(&desk.vault);
    let mut within = usual(&desk, &["search", "storage"]);
    let whole = extent(&desk);
    let mut dice = Dice::new(seed);
    let mut kills = 0;
    for round in 0..rounds {
        let when = format!("round {round} of first indexes, seed {seed}");
        // Most begin with nothing, and some with what the one before left.
        if !dice.once_in(4) {
            clear(&cache(&desk));
        }
        let cut_short = killed(&desk, &["search", "storage"], moment(&mut dice, within));
        within = next(within, cut_short);
        kills += usize::from(cut_short);
        if round.is_multiple_of(4) {
            expected.typed(&desk, dice.below(6), |_| false, &when);
        }
        expected.told(&desk, &when);
        is_bounded(&desk, whole, &when);
        if round.is_multiple_of(3) {
            is_settled(&desk, &when);
        }
    }
    assert!(files(&desk.vault) == notes, "notes were touched");
    kills
}

/// So many processes are killed that take in many changed notes, each from what the one before left, so that
/// the same is written over and over until one comes to its end.
fn changed(rounds: usize, seed: u64) -> usize {
    let desk = desk(NOTES);
    desk.alone(&["search", "storage"]);
    let whole = extent(&desk);
    let save = |edition: usize| {
        // Editions come again, so that the same is written to the same.
        (0..70).for_each(|number| desk.write(&path(number), &note(number, edition % 3)));
    };
    save(1);
    let mut within = usual(&desk, &["search", "wind"]);
    let mut dice = Dice::new(seed);
    let (mut kills, mut edition, mut round) = (0, 1, 0);
    while round < rounds {
        edition += 1;
        save(edition);
        let notes = files(&desk.vault);
        let expected = Expected::new(&desk);
        for _ in 0..5 {
            round += 1;
            let when = format!("round {round}, edition {edition}, seed {seed}");
            let cut_short = killed(&desk, &["search", "wind"], moment(&mut dice, within));
            within = next(within, cut_short);
            kills += usize::from(cut_short);
            is_bounded(&desk, whole, &when);
            // From what is there, without bringing it forward.
            expected.told_from_copy(&desk, &when);
            if !cut_short {
                break;
            }
        }
        let when = format!("after edition {edition}, seed {seed}");
        expected.typed(&desk, edition, |_| false, &when);
        expected.told(&desk, &when);
        is_settled(&desk, &when);
        assert!(files(&desk.vault) == notes, "notes were touched");
    }
    kills
}

/// So many daemons are killed while many notes are saved and questions put to them.
fn daemons(rounds: usize, seed: u64) -> usize {
    let desk = desk(NOTES);
    desk.alone(&["search", "storage"]);
    let whole = extent(&desk);
    let mut dice = Dice::new(seed);
    for round in 0..rounds {
        let when = format!("round {round} of daemons, seed {seed}");
        let mut daemon = desk.daemon();
        let notes: Vec<usize> = (0..NOTES).filter(|_| !dice.once_in(6)).collect();
        let after = moment(&mut dice, Duration::from_millis(120));
        std::thread::scope(|scope| {
            let saving = scope.spawn(|| {
                for number in notes {
                    desk.write(&path(number), &note(number, round + 1));
                }
                // It makes the daemon write, and may find nobody any more.
                let _ = Asker::new(&desk).attempt(&search("storage"));
            });
            daemon.says_nothing_for(after);
            daemon.kill();
            saving.join().expect("no panic");
        });
        let expected = Expected::new(&desk);
        is_bounded(&desk, whole, &when);
        if round.is_multiple_of(2) {
            let _daemon = desk.daemon();
            expected.through(&desk, &when);
        }
        expected.told(&desk, &when);
        is_settled(&desk, &when);
    }
    rounds
}

#[test]
fn forty_first_indexes_killed() {
    assert!(first(40, 1) > 0, "none was killed before its end");
}

#[test]
fn forty_indexes_killed_while_many_notes_are_taken_in() {
    assert!(changed(40, 2) > 0, "none was killed before its end");
}

#[test]
fn twenty_daemons_killed_under_saves() {
    daemons(20, 3);
}

#[test]
#[ignore = "takes many minutes"]
#[expect(clippy::print_stderr, reason = "the numbers are there to be read")]
fn two_thousand_killed() {
    for seed in 10..20 {
        let kills = (first(80, seed), changed(80, seed), daemons(40, seed));
        eprintln!("seed {seed}: killed before their end, of 80, 80 and 40: {kills:?}");
    }
}

/// What killed writers leave is cleared away by the next one who writes.
#[test]
fn what_killed_writers_leave_is_cleared_away() {
    let desk = desk(NOTES);
    desk.alone(&["search", "storage"]);
    let index = files(&folder(&desk)).into_keys().find(|path| path.ends_with("meta.json"));
    let index = index.expect("there is an index").parent().expect("a folder").to_owned();
    let left = [
        folder(&desk).join("facts-AbCdEf.tmp"),
        index.join(".tmpAbCdEf"),
        index.join("unfinished-AbCdEf"),
        index.join("0123456789abcdef0123456789abcdef.idx"),
        index.join("0123456789abcdef0123456789abcdef.7.del"),
        index.join("sealed-0123456789abcdef0123456789abcdef"),
        folder(&desk).join("index-0123456789abcdef/meta.json"),
    ];
    for path in &left {
        fs::create_dir_all(path.parent().expect("a folder")).expect("our own folder");
        fs::write(path, "left").expect("our own file");
    }
    // Of the segments that are there, too.
    let of_now =
        files(&index).into_keys().find(|path| path.extension().is_some_and(|e| e == "idx"));
    let deleted = of_now.expect("there is a segment").with_extension("160.del");
    fs::write(&deleted, "left").expect("our own file");
    for number in 0..70 {
        desk.write(&path(number), &note(number, 1));
    }
    Expected::new(&desk).typed(&desk, 0, |_| false, "after the next writer");
    for path in left.iter().chain([&deleted]) {
        assert!(!path.exists(), "{} is left", path.display());
    }
}
