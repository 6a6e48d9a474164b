#!/usr/bin/env python3
"""Programs on the device cuda, over the stand-in driver of tests/cudasim, against the CPU.

  cuda.py --arr build/arr [--driver build/tests/cudasim] [--only TEXT] [--all]
  cuda.py --arr build/arr --driver system --all       on a real GPU (make gpu-check)

The same binary runs each .arr file of tests/ and examples/ twice: what it prints, its
exit code and its errors must be equal. Ints, bools, shapes, + - * / and sums are equal to
the last digit, since the GPU's trees of sums are the CPU's. A program that may differ from
NumPy's digits (# oracle: ulp=4) may differ so from the CPU's; another line is for the GPU alone:

  # cuda: ulp=4             where NVIDIA's exp, sin, ... decide about digits
  # cuda: skip              with the reason
  # cuda: fallbacks=0 launches=9 bytes_out=64
                            what the device may count at most (--stats)

Without --all a fixed part of the files is run. Where NVRTC or the stand-in is missing
everything is skipped, and counted as that.
"""
import argparse
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import compare
from run import ENVIRONMENT, Program, TESTS, TOP, tail

SECONDS = 300
FOLDERS = ["ops", "views", "lang", "programs", "errors", "plan", "warnings", "gpu"]
PART = 6  # without --all: every so many files,
ALWAYS = ("sum_tree",)  # and these


def libraries(driver):
    """Where the loader looks for libcuda and NVRTC: the stand-in, then what pip brought."""
    wheels = sorted(str(path.parent) for path in Path(sys.prefix).glob("lib/python*/site-packages/nvidia/*/lib/libnvrtc.so*"))
    folders = ([] if str(driver) == "system" else [str(driver)]) + wheels + [os.environ.get("LD_LIBRARY_PATH", "")]
    return ":".join(filter(None, folders))


def unusable(arr, driver):
    """Why nothing can be run; "" otherwise."""
    if str(driver) != "system" and not (driver / "libcuda.so.1").exists():
        return f"no stand-in driver in {driver}"
    env = dict(ENVIRONMENT, LD_LIBRARY_PATH=libraries(driver))
    done = subprocess.run([str(arr), "--gpus", "1", "-e", "ones(3)"], capture_output=True, env=env, text=True)
    return done.stderr.strip() if "the CPU does the work" in done.stderr or done.returncode else ""


def driver_argument(text):
    return Path(text) if text == "system" else Path(text).resolve()


def read_options(parser, counted):
    """The command line, with what every test of the device is told. Where nothing can be
    run this ends the process, having said that so many of what it counts were skipped."""
    parser.add_argument("--arr", type=lambda text: Path(text).resolve(), required=True)
    parser.add_argument("--driver", type=driver_argument, help="folder of the stand-in's libcuda.so.1")
    options = parser.parse_args()
    options.driver = options.driver or options.arr.parent / "tests" / "cudasim"
    why = unusable(options.arr, options.driver)
    if why:
        print(f"0 {counted}, 0 failed, all skipped: {why}")
        sys.exit(0)
    return options


def run(options, program, flags, cuda):
    env = dict(ENVIRONMENT)
    if cuda:
        env["LD_LIBRARY_PATH"] = libraries(options.driver)
    with program.arguments() as args:
        command = [str(options.arr), *flags, program.name, *args]
        try:
            done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, env=env, cwd=TOP, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return -1, "", f"no end within {SECONDS} s"
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def split_stats(stderr):
    """What the device counted, and the rest of stderr."""
    stats = {name: int(value) for name, value in re.findall(r"^(device_\w+) (\d+)$", stderr, re.M)}
    rest = re.split(r"^nodes \d+$", stderr, maxsplit=1, flags=re.M)[0]
    return stats, rest


def over_limits(text, stats):
    """Where the device counted more than the program's lines allow."""
    limits = re.findall(r"\b(fallbacks|launches|bytes_in|bytes_out)=(\d+)", " ".join(re.findall(r"^# cuda: (.*)$", text, re.M)))
    over = [(name, stats.get(f"device_{name}", 0), int(most)) for name, most in limits]
    return "".join(f"{name} is {found}, the most is {most}\n" for name, found, most in over if found > most)


def check(path):
    """(name, failure, skipped, stats)"""
    options, program = OPTIONS, Program(path)
    text = path.read_text(errors="replace")
    rule = re.search(r"^# cuda: (?:.*\bulp=(\d+)|skip)", text, re.M)
    if rule and not rule.group(1):
        return program.name, "", True, {}
    ulp = int(rule.group(1)) if rule else program.ulp
    want = run(options, program, [], False)
    got = run(options, program, ["--gpus", "1", "--stats", "--kernel-cache", options.cache, *options.flags], True)
    stats, stderr = split_stats(got[2])
    failure = ""
    if got[0] != want[0]:
        failure = f"exit code {got[0]}, the CPU's is {want[0]}\n{tail(got[2])}"
    elif not compare.same(got[1], want[1], ulp):
        failure = compare.diff(got[1], want[1])
    elif stderr != want[2]:
        failure = "stderr:\n" + compare.diff(stderr, want[2])
    elif not stats:
        failure = f"the device was not used\n{tail(got[2])}"
    else:
        failure = over_limits(text, stats)
    return program.name, failure, False, stats


def files(options):
    found = [path for folder in FOLDERS for path in sorted((TESTS / folder).glob("*.arr"))]
    found += sorted((TOP / "examples").glob("*.arr"))
    found = [path for path in found if options.only in str(path)]
    if options.all or options.only:
        return found
    return [path for i, path in enumerate(found) if i % PART == 0 or path.stem in ALWAYS]


def main():
    global OPTIONS
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="files whose name contains this")
    parser.add_argument("--all", action="store_true", help="every file")
    parser.add_argument("--cache", default="", help="folder of compiled kernels that stays")
    parser.add_argument("--flags", default="", help="more flags for the device's runs")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    OPTIONS = read_options(parser, "programs")
    OPTIONS.flags = OPTIONS.flags.split()
    with tempfile.TemporaryDirectory(prefix="arr-cuda-") as folder:
        OPTIONS.cache = OPTIONS.cache or folder
        return run_all()


def run_all():
    start = time.monotonic()
    failed, skipped, done, total = 0, 0, 0, {}
    with multiprocessing.get_context("fork").Pool(OPTIONS.jobs) as pool:
        for name, failure, skips, stats in pool.imap_unordered(check, files(OPTIONS), chunksize=1):
            done += 1
            skipped += skips
            for key, value in stats.items():
                total[key] = total.get(key, 0) + value
            if failure:
                failed += 1
                print(f"FAIL {name}\n" + "\n".join("    " + line for line in failure.splitlines()), flush=True)
    print(" ".join(f"{key}={value}" for key, value in total.items()), f"in {time.monotonic() - start:.0f} s")
    print(f"{done - skipped} programs, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


OPTIONS = None
if __name__ == "__main__":
    sys.exit(main())
