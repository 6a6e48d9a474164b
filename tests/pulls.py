#!/usr/bin/env python3
"""What the examples wait for, printed: with their prints off, sizes and conditions only.

    pulls.py --arr build/arr

On the null device, which refuses every pull, an example must run to its end.
One that says `# null: skip` runs on the CPU, and may pull sizes and conditions.
Exit code 1 for any other pull.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
ALLOWED = ("size", "condition")


def arguments_of(text):
    found = re.search(r"^# argv: ?(.*)$", text, re.M)
    return found.group(1).split() if found else []


def pulls(arr, path, device):
    """({kind: how many}, [(place, kind, how many)]), or what went wrong."""
    text = path.read_text()
    command = arr + ["--device", device, "--no-print", "--stats", str(path)] + arguments_of(text)
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode:
        return (done.stderr.strip().split("\n") or ["?"])[-1]
    kinds = {kind: int(n) for kind, n in re.findall(r"^pulls_(\w+) (\d+)$", done.stderr, re.M) if int(n)}
    places = re.findall(r"^pulls_at (.+) (\w+) (\d+)$", done.stderr, re.M)
    return kinds, [(Path(place).name, kind, n) for place, kind, n in places]


def check(arr, path):
    """Prints the example's line; False: it pulls what it must not."""
    device = "cpu" if "# null: skip" in path.read_text() else "null"
    result = pulls(arr, path, device)
    if isinstance(result, str):
        print("%-26s FAIL on %s: %s" % (path.name, device, result))
        return False
    kinds, places = result
    wrong = [kind for kind in kinds if device == "null" or kind not in ALLOWED]
    told = "; ".join("%s %s %s" % (n, kind, place) for place, kind, n in places)
    print("%-26s %s %s: %s" % (path.name, "FAIL" if wrong else "ok", device, told or "no pulls"))
    return not wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--arr", default=["build/arr"], type=str.split)
    arguments = parser.parse_args()
    paths = sorted(EXAMPLES.glob("*.arr"))
    failed = [path.name for path in paths if not check(arguments.arr, path)]
    print("%d passed, %d failed" % (len(paths) - len(failed), len(failed)))
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
