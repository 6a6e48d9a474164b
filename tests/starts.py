#!/usr/bin/env python3
"""arr starts and ends, with random work waiting when it ends.

    starts.py --arr build/arr --count 300 --seed 1

Each run must end within 20 s with the exit code that its last line asks for.
"""
import argparse
import random
import shlex
import subprocess
import sys
import time

SECONDS = 20
FLAGS = [[], ["--limits", "tiny"], ["--window-size", "8"], ["--ompthreads", "4"], ["--fuse", "off"]]
WORK = [
    "a = ones(40000) * {n}",
    "b = arange({n}.0)[::-1] + 1",
    "for k in range({n}):\n    a = a * 0.5 + k",
    "for k in range({n}):\n    a[1:-1] = a[:-2] + a[2:]",
    "m = ones((60, 60))\nfor k in range({n}):\n    m = m @ m / 60",
    "c = [a[:{n}].sum(), a.max()]",
    "def f(x, n=3):\n    return x * n if n else f(x, 2)\nd = f(a, {n})",
    "print(a[0] > 1)",
    "big = ones((300, 300)) @ ones((300, 300))",
]
ENDINGS = [("", 0), ("import sys\nsys.exit({n} % 100)", None), ("print(a + ones(3))", 1), ("x = nowhere", 1),
           ("print(a[:3])", 0), ("sum(a)", 0), ("a = (", 3)]


def make_program(chance):
    """(text, exit code)"""
    rows = ["a = ones(20)"] + chance.choices(WORK, k=chance.randrange(6))
    ending, code = chance.choice(ENDINGS)
    n = chance.randrange(1, 120)
    if ending.startswith("print(a + ones"):
        rows.append("a = zeros(1 + 7)")
    text = "\n".join([*rows, ending]).replace("{n}", str(n)) + "\n"
    return text, n % 100 if code is None else code


def run(command, text):
    try:
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return None, "no end"
    return done.returncode, done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--arr", required=True)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    failed, most = 0, 0.0
    for number in range(arguments.count):
        text, want = make_program(chance)
        command = [arguments.arr, *chance.choice(FLAGS), "-"]
        start = time.monotonic()
        code, stderr = run(command, text)
        most = max(most, time.monotonic() - start)
        if code != want:
            failed += 1
            print(f"start {number}: {shlex.join(command)}: exit code {code}, wanted {want}\n{text}{stderr[-500:]}")
    print(f"longest: {most:.2f} s")
    print(f"starts: seed {arguments.seed}, {arguments.count} starts, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
