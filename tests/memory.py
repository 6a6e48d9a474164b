#!/usr/bin/env python3
"""Peaks of memory, as the runtime counts them and as the kernel does.

    memory.py --arr build/arr [--large FOLDER]

Each function check_... raises AssertionError. The kernel's figures are those of
/proc/PID/status, read while the program runs: RssAnon (memory of its own),
RssFile (pages of files), VmHWM (the most of both). --large also runs what takes
minutes or much disk: a chain over a file of 4 GiB made in FOLDER, a sum of
10**10; it prints the figures. Only Python's own library is used.
"""
import argparse
import os
import re
import resource
import struct
import subprocess
import sys
import tempfile
import time

from checks import run_checks

ARR = FOLDER = ""
MB = 1 << 20
KEYS = ("RssAnon", "RssFile", "VmHWM")


class Run:
    """One program's end, and its peaks in MB."""

    def __init__(self, *arguments):
        errors = tempfile.TemporaryFile(mode="w+")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.process = subprocess.Popen([ARR, *arguments], stdout=subprocess.PIPE, stderr=errors, text=True)
        self.peaks = dict.fromkeys(KEYS, 0.0)
        while self.sample():
            time.sleep(0.001)
        self.stdout = self.process.communicate()[0]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        errors.seek(0)
        self.stderr = errors.read()
        self.code = self.process.returncode

    def sample(self):
        try:
            with open(f"/proc/{self.process.pid}/status") as file:
                text = file.read()
        except FileNotFoundError:
            return False
        for key, kilobytes in re.findall(r"^(RssAnon|RssFile|VmHWM):\s+(\d+) kB$", text, re.M):
            self.peaks[key] = max(self.peaks[key], int(kilobytes) / 1024)
        return self.process.poll() is None

    @property
    def anonymous(self):
        return self.peaks["RssAnon"]

    def counted(self):
        """The runtime's own peak in MB, with --show-memory-usage."""
        return int(re.search(r"^peak (\d+)$", self.stderr, re.M).group(1)) / MB

    def __str__(self):
        peaks = ", ".join(f"{key} {value:.0f} MB" for key, value in self.peaks.items())
        return f"exit code {self.code}, {peaks}\n{self.stdout[-300:]}{self.stderr[-500:]}"


def script(text, *arguments, flags=()):
    path = os.path.join(FOLDER, "program.arr")
    with open(path, "w") as file:
        file.write(text)
    done = Run("--show-memory-usage", *flags, path, *arguments)
    assert done.code == 0, done
    return done


def sparse_file(folder, bytes_):
    """A .npy of zeros that takes no disk, but for some numbers at the start, middle and end."""
    count = bytes_ // 8
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({count},), }}".ljust(117) + "\n"
    path = os.path.join(folder, "sparse.npy")
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        for place, value in ((0, 1.0), (count // 2, 7.0), (count - 500, -3.5)):
            file.seek(10 + len(header) + place * 8)
            file.write(b"".join(struct.pack("<d", value * k) for k in range(500)))
    return path


CHAIN = """import sys
import numpy as np
x = np.load(sys.argv[1], mmap_mode='r')
y = np.sqrt(x * x + 1)
z = y - y.mean()
print(repr(z.sum()), repr(z[5]), repr(z.max()), repr(x.sum()))
if len(sys.argv) > 2:
    np.save(sys.argv[2], z)
"""


def same_bytes(a, b):
    with open(a, "rb") as first, open(b, "rb") as second:
        while True:
            piece = first.read(MB)
            if piece != second.read(MB):
                return False
            if not piece:
                return True


def check_a_sum_of_a_billion_streams():
    """Nothing of its 8 GB is stored."""
    done = Run("--show-memory-usage", "-e", "sum(sqrt(arange(10**9)))")
    assert done.code == 0 and done.stdout == "np.float64(21081851051977.62)\n", done
    assert done.anonymous <= 64 and done.peaks["VmHWM"] <= 80 and done.counted() <= 16, done


def check_a_mapped_file_larger_than_memory():
    """Same values and same bytes as with memory enough; pages are given back behind the readers."""
    path = sparse_file(FOLDER, 160 * MB)
    outcomes = []
    for memory in (24, 2000):
        out = os.path.join(FOLDER, f"out{memory}.npy")
        outcomes.append((script(CHAIN, path, out, flags=("--sysmem", str(memory))), out))
    (least, small), (most, large) = outcomes
    assert least.stdout == most.stdout and same_bytes(small, large), f"{least}{most}"
    assert least.counted() <= 24 and least.anonymous <= 24 * 1.05 + 4, least
    assert least.peaks["RssFile"] <= 80 < most.peaks["RssFile"], f"{least}{most}"
    assert most.counted() > 2 * 160, most  # so that the file is one that does not fit


def check_loops_over_pieces_do_not_grow():
    """Temporaries of every round, some of another size in each, go back at once."""
    text = """import sys
a = ones(400_000)
for k in range(int(sys.argv[1])):
    b = a * k + 1
    c = sqrt(b[1:]) + b[:-1]
    d = c[c.shape[0] % 3:].reshape(-1, 3)[:, 1] * 2
    a[:len(d)] = d % 5
    e = ones(50_000 + 977 * (k % 50)) * k
    s = float(e.sum()) if k % 7 == 0 else 0
print(a.sum(), e[0])
"""
    short, long = script(text, "60"), script(text, "600")
    assert long.anonymous <= short.anonymous + 3 and long.counted() <= short.counted() + 1, f"{short}{long}"
    assert long.anonymous < 40, long


def check_a_file_read_in_pieces_does_not_grow():
    path = sparse_file(FOLDER, 96 * MB)
    text = """import sys
import numpy as np
x = np.load(sys.argv[1], mmap_mode='r')
step = 100_000
total = 0.0
for k in range(0, int(sys.argv[2]), step):
    total += float(np.sqrt(x[k:k + step] + 4).sum())
print(total)
"""
    short, long = (script(text, path, count) for count in ("1_000_000", "12_500_000"))
    assert long.anonymous <= short.anonymous + 2 and long.counted() <= short.counted() + 1, f"{short}{long}"


def check_sizes_that_do_not_come_again_go_back():
    """What waits to be used again is, with what is in use, at most twice what ever was, and 64 MB."""
    done = script("""a = ones(4_000_000)
b = a + 1
print(b[3])
del a
for k in range(60):
    b = b * 0.5 + k
    c = ones(1_000_000 + 60_000 * k) + b[0]
    print(c[k])
    del c
""")
    assert done.counted() < 300 and done.anonymous < 300, done


def check_the_limit_holds():
    """What would take ten times as much is done in pieces, or refused; the kernel sees no more than
    the limit and the program's own few MB."""
    for text, code in (("x = arange(4 * 10**7) * 0.5\\nprint((x - x.mean()).sum())", 0),
                       ("x = arange(4 * 10**7) * 0.5\\nprint(sort(x[::-1])[:3])", 1),
                       ("x = ones((3000, 3000))\\nprint((x @ x)[0, 0])", 1),
                       ("a = []\\nfor k in range(99): a.append(random.rand(500_000)); print(a[k][0] >= 0)", 1)):
        done = Run("--show-memory-usage", "--sysmem", "32", "-e", text.replace("\\n", "\n"))
        assert done.code == code and ("MemoryError" in done.stderr) == (code == 1), f"{text}: {done}"
        assert done.counted() <= 32 * 1.05 and done.anonymous <= 32 * 1.05 + 6, f"{text}: {done}"


def check_first_touch_follows_the_cut():
    """Pages of a fresh array are touched first by the threads that compute its parts, each its own:
    where memory has several nodes, a thread finds what it works on beside itself."""
    text = "import time\na = ones(4 * 10**7) * 1.5\nprint(a[5])\ntime.sleep(0.5)"
    process = subprocess.Popen([ARR, "--ompthreads", "2", "--jit", "off", "-e", text], stdout=subprocess.DEVNULL)
    faults = {}
    while process.poll() is None:
        for task in os.listdir(f"/proc/{process.pid}/task"):
            try:
                with open(f"/proc/{process.pid}/task/{task}/stat") as file:
                    faults[int(task)] = int(file.read().rsplit(")", 1)[1].split()[7])
            except OSError:
                pass
        time.sleep(0.02)
    faults.pop(process.pid)  # the interpreter's
    assert process.returncode == 0 and len(faults) == 2, faults
    assert min(faults.values()) > 30 and max(faults.values()) < 1.5 * min(faults.values()), faults


# --- by hand ------------------------------------------------------------------------


def large_sum(_):
    """The speed of a long sum to that of as much arithmetic on an array that the caches hold."""
    resident = Run("--jit-module", os.path.join(os.path.dirname(ARR), "arr-jit.so"), "-e",
                   "a = arange(10.0**5)\ns = 0.0\nfor k in range(10000): s += float(sum(sqrt(a)))\nprint(s)")
    done = Run("--jit-module", os.path.join(os.path.dirname(ARR), "arr-jit.so"), "-e", "sum(sqrt(arange(10**10)))")
    assert resident.code == done.code == 0 and done.anonymous <= 64, f"{resident}{done}"
    print(f"sum of 10**10: {done.seconds:.1f} s of processors' time, RssAnon {done.anonymous:.1f} MB; "
          f"a tenth of it on 10**5 elements in caches: {resident.seconds:.2f} s, ten times that to the sum: "
          f"{10 * resident.seconds / done.seconds:.2f}")


def large_file(folder):
    path = sparse_file(folder, 4096 * MB)
    done = Run("--show-memory-usage", "--sysmem", "512M", script_file(CHAIN), path)
    assert done.code == 0 and done.anonymous <= 600, done
    print(f"chain over 4 GiB under --sysmem 512M: {done.seconds:.1f} s of processors' time, RssAnon "
          f"{done.anonymous:.0f} MB, RssFile {done.peaks['RssFile']:.0f} MB, counted {done.counted():.0f} MB")
    os.remove(path)


def script_file(text):
    path = os.path.join(FOLDER, "program.arr")
    with open(path, "w") as file:
        file.write(text)
    return path


def main():
    global ARR, FOLDER
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arr", required=True)
    parser.add_argument("--large", metavar="FOLDER")
    arguments = parser.parse_args()
    ARR = os.path.abspath(arguments.arr)
    with tempfile.TemporaryDirectory() as FOLDER:
        if arguments.large:
            large_sum(arguments.large)
            large_file(arguments.large)
        return run_checks("memory", globals())


if __name__ == "__main__":
    sys.exit(main())
