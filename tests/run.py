#!/usr/bin/env python3
"""The test runner: every .arr file against CPython + NumPy, in every mode.

  run.py --arr build/arr --arr asan=build-asan/arr [--only TEXT] [--quick] [--update]

Needs a Python that has NumPy (tests/requirements.txt); nothing else.

A program is run by CPython on the same text, and its stdout and exit code
must be the same from every binary in every mode. Lines in a file direct this:

  # argv: 100              arguments of the program; {folder}: an empty folder of the run's own
  # oracle: ulp=4          numbers may differ by 4 representable values (say why)
  # warnings: compare      NumPy's warnings (line, class, text) are arr's, as in all of tests/warnings
  # flags: --sysmem 2      of arr, in every mode
  # null: skip             needs a size or condition, so cannot run on the null device
  # expect: Class: text    tests/errors: the error that arr and CPython both raise
  # expect-arr: Class: ..  the same, where arr's words are its own
  # expect: text           tests/syntax: stderr has this text, and CPython refuses too,
  # python: accepts        ... unless it is only outside arr's subset, as "not supported" says
  # doctor: check          tests/doctor: cannot run; there `#: CODE` marks what is found
  # plan: REGEX            tests/plan: stderr of --plan --stats matches, each line

Beside foo.arr, foo.out is its stdout, foo.err its stderr, foo.plan the
output of --plan; --update rewrites those that exist.
"""
import argparse
import contextlib
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import compare
import oracle
import sources

TESTS = Path(__file__).resolve().parent
TOP = TESTS.parent
SECONDS = 120  # of any one run
MODES = {
    "": [],
    "tiny": ["--limits", "tiny"],
    "eager": ["--window-size", "1"],
    "unfused": ["--fuse", "off"],
    "threads": ["--ompthreads", "4"],
    "jit": ["--jit", "force", "--ompthreads", "4"],
}
# A sanitizer finds the same in fewer modes: memory and threads under the least limits.
ASAN_MODES = {"": [], "tiny": ["--limits", "tiny", "--ompthreads", "4"]}
NULL_MODE = ["--device", "null", "--no-print"]
WARNING = re.compile(r"^[^\s:]+:(\d+): (\w*Warning: .*)\n(  .*)$", re.M)
DIRECTIVE = re.compile(r"^# (argv|flags|oracle|null|expect|expect-arr|python|plan|doctor|warnings): ?(.*?)\s*$", re.M)
# Test machines are busy: threads that wait must not spin.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
SANITIZER = {"ASAN_OPTIONS": "exitcode=99:detect_leaks=1", "UBSAN_OPTIONS": "exitcode=99:print_stacktrace=1"}
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("ARR_")} | SANITIZER
ENVIRONMENT["XDG_CONFIG_HOME"] = "/none"  # what somebody tuned
# NVRTC may be that of the Python package nvidia-cuda-nvrtc.
NVRTC = sorted({str(file.parent) for folder in sys.path for file in Path(folder).glob("nvidia/*/lib/libnvrtc.so*")})
if NVRTC:
    ENVIRONMENT["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, [ENVIRONMENT.get("LD_LIBRARY_PATH"), *NVRTC]))


@dataclass
class Binary:
    label: str
    path: Path

    @property
    def sanitized(self):
        return self.label.startswith("asan")

    @property
    def module(self):
        """The LLVM tier of the build."""
        return self.path.resolve().parent / "arr-jit.so"

    @property
    def modes(self):
        """Where LLVM was not found there is nothing to compare."""
        modes = ASAN_MODES if self.sanitized else MODES
        return {name: flags for name, flags in modes.items() if "--jit" not in flags or self.module.exists()}


@dataclass
class Result:
    name: str
    failure: str = ""  # "" passed
    skipped: str = ""  # or why


@dataclass
class Options:
    binaries: list
    update: bool = False
    quick: bool = False


class Program:
    """One .arr file and what its lines say of it."""

    def __init__(self, path):
        self.path = path
        self.name = str(path.relative_to(TOP))
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        self.directives = {}
        for key, value in DIRECTIVE.findall(text):
            self.directives.setdefault(key, []).append(value)
        self.args = self.first("argv", "").split()
        self.warns = path.parent.name == "warnings" or "warnings" in self.directives
        self.flags = self.first("flags", "").split()
        ulp = re.search(r"ulp=(\d+)", self.first("oracle", ""))
        self.ulp = int(ulp.group(1)) if ulp else None

    def first(self, key, default=None):
        return self.directives.get(key, [default])[0]

    @contextlib.contextmanager
    def arguments(self):
        """Of one run: where it may write is gone thereafter."""
        with tempfile.TemporaryDirectory(prefix="arr-test-") as folder:
            yield [arg.replace("{folder}", folder) for arg in self.args]

    def beside(self, suffix):
        return self.path.with_suffix(suffix)


def run_arr(binary, options, program):
    """(exit code, stdout, stderr). The file is named as a user in TOP would name it."""
    module = ["--jit-module", str(binary.module)] if "--jit" in options else []
    with program.arguments() as args:
        return run_command([str(binary.path), *options, *program.flags, *module, program.name, *args])


def run_oracle(program):
    with program.arguments() as args:
        return oracle.run(str(program.path), args)


def run_command(command, **more):
    env = ENVIRONMENT | more
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, env=env, cwd=TOP, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return -1, "", f"no end within {SECONDS} s"
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def tail(text, lines=8):
    """The end of a text, or what a sanitizer found."""
    rows = text.strip().splitlines()
    found = [i for i, row in enumerate(rows) if "runtime error:" in row or "ERROR: " in row]
    return "\n".join(rows[found[0] :][:lines] if found else rows[-lines:])


def golden(program, suffix, got, update, ulp=None):
    """Compares with the file beside the program, if there is one; "" when equal."""
    path = program.beside(suffix)
    if not path.exists():
        return ""
    if update:
        path.write_text(got)
    want = path.read_text()
    return "" if compare.same(got, want, ulp) else f"{path.name}:\n" + compare.diff(got, want)


# --- programs that run to their end ---------------------------------------------


def judge_output(program, want, outcome):
    code, stdout, stderr = outcome
    if code != want.code:
        return f"exit code {code}, wanted {want.code}\n{tail(stderr)}"
    if not compare.same(stdout, want.stdout, program.ulp):
        return compare.diff(stdout, want.stdout)
    return judge_warnings(program, want, stderr) if program.warns else ""


def judge_warnings(program, want, stderr):
    """Each line and text once, in the program's order, with the source line below."""
    source = program.path.read_text().splitlines()
    wanted = [f"{line}: {kind}: {text}\n  {source[line - 1].strip()}" for line, kind, text in want.warnings]
    got = [f"{line}: {what}\n{below}" for line, what, below in WARNING.findall(stderr)]
    return "" if got == wanted else compare.diff("\n".join(got) + "\n", "\n".join(wanted) + "\n")


def check_program(program, options):
    want = run_oracle(program)
    if want.error:
        yield Result(program.name, f"CPython raised {want.error}: {want.message}")
        return
    for binary in options.binaries:
        for mode, flags in selected(binary.modes, options):
            outcome = run_arr(binary, flags, program)
            failure = judge_output(program, want, outcome)
            if not failure and not mode and binary is options.binaries[0]:
                failure = golden(program, ".out", outcome[1], options.update, program.ulp)
            yield Result(label(program.name, binary, mode), failure)
    yield check_null(program, options.binaries[0], want)


def check_null(program, binary, want):
    name = label(program.name, binary, "null")
    if program.first("null") == "skip":
        return Result(name, skipped="needs data")
    code, stdout, stderr = run_arr(binary, NULL_MODE, program)
    if code != want.code or stdout:
        return Result(name, f"exit code {code}, {len(stdout)} bytes printed\n{tail(stderr)}")
    return Result(name)


def label(name, binary, mode):
    return " ".join(filter(None, [name, binary.label, mode]))


def selected(modes, options):
    return [("", [])] if options.quick else modes.items()


# --- programs that end in an error ------------------------------------------------


def judge_error(program, expected, want, outcome):
    code, stdout, stderr = outcome
    stderr = WARNING.sub("", stderr).lstrip("\n")
    first = stderr.splitlines()[0] if stderr else ""
    match = re.match(r"(.*?):(\d+):(\d+): (\w+)(?:: (.*))?$", first)
    if code != 1:
        return f"exit code {code}, wanted 1\n{tail(stderr)}"
    if not match or match.group(1) != program.name:
        return f"stderr begins {first!r}"
    got = f"{match.group(4)}: {match.group(5) or ''}".rstrip()
    if got != expected:
        return compare.diff(got, expected)
    if want is not None and stdout != want.stdout:
        return compare.diff(stdout, want.stdout)
    return ""


def check_error(program, options):
    own = program.first("expect-arr")
    expected = own or program.first("expect")
    if not expected:
        yield Result(program.name, "no '# expect: Class: message' line")
        return
    want = run_oracle(program)
    if own is None:
        said = f"{want.error}: {want.message}".splitlines()[0].rstrip()
        yield Result(f"{program.name} CPython", "" if said == expected else compare.diff(said, expected))
    for binary in options.binaries:
        for mode, flags in selected(binary.modes, options):
            outcome = run_arr(binary, flags, program)
            failure = judge_error(program, expected, want if own is None else None, outcome)
            failure = failure or golden(program, ".err", outcome[2], options.update and not mode)
            yield Result(label(program.name, binary, mode), failure)


def check_syntax(program, options):
    expected = program.first("expect")
    if not expected:
        yield Result(program.name, "no '# expect: text' line")
        return
    own = "not supported" in expected or program.first("python") == "accepts"
    refused = oracle.refuses(str(program.path))
    yield Result(f"{program.name} CPython", "" if refused != own else "CPython " + ("refuses" if refused else "accepts") + " it")
    for binary in options.binaries:
        code, stdout, stderr = run_arr(binary, [], program)
        failure = ""
        if code != 3 or stdout:
            failure = f"exit code {code}, wanted 3\n{tail(stderr)}"
        elif expected not in stderr:
            failure = compare.diff(stderr, expected)
        failure = failure or golden(program, ".err", stderr, options.update)
        yield Result(label(program.name, binary, ""), failure)


# --- plans, the prompt, the C interface, the sources -------------------------------


def check_plan(program, options):
    want = run_oracle(program)
    binary = options.binaries[0]
    outcome = run_arr(binary, ["--plan", "--stats"], program)
    yield Result(f"{program.name} output", judge_output(program, want, outcome))
    for pattern in program.directives.get("plan", []):
        failure = "" if re.search(pattern, outcome[2], re.M) else f"nothing matches in:\n{tail(outcome[2], 20)}"
        yield Result(f"{program.name} /{pattern}/", failure)
    if program.beside(".plan").exists():
        plan = run_arr(binary, ["--plan"], program)[2]
        yield Result(f"{program.name} golden", golden(program, ".plan", plan, options.update))


def check_doctor(program, options):
    """`#: CODE` at the end of a line: --doctor finds it there, by reading, or `run`: only by
    running; and it finds nothing else. `# doctor: check`: the program cannot run."""
    marks = [(number, *line.rsplit("#: ", 1)[1].split()) for number, line in enumerate(program.path.read_text().splitlines(), 1) if "#: " in line]
    for how, flags in (("check", ["--check"]), ("run", [])):
        if how == "run" and program.first("doctor") == "check":
            continue
        want = sorted((mark[0], mark[1]) for mark in marks if how == "run" or len(mark) == 2)
        code, stdout, stderr = run_arr(options.binaries[0], ["--doctor", "--format", "json", *flags], program)
        found = sorted((row["line"], row["code"]) for row in json.loads(stdout or "[]"))
        failure = "" if found == want and code == (4 if want else 0) else f"found {found}, wanted {want}; exit code {code}\n{tail(stderr)}"
        yield Result(f"{program.name} {how}", failure)


def check_prompt(path, options):
    for binary in options.binaries:
        name = label(str(path.relative_to(TOP)), binary, "")
        try:
            code, stdout, stderr = run_command(["expect", str(path), str(binary.path)])
        except FileNotFoundError:
            yield Result(name, skipped="expect is not installed")
            continue
        yield Result(name, "" if code == 0 else f"exit code {code}\n{tail(stdout + stderr, 12)}")


def check_interface(path, binary):
    """A cmocka program: each of its tests counts."""
    more = {"ARR_TEST_STATES": "300"} if binary.sanitized else {}
    code, stdout, stderr = run_command([str(path)], **more)
    rows = re.findall(r"^\[\s+(OK|FAILED|SKIPPED)\s+\] (\w+)$", stdout + stderr, re.M)
    failed = {name for status, name in rows if status == "FAILED"}
    skipped = {name for status, name in rows if status == "SKIPPED"}
    base = label(f"tests/{path.parent.name}/{path.name}", binary, "")
    for name in dict.fromkeys(name for _, name in rows):
        yield Result(f"{base} {name}", tail(stderr, 12) if name in failed else "", "needs what is not here" if name in skipped else "")
    if code != 0 and not failed:
        yield Result(base, f"exit code {code}\n{tail(stderr, 12)}")


def check_script(script, args, binary):
    """Another runner, which counts what it did: each of these is a check."""
    name = label(f"tests/{script}", binary, "")
    code, stdout, stderr = run_command([sys.executable, str(TESTS / script), "--arr", str(binary.path), *args])
    if code == 0 and "all skipped: " in stdout:
        yield Result(name, skipped=stdout.rsplit("all skipped: ", 1)[1].strip())
        return
    counts = re.findall(r"(\d+) (?:programs|ops x dtypes|moments|starts|checks|mistakes|saves killed|indices|calls|loops),.*?(\d+) (?:failed|complaints|wrong)", stdout)
    done, failed = map(int, counts[-1]) if counts else (0, 1)
    for number in range(done - max(failed, 1)):
        yield Result(f"{name} {number}")
    for number in range(max(failed, 1)):
        yield Result(name, "" if code == 0 and failed == 0 else f"exit code {code}\n{tail(stdout + stderr, 20)}" if number == 0 else "see above")


def check_readme(binary):
    """Its program prints what it says, under arr and CPython; each flag is documented."""
    text = (TOP / "README.md").read_text(encoding="utf-8")
    program, printed = re.search(r"```python\n(.*?)```.*?```text\n(.*?)```", text, re.S).groups()
    with tempfile.NamedTemporaryFile("w", suffix=".arr") as file:
        file.write(program)
        file.flush()
        for who, got in (("arr", run_command([str(binary.path), file.name])[1]), ("CPython", oracle.run(file.name).stdout)):
            yield Result(f"README.md {who}", "" if got == printed else compare.diff(got, printed))
    manual = (TOP / "arr.1").read_text().replace("\\-", "-")
    for flag in re.findall(r"^  (--?[a-z-]+)", run_command([str(binary.path), "--help"])[1], re.M):
        missing = [name for name, page in (("README.md", text), ("arr.1", manual)) if flag not in page]
        yield Result(f"documented {flag}", "not in " + ", ".join(missing) if missing else "")


def check_sources(name, find):
    bad = find()
    yield Result(name, "\n".join(bad[:20]))


# --- all of them ------------------------------------------------------------------

KINDS = {"errors": check_error, "syntax": check_syntax, "plan": check_plan, "doctor": check_doctor}


def jobs_of(options):
    """Functions that yield Results, each about one file."""
    jobs = []
    for path in sorted([*TESTS.glob("*/*.arr"), *(TOP / "examples").glob("*.arr")]):
        if path.parent.name == "gpu":  # cuda.py's alone: GPU against CPU
            continue
        check = KINDS.get(path.parent.name, check_program)
        jobs.append((str(path.relative_to(TOP)), lambda path=path, check=check: check(Program(path), options)))
    for path in sorted((TESTS / "prompt").glob("*.exp")):
        jobs.append((str(path.relative_to(TOP)), lambda path=path: check_prompt(path, options)))
    for binary in options.binaries:
        for path in sorted((binary.path.parent / "tests").glob("*/*_test")):
            if path.is_file() and not path.suffix and os.access(path, os.X_OK):
                jobs.append((f"tests/{path.parent.name}/{path.name}", lambda p=path, b=binary: check_interface(p, b)))
    if not options.quick:
        jobs = script_jobs(options) + jobs  # the long ones first
    jobs.append(("README.md", lambda: check_readme(options.binaries[0])))
    for name, find in sources.checks(TOP, options.binaries[0].path.parent):
        jobs.append((name, lambda name=name, find=find: check_sources(name, find)))
    return jobs


def script_jobs(options):
    jobs = []
    for binary in options.binaries:
        rows = [("fuzz_programs.py", ["--count", "100" if binary.sanitized else "1000", "--seed", "1"])]
        if not binary.sanitized:
            rows.append(("ops_numpy.py", []))
            rows.append(("ops_bounds.py", []))
            rows.append(("sizes.py", []))
            rows.append(("interrupts.py", ["--count", "50"]))
            rows.append(("starts.py", ["--count", "300"]))
            rows.append(("saves.py", ["--count", "24"]))
            rows.append(("memory.py", []))
            rows.append(("cuda.py", []))
            rows.append(("cuda_faults.py", ["--count", "20"]))
            rows.append(("cuda_runs.py", []))
            rows.append(("cuda_planted.py", []))
        rows.append(("late_errors.py", ["--contexts", "exit,try,rebinding,forgotten"] if binary.sanitized else []))
        if not binary.sanitized:
            rows.append(("late_errors.py", ["--flags=--limits tiny --ompthreads 4", "--contexts", "exit,try,rebinding,forgotten,twice"]))
        rows.append(("jit.py", ["--count", "15" if binary.sanitized else "60"]))
        rows.append(("index_numpy.py", ["--count", "400" if binary.sanitized else "3000"]))
        rows.append(("stdlib_examples.py", []))
        rows.append(("coverage_language.py", []))
        rows.append(("error_table.py", []))
        rows.append(("bad_input.py", []))
        rows.append(("observe.py", []))
        for script, args in rows:
            if (TESTS / script).exists():
                jobs.append((f"tests/{script}", lambda s=script, a=args, b=binary: check_script(s, a, b)))
    return jobs


def run_job(index):
    name, job = JOBS[index]
    try:
        return list(job())
    except Exception as error:  # a broken test file must not stop the others
        return [Result(name, f"{type(error).__name__}: {error}")]


def report(results):
    failed = [r for r in results if r.failure]
    skipped = [r for r in results if r.skipped]
    if failed:
        print("\nfailed:")
        for result in failed:
            print("  " + result.name)
    more = f", {len(skipped)} skipped" if skipped else ""
    print(f"{len(results) - len(failed) - len(skipped)} passed, {len(failed)} failed{more}")
    return 1 if failed or not results else 0


def parse_binary(text):
    left, equals, right = text.rpartition("=")
    path = Path(right).resolve()
    if not path.exists():
        raise argparse.ArgumentTypeError(f"{path} does not exist")
    return Binary(left, path)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arr", action="append", type=parse_binary, required=True, metavar="[LABEL=]PATH",
                        help="a binary; a label that begins with 'asan' runs fewer modes")
    parser.add_argument("--only", default="", help="files whose name contains this")
    parser.add_argument("--quick", action="store_true", help="default mode only, no random programs")
    parser.add_argument("--update", action="store_true", help="rewrite the expected texts that exist")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    return parser.parse_args()


def main():
    global JOBS
    args = parse_arguments()
    start = time.monotonic()
    JOBS = [job for job in jobs_of(Options(args.arr, args.update, args.quick)) if args.only in job[0]]
    results = []
    with multiprocessing.get_context("fork").Pool(args.jobs) as pool:
        for rows in pool.imap_unordered(run_job, range(len(JOBS)), chunksize=1):
            for result in rows:
                if result.failure:
                    print(f"FAIL {result.name}\n" + "\n".join("    " + line for line in result.failure.splitlines()), flush=True)
            results += rows
    print(f"{len(JOBS)} files in {time.monotonic() - start:.0f} s")
    return report(results)


JOBS = []
if __name__ == "__main__":
    sys.exit(main())
