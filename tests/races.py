#!/usr/bin/env python3
"""Data races: ThreadSanitizer over the tests and over random programs.

    races.py --arr build-tsan/arr --count 200 --seed 1

The build is of configure --enable-tsan (clang, and libomp with Archer, which
tells ThreadSanitizer what OpenMP synchronises; without it reports are false).
ARR_SCHED makes the threads dawdle where they meet, another way for each seed:
few races show otherwise. Two races that ARR_PLANT puts in must be found by the
same programs. Exit code 1 for any report, or a planted race that is not found.
"""
import argparse
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import fuzz_generate as generate
import fuzz_statements as statements

TESTS = Path(__file__).resolve().parent
SECONDS = 300
REPORT = 66  # the exit code of a program of which ThreadSanitizer reported something
BATCH = 5  # random programs in one process
# What is small runs at once on the host's thread, unless the limits are tiny;
# windows of a few nodes keep both threads busy at the same time.
FLAGS = [["--limits", "tiny", "--window-size", "8", "--ompthreads", "2"],
         ["--limits", "tiny", "--window-size", "3"],
         ["--limits", "tiny", "--ompthreads", "4"],
         ["--window-size", "16", "--ompthreads", "4"]]
SUITE = ["ops", "views", "lang", "plan", "faults", "errors"]
PLANTED = ["heap", "wait"]
MEETING = """a = array([1.0, 2.0, 3.0, 4.0])
b = zeros((40, 50))
for k in range(200):
    a += 1
    b = b * 0.5 + a[0]
    b[1:-1] = b[:-2] + k
    if k % 20 == 19:
        print(a)
"""


def environment(seed, more=()):
    tsan = f"exitcode={REPORT} die_after_fork=0 suppressions={TESTS / 'tsan.supp'}"
    return {k: v for k, v in os.environ.items() if not k.startswith("ARR_")} | {
        "TSAN_OPTIONS": tsan, "OMP_WAIT_POLICY": "passive", "ARR_SCHED": f"random:{seed}", **dict(more)}


def run(command, seed, **more):
    """(exit code, what it wrote)"""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=SECONDS,
                              cwd=TESTS.parent, env=environment(seed, more.items()))
    except subprocess.TimeoutExpired:
        return None, f"no end within {SECONDS} s"
    return done.returncode, done.stdout.decode("utf-8", "replace")


def run_text(arr, flags, text, seed, **more):
    with tempfile.NamedTemporaryFile("w", suffix=".arr", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        return run([arr, *flags, file.name], seed, **more)


def complaint(code, text):
    """What is wrong with a run; its own errors are no business of this test."""
    if code is None or code < 0 or code == REPORT or "ThreadSanitizer" in text:
        start = text.find("WARNING: ThreadSanitizer")
        return f"exit code {code}\n" + "\n".join(text[max(start, 0):].splitlines()[:30])
    return ""


def check(job):
    """(name, complaint) of one program, or batch of random programs."""
    kind, what, arr, seed = job
    flags = FLAGS[seed % len(FLAGS)]
    if kind == "file":
        return f"{what} {' '.join(flags)} seed {seed}", complaint(*run([arr, *flags, what], seed))
    if kind == "test":
        return f"{what} seed {seed}", complaint(*run([what], seed))
    first, count, program_seed = what
    generate.quiet()
    programs = [statements.make_program(program_seed, k) for k in range(first, first + count)]
    text = "import numpy as np\n" + "".join(generate.plain(p.canonical()) for p in programs if not p.error and not p.big)
    name = f"random programs {first}..{first + count - 1} of seed {program_seed}, {' '.join(flags)} seed {seed}"
    code, said = run_text(arr, flags, text, seed)
    return name, complaint(code, said) or (f"exit code {code}\n{said[-600:]}" if code else "")


def jobs_of(arguments):
    jobs = []
    if not arguments.no_suite:
        paths = [p for folder in SUITE for p in sorted((TESTS / folder).glob("*.arr"))]
        jobs += [("file", str(p.relative_to(TESTS.parent)), arguments.arr) for p in paths]
        jobs += [("test", str(p), arguments.arr) for p in sorted(Path(arguments.arr).parent.glob("tests/*/*"))
                 if p.is_file() and not p.suffix and os.access(p, os.X_OK)]
    jobs += [("random", (k, min(BATCH, arguments.count - k), arguments.seed), arguments.arr)
             for k in range(0, arguments.count, BATCH)]
    chance = random.Random(arguments.seed)
    return [(*job, chance.randrange(1 << 30)) for job in jobs]


def archer_is_loaded(arr):
    code, text = run_text(arr, ["--limits", "tiny", "--ompthreads", "4"], "print(arange(9) + 1)\n", 0,
                            ARCHER_OPTIONS="verbose=1")
    return code == 0 and "Archer detected OpenMP application with TSan" in text


def find_planted(arr, race, seed):
    """Reports of three runs in which the race is there."""
    runs = [run_text(arr, FLAGS[0], MEETING, seed + k, ARR_PLANT=race) for k in range(3)]
    return sum("ThreadSanitizer: data race" in text for _, text in runs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--arr", required=True)
    parser.add_argument("--count", type=int, default=200, help="random programs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-suite", action="store_true", help="random programs only")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    arguments.arr = os.path.abspath(arguments.arr)
    done = failed = 0

    def judge(name, failure):
        nonlocal done, failed
        done += 1
        failed += bool(failure)
        if failure:
            print(f"FAIL {name}: {failure}", flush=True)

    judge("Archer", "" if archer_is_loaded(arguments.arr) else "it is not loaded: reports would be false")
    judge("no race is planted", complaint(*run_text(arguments.arr, FLAGS[0], MEETING, arguments.seed)))
    for race in PLANTED:
        judge(f"planted: {race}", "" if find_planted(arguments.arr, race, arguments.seed) else "it was not found")
    with multiprocessing.Pool(arguments.jobs) as pool:
        for name, failure in pool.imap_unordered(check, jobs_of(arguments)):
            judge(name, failure)
    print(f"races: seed {arguments.seed}, {done} runs, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
