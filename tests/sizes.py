#!/usr/bin/env python3
"""Sizes at the edges: 64 of them, for everything that makes arrays, lists and strings.

    sizes.py --arr build/arr [--verbose]

The edges are those of vectors and tiles, of ints of 8 to 64 bits, of bytes
that fit an int64 and of those that do not ((10**9, 10**9) fits, and no check of
overflow finds it), of the number of axes; and what is negative. Each call must end as it does in
CPython + NumPy, both held to 1 GiB: with the same value, or refused for its size
(which of several errors is seen first is open; and where NumPy's own
arithmetic wraps around, and gives something empty, arr may refuse). A refused call may take 10 ms, and all of them together may
not raise the process's peak by more than 4 MiB: nothing is filled, or counted
through, before it is known that it cannot be.
"""
import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile

LIMIT = 1 << 30
MOST_MS = 10.0
MOST_KIB = 4096
ROUNDS = 3  # a busy machine may be slow once
LENGTHS = (0, 1, 2, 7, 8, 9, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1023, 1025, 8191, 8192, 8193,
           2**31 - 1, 2**31, 2**31 + 1, 2**32 - 1, 2**32, 2**32 + 1, 2**40, 2**53, 2**59, 2**60 - 1, 2**60, 2**61, 2**62, 2**63 - 1,
           2**63, 2**64 - 1, 2**64, 10**30, -1, -2**31, -2**63, -2**63 - 1)
SHAPES = ((2**31, 2**31), (2**32, 2**32), (2**32, 2**32, 0), (10**9, 10**9), (10**10, 10**10), (0, 2**62), (2**61, 0), (0, 2**63 - 1),
          (2**16,) * 4, (2**21,) * 3, (2**31 - 1, 2), (46341, 46341), (1, 2**60), (2**30, 2**30, 4), (3, -1), (-1, -1), (0, -1),
          (1,) * 64, (1,) * 65, (2,) * 64, (0,) * 64, (5, 2**63))
OF_LENGTH = ("np.arange({n})", "np.arange(0.0, {n}, 1)", "np.linspace(0, 1, {n})", "np.eye({n})", "np.identity({n})", "np.tri({n})", "np.eye(1, {n})",
             "np.tile([1.0, 2.0], {n})", "np.repeat([1.0], {n})", "np.pad([1.0], {n})", "np.bincount([0], minlength={n})", "np.vander(np.ones(2), {n})",
             "np.broadcast_to(1.0, ({n},)).copy()", "np.concatenate((np.broadcast_to(1.0, ({n},)), [2.0]))", "np.diag(np.broadcast_to(1.0, ({n},)))",
             "np.add.outer(np.broadcast_to(1.0, ({n},)), [1.0, 2.0])", "np.random.default_rng(1).integers(0, 9, {n})", "np.random.default_rng(1).permutation({n})",
             "np.hanning({n})", "np.resize(np.arange(3), {n})", "np.cumsum(np.broadcast_to(1, ({n},)))")
SQUARE = ("np.eye({n})", "np.identity", "np.tri", "np.diag")
OF_SHAPE = ("np.zeros({s})", "np.ones({s}, dtype=np.float64)", "np.full({s}, 7)", "np.ndarray({s}) * 0", "np.empty({s}, np.complex128) * 0",
            "np.random.default_rng(1).random({s})", "np.zeros(0).reshape({s})", "np.indices({s})", "np.resize([1.0, 2.0], {s})", "np.broadcast_to([1.0], {s}) + 1")
OF_HOST = ("[0] * {n}", "(1, 2) * {n}", "'ab' * {n}", "list(range({n}))", "tuple(range({n}))", "[*range({n})]", "sorted(range({n}))", "'x'.ljust({n})", "'%*d' % ({n}, 1)", "f'{{1:{{{n}}}}}'")
SIZE_ERRORS = ("MemoryError", "ValueError", "OverflowError", "IndexError", "AxisError")
PROGRAM = """import numpy as np
from time import perf_counter
def probe(k, make):
    start = perf_counter()
    try:
        said = make()
    except Exception as error:
        said = type(error).__name__
    print(k, 1000 * (perf_counter() - start), said)
def of_array(x):
    return (x.shape, x.dtype.name, np.sort(x, axis=None)[-1:].tolist())
def of_host(x):
    return (type(x).__name__, len(x), x[-1:])
"""


def calls():
    """(text, whether it makes an array)"""
    lengths = [(form.format(n=n), True) for form in OF_LENGTH for n in LENGTHS
               if not (form.startswith(SQUARE) and 2000 < n < 10000)]  # half a GiB of zeros shows nothing
    shapes = [(form.format(s=s), True) for form in OF_SHAPE for s in (*LENGTHS, *SHAPES)]
    return lengths + shapes + [(form.format(n=n), False) for form in OF_HOST for n in LENGTHS]


def program(chosen):
    return PROGRAM + "".join("probe(%d, lambda: %s(%s))\n" % (k, "of_array" if array else "of_host", text)
                             for k, (text, array) in chosen)


def parse(stdout):
    """{number: (ms, said)}"""
    answers = {}
    for line in stdout.split("\n"):
        parts = line.split(" ", 2)
        if len(parts) == 3 and parts[0].isdigit():
            answers[int(parts[0])] = (float(parts[1]), parts[2])
    return answers


def run(command, text, limited):
    """(answers, the process's peak in KiB)"""
    def limit():
        size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + 2 * LIMIT,) * 2)

    with tempfile.NamedTemporaryFile("w", suffix=".arr") as file:
        file.write(text)
        file.flush()
        environment = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_WAIT_POLICY="passive", PYTHONWARNINGS="ignore")
        process = subprocess.Popen(command + [file.name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
                                   preexec_fn=limit if limited else None)
        out = process.stdout.read().decode()
        err = process.stderr.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError("%s ended with status %d: %s" % (command[0], status, err[-400:]))
    return parse(out), usage.ru_maxrss


def is_error(said):
    return said.isidentifier()


def is_alike(text, arr, python):
    largest = max(map(int, re.findall(r"\d+", text)))
    refused = arr in SIZE_ERRORS
    return arr == python or refused and (python in SIZE_ERRORS or largest >= 2**62) or "'object'" in python


def complaints(numbered, arr, python):
    for k, (text, _) in numbered:
        if k not in arr or k not in python:
            yield "%s: no answer" % text
        elif not is_alike(text, arr[k][1], python[k][1]):
            yield "%s: %s, CPython: %s" % (text, arr[k][1][:80], python[k][1][:80])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--arr", default="build/arr")
    parser.add_argument("--verbose", action="store_true", help="the slowest refusals")
    arguments = parser.parse_args()
    command = [os.path.abspath(arguments.arr), "--sysmem", "%dM" % (LIMIT >> 20)]
    numbered = list(enumerate(calls()))
    python, _ = run([sys.executable], program(numbered), True)
    arr, _ = run(command, program(numbered), False)
    failures = list(complaints(numbered, arr, python))
    refused = [(k, call) for k, call in numbered if k in arr and is_error(arr[k][1])]
    least = {k: arr[k][0] for k, _ in refused}
    _, before = run(command, program(refused[:1]), False)
    for _ in range(ROUNDS):
        again, peak = run(command, program(refused), False)
        least = {k: min(least[k], again[k][0]) for k in least if k in again}
    failures += ["%s: refused after %.1f ms" % (call[0], least[k]) for k, call in refused if least.get(k, 0) > MOST_MS]
    if peak - before > MOST_KIB:
        failures.append("refused calls raised the peak by %d KiB" % (peak - before))
    if arguments.verbose:
        for ms, k in sorted(((ms, k) for k, ms in least.items()), reverse=True)[:9]:
            print("%8.3f ms  %s: %s" % (ms, numbered[k][1][0], arr[k][1]))
    for failure in failures:
        print(failure)
    print("sizes: %d sizes, %d calls, %d refused (slowest %.2f ms, peak +%d KiB), %d failed"
          % (len(LENGTHS) + len(SHAPES), len(numbered), len(refused), max(least.values()), peak - before, len(failures)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
