#!/usr/bin/env python3
"""Mistakes planted in arr's own GPU kernels: each must be found.

  cuda_planted.py --arr build/arr [--driver build/tests/cudasim] [--only TEXT]

The program holds the kernels as text, and compiles them when it runs: a copy of it in
which a piece of that text is another of the same length has a mistake in that kernel
alone. It must then print something else than the CPU, or the stand-in driver must say
what is wrong, under the name that stands here.
"""
import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import cuda
from run import ENVIRONMENT

SCAN = "a = arange(9000) * 7919 % 1009\nprint(a.cumsum()[::700], (a / 8).cumsum()[::700])\n"
SORT = "a = arange(9000) * 7919 % 1009\nprint(np.argsort(a, kind='stable')[::99], np.sort(a)[::300])\n"
SHORT = "a = arange(900) * 7919 % 10\nprint(np.argsort(a, kind='stable')[::9])\n"
PUT = "a = zeros(4096)\nk = arange(9000) * 7919 % 4096\na[k] = arange(9000.0)\nprint(a.sum(), a[:9])\n"
ADD = "a = zeros(11)\nnp.add.at(a, arange(900) * 7919 % 11, arange(900) / 7)\nprint(a)\n"
PRODUCT = "a = arange(70 * 90).reshape(70, 90) % 11\nprint((a @ a.T)[60:, 60:], (a.T @ a).sum())\n"
COUNT = "print(np.bincount(arange(9000) * 7919 % 101))\n"
SEARCH = "s = arange(100) // 3\nprint(np.searchsorted(s, arange(-1, 40)), np.searchsorted(s, 7, 'right'))\n"
SLIDE = "print(np.convolve(arange(64.0), [1, 2, 3.0], 'same'))\n"
TRANSFORM = "a = arange(60.0).reshape(2, 30) % 7\nprint(np.fft.fft(a), np.fft.rfft(a[0]), np.fft.fft(np.arange(5000.0))[-3:])\n"
MASK = "a = arange(5000.0)\nb = a[a % 3 == 0]\nprint(b.sum(), b[-2:])\n"

DIFFERS = "another output"
# name, program, text, what stands there instead, how it is found
PLANTED = [
    ("a scan without its second barrier", SCAN, "if (t >= w) items[t] = x = JOIN(before, x);\n        __syncthreads();",
     "if (t >= w) items[t] = x = JOIN(before, x);\n        ;", "race"),
    ("a scan that begins with its own chunk's total", SCAN, "a.w[8])[c - 1]", "a.w[8])[c]", DIFFERS),
    ("chains whose tile is not waited for", SCAN, "tile[r * (columns + 1) + c] = *(const ELEMENT *)(from[r] + (lo + c) * a.w[5]);\n            }\n            __syncthreads();",
     "tile[r * (columns + 1) + c] = *(const ELEMENT *)(from[r] + (lo + c) * a.w[5]);\n            }\n            ;", "race"),
    ("chains that begin anew with each tile", SCAN, "joined = lo + c == 0 ?", "joined = c == 0 ?", DIFFERS),
    ("a short sort that is not stable", SHORT, "less = place[j] < place[i];", "less = place[j] > place[i];", DIFFERS),
    ("a short sort without barriers", SHORT, "            __syncthreads();\n            for (unsigned e = threadIdx.x; e < 512;",
     "            for (unsigned e = threadIdx.x; e < 512;", "uninitialised read"),
    ("a radix pass whose lanes do not wait for each other", SORT, "next[warp][digit] : 0;\n            __syncwarp();", "next[warp][digit] : 0;\n            ;", "race"),
    ("a radix pass whose leader counts one too few", SORT, "start + (unsigned)__popc(same);", "start + (unsigned)__popc(same) - 1;", DIFFERS),
    ("a radix pass that is not stable", SORT, "same & ((1u << lane) - 1)", "same & ~(2u << lane) + 1", DIFFERS),
    ("a chunk one too long", SORT, "i < lo + CHUNK && i < end", "i <= lo + CHUNK && i < end", DIFFERS),
    ("a put that the first one wins", PUT, "atomicMax((unsigned *)&table[s], own)", "atomicMin((unsigned *)&table[s], own)", DIFFERS),
    ("a put that moves what is struck out", PUT, "if (offset == INT64_MIN) continue;", ";", "out of bounds"),
    ("an add.at that forgets a place's last value", ADD, "at < a.w[4] && keys[at] == key; at++", "at + 1 < a.w[4] && keys[at + 1] == key; at++", DIFFERS),
    ("an add.at whose every value begins anew", ADD, "if (at && keys[at - 1] == key) continue;", "if (at && keys[at - 1] > key) continue;", DIFFERS),
    ("a product that writes its whole block", PRODUCT, "if (row + ty + 16 * i < m && column", "if (row + ty + 16 * i < m + 9 && column", "out of bounds"),
    ("a product whose next tile comes too early", PRODUCT, "add_product(sums[i][j], x[i], y[j]);\n            }\n            __syncthreads();",
     "add_product(sums[i][j], x[i], y[j]);\n            }\n            ;", "race"),
    ("counts that begin before they are zero", COUNT, "own[k] = 0;\n    __syncthreads();", "own[k] = 0;\n    ;", "race"),
    ("counts that are read before they are done", COUNT, "1u);\n    __syncthreads();", "1u);\n    ;", "race"),
    ("a search that turns the wrong way at equals", SEARCH, "right ? !is_before(x, y) : is_before(y, x)", "right ? is_before(y, x) : is_before(y, x)", DIFFERS),
    ("a sliding product with a term too many", SLIDE, "k < end; k++)\n            sum = add", "k < 1 + end; k++)\n            sum = add", "out of bounds"),
    ("a transform whose rows lie one behind the other", TRANSFORM, "const long long row = i / each * a.w[5], at", "const long long row = i / each * 1, at", DIFFERS),
    ("a transform that leaves a row's mirror image out", TRANSFORM, "if (!half || !a.w[11] || k == 0 || k >= n - k) continue;",
     "if (!half || !a.w[11] || k <= 1 || k >= n - k) continue;", DIFFERS),
    ("a mask that counts its own warp twice", MASK, "if (w < warp) before += found[w];", "if (w <= warp) before += found[w];", DIFFERS),
]


def embedded(text):
    """As kernels/embed.awk leaves it in the program."""
    return text.encode()


def plant(arr, text, wrong, folder):
    """A copy of the program with the mistake: as long as the right text, or blanks follow it."""
    data, right = arr.read_bytes(), embedded(text)
    at = data.find(right)
    if at < 0 or data.find(right, at + 1) >= 0:
        raise LookupError(f"the kernels have {data.count(right)} times: {text}")
    # a longer text takes its room from the next comment or run of blanks
    wrong, end = embedded(wrong), at + len(right)
    if len(wrong) > len(right):
        more = len(wrong) - len(right)
        blank = data.find(b" " * (more + 1), end)
        wrong += data[end:blank]
        end = blank + more
    planted = folder / "arr"
    planted.write_bytes(data[:at] + wrong.ljust(end - at) + data[end:])
    planted.chmod(0o755)
    return planted


def run(arr, flags, program, options):
    env = dict(ENVIRONMENT, LD_LIBRARY_PATH=cuda.libraries(options.driver))
    command = [str(arr), "--kernel-cache", "off", *flags, "-e", "import numpy as np\n" + program]
    try:
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=env, timeout=120)
    except subprocess.TimeoutExpired:
        return -1, "", "no end"
    return done.returncode, done.stdout, done.stderr


def failure_of(plant_row, options, folder):
    name, program, text, wrong, how = plant_row
    want = run(options.arr, [], program, options)
    right = run(options.arr, ["--gpus", "1"], program, options)
    if want[0] or right[:2] != want[:2]:
        return f"without it: exit codes {want[0]} and {right[0]}\n{want[1]}{want[2]}\n{right[1]}{right[2]}"
    code, stdout, stderr = run(plant(options.arr, text, wrong, folder), ["--gpus", "1"], program, options)
    if how == DIFFERS:
        return "" if stdout != want[1] else f"nobody sees it: exit code {code}\n{stderr}"
    return "" if f"cudasim: {how}: " in stderr else f"not called {how}: exit code {code}\n{stderr}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="those whose name contains this")
    options = cuda.read_options(parser, "mistakes")
    rows, failed = [row for row in PLANTED if options.only in row[0]], 0
    with tempfile.TemporaryDirectory(prefix="arr-cuda-") as folder:
        for row in rows:
            failure = failure_of(row, options, Path(folder))
            if failure:
                failed += 1
                print(f"FAIL {row[0]}\n    " + failure.replace("\n", "\n    ")[:1500], flush=True)
    print(f"{len(rows)} mistakes, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
