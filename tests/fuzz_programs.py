#!/usr/bin/env python3
"""Random programs: eager = deferred = fused = any threads = tiny limits = NumPy.

    fuzz_programs.py --arr build/arr --count 500 --seed 1
    fuzz_programs.py --arr build/arr --seed 1 --index 123     one program, shrunk if it fails
    fuzz_programs.py --seed 1 --index 123 --show              the program and NumPy's answer

arr runs many programs per process, one process per mode; the modes must
print the same bytes. NumPy runs in this process (fuzz_oracle.py). A program
that fails is shrunk (fuzz_shrink.py) and printed with the command that
replays it. Exit code 1 if any failed.
"""
import argparse
import multiprocessing
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time

import fuzz_generate as generate
import fuzz_oracle as oracle
import fuzz_shrink as shrink
import fuzz_statements as statements

# Test machines are busy: threads that wait must not spin.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

MODES = {
    "default": (),
    "eager": ("--window-size", "1"),
    "window3": ("--window-size", "3"),
    "nofuse": ("--fuse", "off"),
    "tiny": ("--limits", "tiny"),
    "threads1": ("--ompthreads", "1"),
    "threads2": ("--ompthreads", "2"),
    "threads4": ("--ompthreads", "4"),
    "together": ("--limits", "tiny", "--window-size", "64", "--ompthreads", "4"),
    "tiny4": ("--limits", "tiny", "--ompthreads", "4"),
    "cuda": ("--gpus", "1"),
    "jit": ("--jit", "force"),
    "jit4": ("--jit", "force", "--limits", "tiny", "--ompthreads", "4"),
}
# As slow as all others together; the LLVM tier where the build has it.
DEFAULT_MODES = [mode for mode in MODES if mode not in ("tiny4", "cuda", "jit", "jit4")]
BATCH = 40
SHRINK_SECONDS = 5
TIMEOUT = 60          # seconds for a batch; an endless loop is a finding, not a reason to wait
HEADER = "import numpy as np\n"
MARK = "@@ %d"
ERROR = re.compile(r"^[^\n:]*:(\d+):\d+: (\w+)", re.M)


class Answer:
    """What arr did with one program in one mode."""

    def __init__(self, text="", code=0, stderr=""):
        self.text = text
        self.code = code
        self.stderr = stderr

    def error(self):
        """(class, line), as the oracle tells it."""
        found = next((m for m in ERROR.finditer(self.stderr) if not m.group(2).endswith("Warning")), None)
        return (found.group(2), int(found.group(1)) - HEADER.count("\n")) if found else None

    def same(self, other):
        return (self.text, self.code, self.error()) == (other.text, other.code, other.error())


class Failure:
    """answer: that of the mode that is wrong, or that differs; first: that of the first mode."""

    def __init__(self, program, mode, reason, answers):
        self.program = program
        self.mode = mode
        self.reason = reason
        self.answer = answers[mode]
        self.first = answers[next(iter(answers))]


# --- running arr ------------------------------------------------------------


def module(arr, mode):
    """The flags that tell where the build's LLVM tier is."""
    return ["--jit-module", module_file(arr)] if mode.startswith("jit") else []


def module_file(arr):
    return os.path.join(os.path.dirname(os.path.realpath(arr[0])), "arr-jit.so")


def run_arr(arr, mode, text):
    with tempfile.NamedTemporaryFile("w", suffix=".arr", delete=False, encoding="utf-8") as file:
        file.write(text)
    try:
        done = subprocess.run(arr + list(MODES[mode]) + module(arr, mode) + [file.name], capture_output=True,
                              timeout=TIMEOUT, stdin=subprocess.DEVNULL)
        return Answer(done.stdout.decode("utf-8", "replace"), done.returncode,
                      done.stderr.decode("utf-8", "replace"))
    except subprocess.TimeoutExpired:
        return Answer("", "timeout", "no answer in %d s" % TIMEOUT)
    finally:
        os.unlink(file.name)


def run_single(arr, mode, program_text):
    return run_arr(arr, mode, HEADER + program_text)


def _batch_text(programs):
    parts = [HEADER]
    for program in programs:
        parts.append('print("%s")\n' % (MARK % program.index))
        parts.append(generate.plain(program.canonical()))
    return "".join(parts) + 'print("%s")\n' % (MARK % -1)


def run_batch(arr, mode, programs):
    """{index: Answer}. Whoever brings the process down is run again on its own."""
    answers = {}
    todo = list(programs)
    while todo:
        whole = run_arr(arr, mode, _batch_text(todo))
        parts = re.split(r"^@@ (-?\d+)\n", whole.text, flags=re.M)
        sections = dict(zip(map(int, parts[1::2]), parts[2::2]))
        finished = whole.code == 0 and -1 in sections
        seen = [p for p in todo if p.index in sections]
        complete = seen if finished else seen[:-1]
        for program in complete:
            answers[program.index] = Answer(sections[program.index])
        if finished:
            break
        culprit = todo[len(complete)]
        answers[culprit.index] = run_single(arr, mode, generate.plain(culprit.canonical()))
        todo = todo[len(complete) + 1:]
    return answers


# --- judging ------------------------------------------------------------------


def judge(expected, answers):
    """(mode, reason) of the first thing that is wrong with one program's answers, or None."""
    first = next(iter(answers))
    for mode, answer in answers.items():
        if answer.code not in (0, 1):
            return mode, "ended with %s" % answer.code
        if not answer.same(answers[first]):
            return mode, "differs from mode %s" % first
    return judge_against_numpy(expected, first, answers[first])


def judge_against_numpy(expected, mode, answer):
    error = answer.error() if answer.code else None
    if error != expected.error:
        return mode, "error %s, NumPy's is %s" % (error, expected.error)
    reason = oracle.compare(expected, answer.text)
    return (mode, reason) if reason else None


def suits(mode, program):
    """Tiles of one element take their time on large arrays, and find no more there."""
    return not (mode in ("tiny", "tiny4", "jit4") and program.big)


def check_programs(arr, modes, programs):
    """Failures among programs that are meant to end without an error."""
    answers = {mode: run_batch(arr, mode, [p for p in programs if suits(mode, p)]) for mode in modes}
    failures = []
    for program in programs:
        own = {mode: answers[mode][program.index] for mode in modes if suits(mode, program)}
        verdict = judge(oracle.expect(program), own)
        if verdict:
            failures.append(Failure(program, *verdict, own))
    return failures


def check_single(arr, modes, program):
    """Failure or None: one process per mode, for programs that end in an error and for shrinking."""
    text = generate.plain(program.canonical())
    answers = {mode: run_single(arr, mode, text) for mode in modes if suits(mode, program)}
    verdict = judge(oracle.expect(program), answers)
    return Failure(program, *verdict, answers) if verdict else None


class _Late(BaseException):
    """No Exception, which programs catch."""


def check_smaller(arr, modes, program):
    """The same for what shrinking tries: a loop without its `n += 1` never ends, in NumPy's process too."""
    def late(*_):
        raise _Late

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SHRINK_SECONDS)
    try:
        return check_single(arr, modes, program)
    except _Late:
        return None
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _check_range(job):
    """One worker's share: programs first..first+count-1."""
    arr, modes, seed, first, count = job
    generate.quiet()
    programs = [statements.make_program(seed, k) for k in range(first, first + count)]
    failures = check_programs(arr, modes, [p for p in programs if not p.error])
    for program in programs:
        failure = check_single(arr, modes, program) if program.error else None
        if failure:
            failures.append(failure)
    return count, failures


# --- reporting ------------------------------------------------------------------


def report(failure, arguments):
    arr = shlex.split(arguments.arr)
    modes = arguments.modes
    print("\n=== program %d: mode %s: %s" % (failure.program.index, failure.mode, failure.reason))
    if not arguments.no_shrink:
        pair = list(dict.fromkeys((modes[0], failure.mode)))
        again = check_single(arr, pair, failure.program)
        if again:
            failure = shrink.shrink(again, lambda program: check_smaller(arr, pair, program))
            print("--- shrunk: mode %s: %s" % (failure.mode, failure.reason))
        else:
            print("--- not shrunk: on its own the program passes; it needs its batch")
    expected = oracle.expect(failure.program)
    print("--- program\n" + generate.plain(failure.program.canonical()))
    print("--- NumPy %s\n%s" % (expected.error or "", expected.text[:1500]))
    answers = {modes[0]: failure.first, failure.mode: failure.answer}
    for mode, answer in answers.items():
        print("--- arr, mode %s: %s (exit code %s)\n%s" % (mode, " ".join(MODES[mode]), answer.code,
                                                         answer.text[:1500] + answer.stderr[:1500]))
    print("--- replay: tests/fuzz_programs.py --arr %s --seed %s --index %d"
          % (shlex.quote(arguments.arr), arguments.seed, failure.program.index), flush=True)


def show(program):
    expected = oracle.expect(program)
    print(generate.plain(program.canonical()))
    print("--- NumPy%s\n%s" % (" %s" % (expected.error,) if expected.error else "", expected.text))


def run_one(arguments):
    program = statements.make_program(arguments.seed, arguments.index)
    if arguments.show:
        show(program)
        return 0
    failure = check_single(shlex.split(arguments.arr), arguments.modes, program)
    if failure:
        report(failure, arguments)
        return 1
    print("program %d of seed %s: ok" % (arguments.index, arguments.seed))
    return 0


def run_many(arguments):
    arr = shlex.split(arguments.arr)
    jobs = [(arr, arguments.modes, arguments.seed, first,
             min(BATCH, arguments.start + arguments.count - first))
            for first in range(arguments.start, arguments.start + arguments.count, BATCH)]
    begin = time.perf_counter()
    done = failed = 0
    with multiprocessing.Pool(arguments.jobs) as pool:
        for count, failures in pool.imap(_check_range, jobs):
            done += count
            for failure in failures:
                failed += 1
                if failed <= arguments.max_failures:
                    report(failure, arguments)
            if failed > arguments.max_failures:
                print("%d failures; giving up" % failed)
                break
    seconds = time.perf_counter() - begin
    print("fuzz_programs: seed %s, %d programs, %d modes, %d failed, %.0f programs/s"
          % (arguments.seed, done, len(arguments.modes), failed, done / seconds))
    return 1 if failed else 0


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--arr", default="build/arr", help="the program to test, with options")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--start", type=int, default=0, help="index of the first program")
    parser.add_argument("--index", type=int, help="only this program")
    parser.add_argument("--show", action="store_true", help="print it, do not run arr")
    parser.add_argument("--modes", default=",".join(DEFAULT_MODES), help="of: " + " ".join(MODES))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--max-failures", type=int, default=5)
    parser.add_argument("--no-shrink", action="store_true")
    arguments = parser.parse_args()
    arguments.modes = arguments.modes.split(",")
    return arguments


def main():
    generate.quiet()
    arguments = parse_arguments()
    return run_one(arguments) if arguments.index is not None else run_many(arguments)


if __name__ == "__main__":
    sys.exit(main())
