#!/usr/bin/env python3
"""Whole processes in turn: rekindle, what it could at best be, and public tools.

    cargo build --release --bin rekindle --example yardstick
    python3 benches/compare.py --notes 1000 10000 100000

A shared machine drifts, so only ratios taken inside one round mean anything: each round runs the commands one
after the other, and each row is the median of the rounds' ratios. Needs nothing but Python 3; rows with ripgrep
and sqlite3 are left out where those are not installed. Vaults and caches lie in target/bench.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
RELEASE = HERE / "target" / "release"
PROGRAM, YARDSTICK = str(RELEASE / "rekindle"), str(RELEASE / "examples" / "yardstick")
WORD = "tariff"
# How long after the last question the daemon lets go of what it can have again, and a little, in seconds.
RESTS = 125


class Bench:
    """One size of vault with a home of its own."""

    def __init__(self, notes, rounds):
        self.notes, self.rounds = notes, rounds
        self.base = HERE / "target" / "bench" / str(notes)
        self.vault, self.home = self.base / "vault", self.base / "home"
        shutil.rmtree(self.home, ignore_errors=True)
        for name in ("cache", "state", "run", "config"):
            (self.home / name).mkdir(parents=True, mode=0o700)
        names = {"CACHE_HOME": "cache", "STATE_HOME": "state", "RUNTIME_DIR": "run", "CONFIG_HOME": "config"}
        folders = {"XDG_" + name: str(self.home / folder) for name, folder in names.items()}
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.home), "REKINDLE_TODAY": "2026-11-01", **folders}
        if not self.vault.exists():
            run([YARDSTICK, "vault", str(self.vault), str(notes)], self.env)
        self.bytes = sum(f.stat().st_size for f in self.vault.rglob("*.md"))
        self.json = self.base / "notes.json"
        if not self.json.exists():
            run([YARDSTICK, "json", str(self.vault), str(self.json)], self.env)
        self.rows = []

    def rekindle(self, *arguments, daemon=False):
        return [PROGRAM, *([] if daemon else ["--no-daemon"]), "--vault", str(self.vault), *arguments]

    def yardstick(self, *arguments):
        return [YARDSTICK, *arguments]

    def forget(self):
        shutil.rmtree(self.home / "cache")
        (self.home / "cache").mkdir()

    def compare(self, name, ours, theirs, before=None, rounds=None):
        """A row: our command against one or more others, by name."""
        rounds = rounds or self.rounds
        times = {key: [] for key in ["ours", *theirs]}
        for _ in range(rounds + 1):
            if before:
                before()
            times["ours"].append(run(ours, self.env))
            for key, command in theirs.items():
                times[key].append(run(command, self.env))
        # The first round warms the page cache.
        times = {key: values[1:] for key, values in times.items()}
        for key in theirs:
            ratios = [ours / other for ours, other in zip(times["ours"], times[key])]
            self.row(name, key, statistics.median(ratios), statistics.median(times["ours"]))

    def compare_shares(self, name, ours, theirs_name, theirs, rounds=3):
        """A row for the median and one for the 99th percentile that two programs print of themselves."""
        shares = []
        for _ in range(rounds):
            ours_told, theirs_told = (told(command, self.env) for command in (ours, theirs))
            shares.append([(a, a / b) for a, b in zip(ours_told, theirs_told)])
        for at, share in enumerate(("p50", "p99")):
            ratio = statistics.median(pair[at][1] for pair in shares)
            self.row(f"{name}, {share}", f"{theirs_name}, {share}", ratio, statistics.median(p[at][0] for p in shares))

    def row(self, name, yardstick, ratio, figure, unit="ms"):
        self.rows.append({"notes": self.notes, "what": name, "against": yardstick, "ratio": ratio, unit: figure})
        print(f"{self.notes:>7} | {name:<44} | {yardstick:<34} | {ratio:>8.3f} | {figure:>9.1f} {unit}", flush=True)


def run(command, env):
    """How long a command takes, in milliseconds."""
    start = time.perf_counter()
    # Nothing found is an exit code of 1.
    code = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode
    took = (time.perf_counter() - start) * 1e3
    assert code in (0, 1), command
    return took


def told(command, env):
    return [float(figure) for figure in subprocess.check_output(command, env=env, text=True).split()]


def size(folder):
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


def first_index(bench):
    few = max(3, bench.rounds // 3)
    read, stock = bench.yardstick("read", str(bench.vault)), str(bench.base / "stock")
    theirs = {"reading every byte": read, "stock tantivy on JSON": bench.yardstick("index", str(bench.json), stock)}
    bench.compare("first search, nothing known", bench.rekindle("search", WORD), theirs, bench.forget, few)
    bench.compare("first quiet, nothing known", bench.rekindle("quiet"), {"reading every byte": read}, bench.forget, few)
    run(bench.rekindle("search", WORD), bench.env)
    kept = size(bench.home / "cache")
    indexes = size(next((bench.home / "cache" / "rekindle").glob("*/index-*")))
    bench.row("index on disk", "the notes' bytes", indexes / bench.bytes, indexes / 1e6, "MB")
    bench.row("index and facts on disk", "the notes' bytes", kept / bench.bytes, kept / 1e6, "MB")


def nothing_changed(bench):
    stat = {"walk + stat": bench.yardstick("stat", str(bench.vault))}
    searched = dict(stat)
    if shutil.which("rg"):
        searched["ripgrep of the word"] = ["rg", "-ilw", "--no-config", WORD, str(bench.vault)]
    bench.compare("index, nothing changed", bench.rekindle("index"), stat)
    bench.compare("quiet, nothing changed", bench.rekindle("quiet"), stat)
    bench.compare("search, nothing changed", bench.rekindle("search", WORD), searched)


def changed(bench):
    notes = sorted(bench.vault.rglob("*.md"))
    one, many = notes[len(notes) // 2], notes[:: max(1, len(notes) // 1_000)][:1_000]

    def touch(notes):
        def append():
            for note in notes:
                with note.open("a") as file:
                    file.write(f"{WORD}\n")
        return append

    texts = {note: note.read_bytes() for note in [one, *many]}
    stat = {"walk + stat": bench.yardstick("stat", str(bench.vault))}
    bench.compare("search, one changed note", bench.rekindle("search", WORD), stat, touch([one]))
    if bench.notes > 1_000:
        small = Bench(1_000, bench.rounds)
        command = ["sh", "-c", f"rm -rf '{small.home}/cache/rekindle'; exec env XDG_CACHE_HOME='{small.home}/cache' "
                   f"'{PROGRAM}' --no-daemon --vault '{small.vault}' search {WORD}"]
        bench.compare("search, 1,000 changed notes", bench.rekindle("search", WORD),
                      {"first search in 1,000 notes": command}, touch(many), max(3, bench.rounds // 3))
    for note, text in texts.items():
        note.write_bytes(text)
    run(bench.rekindle("search", WORD), bench.env)


def through_the_daemon(bench):
    run(bench.rekindle("daemon", "start", "--wait", "600", daemon=True), bench.env)
    try:
        status = bench.rekindle("daemon", "status", "--json", daemon=True)
        status = json.loads(subprocess.run(status, env=bench.env, capture_output=True, check=True).stdout)
        with_daemon(bench, status["items"][0]["pid"])
    finally:
        run(bench.rekindle("daemon", "stop", daemon=True), bench.env)


def with_daemon(bench, daemon):
    stat = {"walk + stat": bench.yardstick("stat", str(bench.vault))}
    searched = dict(stat)
    if shutil.which("rg"):
        searched["ripgrep of the word"] = ["rg", "-ilw", "--no-config", WORD, str(bench.vault)]
    bench.compare("quiet, asked of the daemon", bench.rekindle("quiet", daemon=True), stat)
    bench.compare("search, asked of the daemon", bench.rekindle("search", WORD, daemon=True), searched)
    stock = str(bench.base / "stock")
    bench.compare_shares("from save to answer", bench.yardstick("save", str(bench.vault), "100"),
                         "commit of one note", bench.yardstick("commit", stock, "100"))
    ask = bench.yardstick("ask", str(bench.vault), "300", f"{WORD} budget")
    if shutil.which("sqlite3"):
        base = bench.base / "fts.db"
        if not base.exists():
            fill(bench, base)
        query = f"select path from notes where notes match '{WORD} budget' order by bm25(notes) limit 10"
        sqlite = statistics.median(run(["sqlite3", str(base), query], bench.env) for _ in range(15))
        bench.row("question over the socket, p50", "the sqlite3 program, FTS5", told(ask, bench.env)[0] / sqlite,
                  told(ask, bench.env)[0])
    rest(bench, daemon)


def fill(bench, base):
    """The same notes in a table of SQLite, without its rows: only what is searched."""
    import sqlite3
    table = sqlite3.connect(base)
    table.execute("create virtual table notes using fts5(path, title, body)")
    with bench.json.open() as lines:
        notes = (json.loads(line) for line in lines)
        table.executemany("insert into notes values (:path, :title, :body)", notes)
    table.execute("insert into notes(notes) values ('optimize')")
    table.commit()


def rest(bench, daemon):
    """Memory and wake-ups of a daemon to whom nothing happens."""
    task = Path(f"/proc/{daemon}/task")
    if not task.exists():
        return
    memory(bench, daemon, "memory of the daemon, after questions")
    time.sleep(RESTS)

    def turns():
        lines = [line for status in task.glob("*/status") for line in status.read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if "ctxt_switches" in line)

    before = turns()
    time.sleep(10)
    bench.row("wake-ups of the daemon at rest, in 10 s", "none", turns() - before, turns() - before, "")
    memory(bench, daemon, "memory of the daemon at rest")


def memory(bench, daemon, name):
    status = dict(line.split(":", 1) for line in Path(f"/proc/{daemon}/status").read_text().splitlines())
    for name, key in ((name, "VmRSS"), (f"{name}, not backed by files", "RssAnon")):
        used = int(status[key].split()[0]) * 1024
        bench.row(name, "the notes' bytes", used / bench.bytes, used / 1e6, "MB")


def growth(rows):
    """How much more each row takes from one size of vault to the next; in proportion would be the first line."""
    sizes = sorted({row["notes"] for row in rows})
    figures = {(row["what"], row["notes"]): row.get("ms") or row.get("MB") for row in rows}
    steps = list(zip(sizes, sizes[1:]))
    if steps:
        print(f"{'growth from one size to the next':<54}" + "".join(f" | {b / a:>8.1f}" for a, b in steps))
    for what in dict.fromkeys(row["what"] for row in rows):
        pairs = [(figures.get((what, a)), figures.get((what, b))) for a, b in steps]
        if any(a and b for a, b in pairs):
            shown = (f"{b / a:>8.1f}" if a and b else " " * 8 for a, b in pairs)
            print(f"{what:<54} | " + " | ".join(shown))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, nargs="+", default=[1_000, 10_000], help="sizes of vaults")
    parser.add_argument("--rounds", type=int, default=9, help="how often each row is measured")
    parser.add_argument("--json", help="where to write the rows, too")
    chosen = parser.parse_args()
    rows = []
    for notes in chosen.notes:
        bench = Bench(notes, chosen.rounds)
        for part in (first_index, nothing_changed, changed, through_the_daemon):
            part(bench)
        rows += bench.rows
    growth(rows)
    if chosen.json:
        Path(chosen.json).write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
