#!/usr/bin/env python3
"""Errors, line by line: arr's class and message against CPython's.

  error_table.py --arr build/arr [--only TEXT]

Each line of error_cases.txt is run by both in the same names. What CPython
raises is what arr must raise, word for word; if it raises nothing, arr must
show the same value. A line may say that arr's words are its own, and why.
"""
import argparse
import os
import re
import sys
from pathlib import Path

import session

CASES = Path(__file__).resolve().parent / "error_cases.txt"
NAMES = """a = np.arange(6.).reshape(2, 3); v = np.arange(3); i8 = np.array([1, 2], np.int8); f4 = np.array([1, 2], np.float32)
m = np.array([True, False, True]); c = np.array([1 + 2j, 3j]); z = np.zeros(0); s = np.float64(1.5); t = (1, 2); l = [1, 2]"""


class Case:
    def __init__(self, number, text):
        self.number = number
        text, _, self.reason = (part.strip() for part in text.partition(" ## "))
        self.code, _, self.own = (part.strip() for part in text.partition(" => "))

    def piece(self):
        """Fresh names for each: a line may change them."""
        return NAMES + "\n" + self.code


def read_cases(only):
    for number, line in enumerate(CASES.read_text().splitlines(), 1):
        if line and line[0] not in "#[" and only in line:
            yield Case(number, line)


def complaint(case, got, want):
    """What is wrong, or ""."""
    if case.own:
        if want.said() == case.own:
            return f"arr need not differ: CPython says so too"
        return "" if got.said() == case.own else f"arr:     {got.said()}\n    wanted:  {case.own}"
    if got.said() != want.said():
        return f"arr:     {got.said()}\n    CPython: {want.said()}"
    return "" if got.caret or not got.error else "arr's error has no caret"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arr", required=True)
    parser.add_argument("--only", default="", help="lines that contain this")
    args = parser.parse_args()
    args.arr = os.path.abspath(args.arr)
    folder = session.leave_no_files()  # until the end
    cases = list(read_cases(args.only))
    failed = 0
    for case, got in zip(cases, session.outcomes(args.arr, [case.piece() for case in cases])):
        wrong = complaint(case, got, session.python_outcome(case.piece(), session.new_scope()))
        if wrong:
            failed += 1
            print(f"{CASES.name}:{case.number}: {case.code}\n    {wrong}")
    print(f"{len(cases)} programs, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
