#!/usr/bin/env python3
"""The LLVM tier around its edges: a module that is missing or is none, ends of
programs while it compiles, Ctrl-C.

    jit.py --arr build/arr [--count 60] [--seed 1]

Each start must end in time, and print what --jit off prints; complaints of
the tier go to stderr, once, and only under --verbose.
"""
import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS = 60
TEXT = """import numpy as np
a = np.arange(3000) / 7
b = a[::-1] + 1
for i in range(%d):
    b = np.sqrt(abs(b * a + i)) - a[::-1] * 0.25
    a = np.where(b > 3, a, -b)
print(a.sum(), b[::700], (a * b).max())
"""


def start(arr, flags, text):
    """(exit code, stdout, stderr); None: no end in time."""
    try:
        done = subprocess.run([arr, *flags, "-"], input=text.encode(), capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return None
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def missing_modules(arr, folder):
    """Flags, and what the notice says."""
    broken = folder / "broken.so"
    broken.write_bytes(b"\x7fELF no library")
    foreign = folder / "foreign.so"
    source = folder / "foreign.c"
    source.write_text('struct { const char *version; int ops, size; } arr_jit_module = {"0.0.0", 1, 1};\n')
    stranger = folder / "stranger.so"
    (folder / "stranger.c").write_text("int x;\n")
    rows = [(folder / "none.so", "none.so"), (broken, "broken.so")]
    for made in (foreign, stranger):
        done = subprocess.run(["cc", "-shared", "-fPIC", "-o", made, made.with_suffix(".c")], capture_output=True)
        if done.returncode == 0:
            rows.append((made, "another version of arr" if made is foreign else "no module of arr"))
    return rows


def check_missing(arr, wanted):
    with tempfile.TemporaryDirectory() as name:
        for module, words in missing_modules(arr, Path(name)):
            flags = ["--jit", "force", "--jit-module", str(module)]
            code, stdout, stderr = start(arr, flags, TEXT % 5) or (None, "", "")
            yield f"quiet {module.name}", (code, stdout, stderr) == (0, wanted, "")
            code, stdout, stderr = start(arr, [*flags, "--verbose"], TEXT % 5) or (None, "", "")
            yield f"verbose {module.name}", (code, stdout) == (0, wanted) and stderr.count("\n") == 1 and words in stderr


def check_not_loaded(arr, module):
    """A program that has nothing to compile does not load LLVM."""
    done = subprocess.run([arr, "--jit-module", module, "-e", "1"], capture_output=True, env=os.environ | {"LD_DEBUG": "files"})
    yield "arr -e 1 loads no LLVM", done.returncode == 0 and b"LLVM" not in done.stderr and b"sleef" in done.stderr


def check_giving_up(arr, module, wanted):
    """Test builds can make LLVM give up: its thread stays away, the program goes on."""
    flags = ["--jit", "force", "--jit-module", module, "--verbose"]
    kept = dict(os.environ)
    os.environ |= {"ARR_PLANT": "llvm", "ASAN_OPTIONS": "detect_leaks=0"} # of a thread that stays away, LSan cannot tell
    code, stdout, stderr = start(arr, flags, TEXT % 5) or (None, "", "")
    os.environ.clear()
    os.environ.update(kept)
    yield f"LLVM gives up: {stderr}", (code, stdout) == (0, wanted) and stderr in ("", "arr: LLVM met an error that it cannot go on from\n")


def check_ends(arr, module, count, random):
    """Programs that end, fail or are interrupted while kernels are being made."""
    flags = ["--limits", "tiny", "--jit-module", module]
    for number in range(count):
        rounds = random.randint(0, 6)
        kind = number % 3
        text = TEXT % rounds + ("print(a[9999])\n" if kind == 1 else "")
        if kind < 2:
            wanted = start(arr, ["--jit", "off"], text)
            got = start(arr, flags, text)
            yield f"end {number}", got is not None and got[:2] == wanted[:2]
            continue
        with subprocess.Popen([arr, *flags, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            process.stdin.write((TEXT % 100000).encode())
            process.stdin.close()
            time.sleep(random.uniform(0, 0.3))
            process.send_signal(signal.SIGINT)
            try:
                code = process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                code = None
        yield f"interrupt {number}: exit code {code}", code in (130, -signal.SIGINT)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--arr", default="build/arr")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    arr = os.path.realpath(options.arr)
    module = os.path.join(os.path.dirname(arr), "arr-jit.so")
    wanted = start(arr, ["--jit", "off"], TEXT % 5)[1]
    checks = list(check_missing(arr, wanted))
    if os.path.exists(module):
        checks += check_not_loaded(arr, module)
        checks += check_giving_up(arr, module, wanted)
        checks += check_ends(arr, module, options.count, random.Random(options.seed))
    for name, good in checks:
        if not good:
            print("complaint:", name)
    failed = sum(not good for _, good in checks)
    print(f"jit: {len(checks)} starts, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
