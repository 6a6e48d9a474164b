#!/usr/bin/env python3
"""How much of the language is there: every name and construct of language_table.py.

  coverage_language.py --arr build/arr [--missing] [--only TEXT]

Each row's program is run by arr and by CPython. "yes" is the same output,
"no" an error that says the thing is not there, "differs" anything else. Beside
it, how often the tests, examples and docstrings of the library use it; what is
a row of ops.def is also tested in each dtype and layout (ops_numpy.py), which
is "+matrix" and enough. Exit code 1 if something of MUST is not there.
"""
import argparse
import ast
import doctest
import os
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

import session
from language_table import ROWS

TOP = Path(__file__).resolve().parent.parent
ABSENT = re.compile(r"^(SyntaxError|IndentationError)|not supported|is not in arr|has no attribute|is not defined|"
                    r"got an unexpected keyword|NotImplementedError|No module named|cannot import")


def trees():
    """Syntax trees of whatever a test runs."""
    for path in sorted([*(TOP / "tests").glob("*/*.arr"), *(TOP / "examples").glob("*.arr")]):
        try:
            yield ast.parse(path.read_text(encoding="utf-8", errors="surrogateescape"))
        except (SyntaxError, ValueError):
            pass  # tests/syntax: it is wrong on purpose
    for path in sorted((TOP / "stdlib").glob("*.arr")):
        for function in ast.parse(path.read_text()).body:
            for example in doctest.DocTestParser().get_examples(ast.get_docstring(function) or ""):
                yield ast.parse(example.source)


def names_of(node):
    """What a node mentions; attributes of something also with their dot."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (node.attr, "." + node.attr)
    if isinstance(node, ast.keyword) and node.arg:
        return (node.arg,)
    return ()


def matrix_names():
    """Names in ops.def: words in quotes, which sentences are not."""
    return set(re.findall(r'"(\w+)"', (TOP / "src/array/ops.def").read_text()))


def count_uses():
    """One number a row."""
    mentions, tests = Counter(), [row[3] for row in ROWS if callable(row[3])]
    found = Counter()
    for tree in trees():
        for node in ast.walk(tree):
            mentions.update(names_of(node))
            found.update(test for test in tests if test(node))
    return [found[use] if callable(use) else mentions[use] for *_, use in ROWS]


def judge(got, want):
    if got.said() == want.said():
        return "yes"
    return "no" if got.error and got.error != want.error and ABSENT.search(got.said()) else "differs"


def percent(part, whole):
    return f"{part} of {whole} ({100 * part / whole:.1f}%)"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arr", required=True)
    parser.add_argument("--missing", action="store_true", help="only what is not there, with reasons")
    parser.add_argument("--only", default="", help="rows whose section or name contains this")
    args = parser.parse_args()
    arr = os.path.abspath(args.arr)
    uses, matrix = count_uses(), matrix_names()
    enough = [count >= 3 or row[3] in matrix for count, row in zip(uses, ROWS)]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # some programs save files
        got = session.outcomes(arr, [program for _, _, program, _ in ROWS], batch=40)
        want = [session.python_outcome(program, session.new_scope()) for _, _, program, _ in ROWS]
        os.chdir(TOP)
    answers = [judge(*pair) for pair in zip(got, want)]
    heading = None
    for (section, name, program, use), answer, count, said, wanted in zip(ROWS, answers, uses, got, want):
        if args.only not in section + " " + name or args.missing and answer == "yes":
            continue
        if section != heading:
            heading = section
            print(f"\n{section}")
        print(f"  {name:32} {answer:8} {count:5} uses" + ("+matrix" if use in matrix else "" if count >= 3 else "  (few)"))
        if answer != "yes":
            print(f"      {program.splitlines()[-1][:90]}\n      arr:     {said.said()[:160]!r}\n      CPython: {wanted.said()[:160]!r}")
    print()
    for section in dict.fromkeys(row[0] for row in ROWS):
        chosen = [answer for row, answer in zip(ROWS, answers) if row[0] == section]
        print(f"{section:34} {percent(chosen.count('yes'), len(chosen))}")
    bad = 0
    for tier in ("MUST", "SHOULD"):
        chosen = [(a, n) for row, a, n in zip(ROWS, answers, enough) if row[0].startswith(tier)]
        there = sum(a == "yes" for a, _ in chosen)
        print(f"{tier} implemented {percent(there, len(chosen))}, tested three times or in the matrix "
              f"{percent(sum(n for _, n in chosen), len(chosen))}")
        if tier == "MUST":
            bad = len(chosen) - there
    print(f"{sum(row[0].startswith('MUST') for row in ROWS)} programs, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
