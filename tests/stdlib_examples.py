#!/usr/bin/env python3
"""The examples in the docstrings of stdlib/*.arr, run by arr and by NumPy.

  stdlib_examples.py --arr build/arr

An example is a line `>>> statement` and the lines that it shows. Both arr and
CPython, with NumPy's names behind its own, must show exactly these. Every
function whose name does not begin with '_' must have one.
"""
import argparse
import ast
import builtins
import doctest
import re
import subprocess
import sys
from pathlib import Path

import numpy

import session

STDLIB = Path(__file__).resolve().parent.parent / "stdlib"


class Names(dict):
    """What the prompt has in scope: one's own names, Python's, numpy's."""

    def __missing__(self, name):
        if hasattr(builtins, name):
            return getattr(builtins, name)
        return getattr(numpy, name)  # some modules are loaded when first asked for


def functions():
    """(file, ast.FunctionDef) of all files, which are Python too."""
    for path in sorted(STDLIB.glob("*.arr")):
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef):
                raise SystemExit(f"{path.name}:{node.lineno}: only functions may stand here")
            yield path, node


def by_numpy(examples):
    names, shown = Names(np=numpy), ""
    for example in examples:
        try:
            value = eval(example.source, names)
        except SyntaxError:
            exec(example.source, names)
            continue
        shown += "" if value is None else f"{value!r}\n"
    return shown


def by_arr(arr, examples):
    flags = [word for example in examples for word in ("-e", example.source.rstrip("\n"))]
    done = subprocess.run([arr, *flags], capture_output=True, text=True, timeout=60)
    return done.stdout + session.WARNING.sub("", done.stderr)


def complaints(arr, node):
    examples = doctest.DocTestParser().get_examples(ast.get_docstring(node) or "")
    if not examples:
        yield "has no example"
        return
    want = "".join(example.want for example in examples)
    for who, got in (("NumPy", by_numpy(examples)), ("arr", by_arr(arr, examples))):
        if got != want:
            yield f"{who} shows\n{got}instead of\n{want}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arr", required=True)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    done = failed = 0
    seen = {}
    for path, node in functions():
        if node.name in seen:  # the files share one table of names
            failed += 1
            print(f"{path.name}: {node.name} is defined in {seen[node.name]} too")
        seen[node.name] = path.name
        if node.name.startswith("_") or args.only not in node.name:
            continue
        done += 1
        for text in complaints(args.arr, node):
            failed += 1
            print(f"{path.name}: {node.name} " + re.sub("(?m)^", "    ", text).lstrip())
    print(f"{done} programs, {failed} failed")
    return 1 if failed or not done else 0


if __name__ == "__main__":
    sys.exit(main())
