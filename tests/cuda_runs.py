#!/usr/bin/env python3
"""What the GPU's work costs, and in which order it runs, over the stand-in driver.

  cuda_runs.py --arr build/arr [--driver build/tests/cudasim] [--seeds N]

A loop of small kernels costs one launch in each round, printing copies what is printed,
events are recorded where streams meet. Whatever the driver refuses of graphs and pinned
memory, results are the same. In test builds (--enable-asan) mistakes are planted: an
event that is not waited for, a copy that is not, memory that is used again too early;
each must be found, by the stand-in's checks or by what is printed.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import cuda
from run import ENVIRONMENT

SECONDS = 300
LOOP = """\
import sys
x = arange(500.0)
y = ones(500)
for i in range(int(sys.argv[1])):
    x = x * 0.5 + y
    s = x.sum()
    y = y - x / s
    y[1:-1] = (y[2:] + y[:-2]) / 2
print(x[:3], y[-3:])
"""
PULLS = """\
import sys
x = arange(500.0)
for i in range(int(sys.argv[1])):
    x = x * 0.5 + x[::-1]
    if i % 10 == 0:
        print(x.max(), x[3:5])
print(x[:3])
"""
UPLOADS = """\
a = arange(64.0) + 1
total = 0
for i in range(12):
    b = array([float(k + i) for k in range(64)])
    a = (a * b)[::-1] / b.sum()
    c = array([1.0, 2, 3, 4] * 16) + i
    total = total + (c * a).sum()
    del b, c
print(total, a[:2])
"""
LARGE = """\
a = arange(300000.0) * 2
b = a.reshape(600, 500)[::3, ::7] + 1
print(b.tolist() == [[2.0 * (500 * i + j) + 1 for j in range(0, 500, 7)] for i in range(0, 600, 3)])
print(a.tolist() == [2.0 * k for k in range(300000)])
"""
MEMORY = """\
arrays = [arange(60000.0) + i for i in range(12)]
s = 0.0
for turn in range(2):
    for a in arrays:
        s = s + a.sum()
print(s, arrays[0][5], arrays[11][-1])
arrays[3][1:-1] = arrays[3][2:] - arrays[3][:-2]
try:
    print((ones((1000, 1000)) * arange(1000.0))[3, :2])
except MemoryError:
    print("too large")
print(arrays[3][:4], arrays[7][100:103:2], [a[1] for a in arrays])
"""
MILLION = "import numpy as np\na = np.arange(1000000.0).reshape(1000, 1000)\nb = np.sqrt(a) + a[::-1]\nprint({})\n"


class Check:
    def __init__(self, options, folder):
        self.options, self.folder = options, Path(folder)
        self.done = self.failed = 0
        self.planted = b"ARR_PLANT" in options.arr.read_bytes()

    def run(self, text, *args, flags=("--gpus", "1"), **settings):
        path = self.folder / "program.arr"
        path.write_text(text)
        env = dict(ENVIRONMENT, **settings)
        env["LD_LIBRARY_PATH"] = cuda.libraries(self.options.driver)
        env["CUDASIM_COUNTS"] = str(self.folder / "counts")
        command = [str(self.options.arr), *flags, "--stats", "--kernel-cache", str(self.folder / "kernels"), str(path), *args]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=env, timeout=SECONDS)
        counts = self.folder / "counts"
        calls = dict(re.findall(r"^count api (\w+) (\d+)$", counts.read_text(), re.M)) if counts.exists() else {}
        stats = dict(re.findall(r"^(\w+) (\d+)$", done.stderr, re.M))
        count = lambda table, *names: sum(int(table.get(name, 0)) for name in names)
        return done, lambda *names: count(calls, *names), lambda *names: count(stats, *names)

    def say(self, name, failure):
        self.done += 1
        if failure:
            self.failed += 1
            print(f"FAIL {name}\n    " + str(failure).replace("\n", "\n    ")[:1500], flush=True)

    def same(self, name, text, *args, **settings):
        """What the CPU prints, and nothing that the stand-in would say."""
        want, _, _ = self.run(text, *args, flags=())
        got, calls, stats = self.run(text, *args, **settings)
        good = got.returncode == want.returncode == 0 and got.stdout == want.stdout and "cudasim" not in got.stderr
        self.say(name, "" if good else f"exit code {got.returncode}\n{got.stdout}{got.stderr}\nwanted:\n{want.stdout}")
        return calls, stats


def launches(check):
    """A round is one launch, however many kernels it has."""
    found = []
    for rounds in ("40", "140"):
        calls, stats = check.same(f"a loop of {rounds} rounds", LOOP, rounds)
        found.append(calls("cuLaunchKernel", "cuGraphLaunch"))
        check.say("launches are counted", "" if stats("device_launches") == found[-1] else f"{stats('device_launches')}, not {found[-1]}")
        check.say("no events between kernels", "" if calls("cuEventRecord") <= 6 else calls("cuEventRecord"))
    check.say("one launch in each round", "" if found[1] - found[0] == 100 else f"{found[1] - found[0]} in 100 rounds")
    calls, _ = check.same("a loop that prints", PULLS, "60")
    check.say("few launches beside what is printed", "" if calls("cuLaunchKernel", "cuGraphLaunch") <= 60 + 6 * 6 else calls("cuLaunchKernel"))


def refusals(check):
    for call in ("cuGraphCreate:1+", "cuGraphAddKernelNode:2+", "cuGraphInstantiate:1+", "cuGraphExecKernelNodeSetParams:1+",
                 "cuGraphExecKernelNodeSetParams:7", "cuGraphLaunch:1+", "cuGraphLaunch:4", "cuMemHostAlloc:1+", "cuMemHostAlloc:2"):
        check.same(f"{call} fails", LOOP, "12", CUDASIM_FAIL=call)
    for call in ("cuMemHostAlloc:1+", "cuMemHostAlloc:2"):
        check.same(f"{call} fails, uploads", UPLOADS, CUDASIM_FAIL=call)
        check.same(f"{call} fails, pulls", LARGE, CUDASIM_FAIL=call)


def pulls(check):
    for what, most in (("b", 100), ("b[::100, 5]", 10), ("b[3]", 1000), ("b.T[1, 990:]", 10)):
        _, stats = check.same(f"print({what})", MILLION.format(what))
        flags = 8 # words in which floating-point errors are told
        copied = stats("device_bytes_out")
        check.say(f"print({what}) copies what it prints", "" if copied <= 8 * most + flags else f"{copied} bytes")


def memory(check):
    """What does not fit goes to the host's memory, and comes back."""
    want, _, _ = check.run(MEMORY, flags=())
    wanted = re.sub(r"(?m)^\[0\. 1\.\]$", "too large", want.stdout)
    flags = ("--gpus", "1", "--fbmem", "2M")
    got, calls, stats = check.run(MEMORY, flags=flags)
    check.say("more than fits", "" if (got.stdout, got.returncode) == (wanted, 0) and "cudasim" not in got.stderr else got.stdout + got.stderr)
    check.say("arrays were moved", "" if stats("device_spills") > 10 else stats("device_spills"))
    for fail in ("cuMemcpyDtoHAsync:3", "cuMemcpyHtoDAsync:2", "cuMemAlloc:4", "cuMemAlloc:6+"):
        got, _, _ = check.run(MEMORY, flags=flags, CUDASIM_FAIL=fail)
        lines = [line for line in got.stdout.splitlines() if line not in wanted.splitlines()]
        good = got.returncode in (0, 1) and not lines and "cudasim" not in got.stderr
        good &= got.returncode == 0 or bool(re.search("MemoryError|RuntimeError: the GPU failed|RuntimeError: copying", got.stderr))
        check.say(f"{fail} fails where memory is short", "" if good else f"exit code {got.returncode}\n{got.stdout}{got.stderr}")


def compiling(check):
    """Kernels of a window are compiled ahead, each once."""
    text = "".join(f"a{i} = (arange(100.0) + {i})" + " * 2" * i + f"\nb{i} = a{i}.sum(axis=None) + {i}\n" for i in range(6))
    text += "print(" + ", ".join(f"b{i}" for i in range(6)) + ")\n"
    folder = check.folder / "kernels"
    for turn in ("compiled", "from disk"):
        for file in folder.glob("*.kernel") if turn == "compiled" else ():
            file.unlink()
        _, stats = check.same(f"kernels {turn}", text)
        made, loaded = stats("device_compiled"), stats("device_kernels")
        check.say(f"each kernel once: {turn}", "" if made == (loaded if turn == "compiled" else 0) else f"{made} compiled, {loaded} loaded")
    for fail in ("cuModuleLoadData:1+", "cuModuleLoadData:2", "cuModuleGetFunction:3+"):
        check.same(f"{fail} fails ahead of need", text, CUDASIM_FAIL=fail)


def lost(check):
    """A device that is lost: an error that names it, nothing wrong before it, and the program may go on."""
    text = LOOP.replace("print(x[:3], y[-3:])", "try:\n    print(x[:3], y[-3:])\nexcept RuntimeError as e:\n    print('GPU' in str(e))\nprint(i)\n")
    want, _, _ = check.run(text, "20", flags=())
    for fail in ("cuLaunchKernel:3+=719", "cuGraphLaunch:2+=719,cuLaunchKernel:9+=719", "cuEventSynchronize:1+=719", "cuEventRecord:1+=719",
                 "cuStreamWaitEvent:1+=719", "cuMemcpyDtoHAsync:2+=719", "cuMemsetD8Async:1+=719"):
        got, _, _ = check.run(text, "20", CUDASIM_FAIL=fail)
        good = got.returncode == 0 and got.stdout in (want.stdout, "True\n19\n") and "cudasim" not in got.stderr
        check.say(f"{fail}: lost", "" if good else f"exit code {got.returncode}\n{got.stdout}{got.stderr}")


def seeds(check):
    for seed in range(1, check.options.seeds + 1):
        for name, text, args in (("loop", LOOP, "15"), ("pulls", PULLS, "25"), ("uploads", UPLOADS, ""), ("large", LARGE, "")):
            check.same(f"{name}, seed {seed}", text, *filter(None, [args]), CUDASIM_SEED=str(seed))


def found(check, text, args, race, seed, flags):
    want, _, _ = check.run(text, *args, flags=())
    got, _, _ = check.run(text, *args, flags=("--gpus", "1", *flags), CUDASIM_SEED=str(seed), ARR_PLANT=race)
    warnings = lambda done: re.findall("RuntimeWarning.*", done.stderr)
    return got.stdout != want.stdout or got.returncode != 0 or "cudasim" in got.stderr or warnings(got) != warnings(want)


def planted(check):
    if not check.planted:
        print("nothing is planted: not a test build")
        return
    small = ("--window-size", "3") # the worker begins early, and nobody waits for it
    for race, text, args, flags in (("event", PULLS, ("25",), ()), ("pull", LARGE, (), ()), ("reuse", UPLOADS.replace("12", "200"), (), small), ("upload", UPLOADS, (), ()),
                                    ("settle", "a = arange(3.0)\nprint(1 / a)\n", (), ())):
        hits = [seed for seed in range(1, 9) if found(check, text, args, race, seed, flags)]
        check.say(f"planted: {race}", "" if len(hits) >= 4 else f"found with seeds {hits} only")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2)
    options = cuda.read_options(parser, "checks")
    with tempfile.TemporaryDirectory(prefix="arr-cuda-") as folder:
        check = Check(options, folder)
        for part in (launches, refusals, pulls, memory, compiling, lost, seeds, planted):
            part(check)
    print(f"{check.done} checks, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
