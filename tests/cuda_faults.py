#!/usr/bin/env python3
"""What the device cuda does where the driver, its compiler or its memory fails.

  cuda_faults.py --arr build/arr [--driver build/tests/cudasim] [--count N] [--seed S]

The stand-in driver makes one call fail, or all from some call on (CUDASIM_FAIL). Then the
program either goes on with the same output, on the CPU if need be, or ends with an error
that names the GPU or memory, prints nothing wrong before it, hangs never and gives back
all it took (the stand-in exits with 97 else). Missing and broken libraries are one line
on stderr.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import cuda
from run import ENVIRONMENT

SECONDS = 120
PROGRAM = """\
import numpy as np
a = np.arange(3000.0)
b = a * 2 + 1
print(b.sum(), b[::7][:3])
try:
    c = (b / 3)[::-1].reshape(60, 50)
    print(c.sum(axis=0)[:3], c.max())
except (RuntimeError, MemoryError):
    print("failed")
b[1:-1] = b[2:] - b[:-2]
print(b[:4], np.sort(b)[-2:], b[b > 3][:2])
print(a[[1, -1]], a.argmax())
m = a[:60].reshape(6, 10)
print((m @ m.T)[1], m @ m[0])
s = np.argsort(a % 100, kind="stable")
a[s] = b
np.add.at(a, s[:9] % 5, 0.5)
print(a.cumsum()[-1], s.cumsum()[-1], a[:4], np.bincount(s % 7), np.median(a))
"""
REFUSING = """\
#include <stddef.h>
#include <string.h>
static int one = 75;
int nvrtcVersion(int *a, int *b) { *a = 13; *b = 0; return 0; }
const char *nvrtcGetErrorString(int r) { return r == 6 ? "NVRTC_ERROR_COMPILATION" : "?"; }
int nvrtcGetNumSupportedArchs(int *n) { *n = 1; return 0; }
int nvrtcGetSupportedArchs(int *a) { *a = one; return 0; }
int nvrtcCreateProgram(void **p, const char *t, const char *n, int c, const char *const *h, const char *const *i) { *p = &one; return 0; }
int nvrtcDestroyProgram(void **p) { return 0; }
int nvrtcCompileProgram(void *p, int n, const char *const *o) { return 6; }
int nvrtcGetProgramLogSize(void *p, size_t *n) { *n = 12; return 0; }
int nvrtcGetProgramLog(void *p, char *log) { strcpy(log, "no such luck"); return 0; }
int nvrtcGetPTXSize(void *p, size_t *n) { *n = 0; return 0; }
int nvrtcGetPTX(void *p, char *x) { return 0; }
int nvrtcGetCUBINSize(void *p, size_t *n) { *n = 0; return 0; }
int nvrtcGetCUBIN(void *p, char *x) { return 0; }
"""


class Check:
    def __init__(self, options, folder):
        self.options, self.folder = options, Path(folder)
        self.done = self.failed = 0
        self.program = self.folder / "program.arr"
        self.program.write_text(PROGRAM)
        self.want = self.run([], library="")
        assert self.want[0] == 0, self.want

    def run(self, flags, fail="", library=None, program=None):
        env = dict(ENVIRONMENT, CUDASIM_FAIL=fail)
        usual = cuda.libraries("system")
        env["LD_LIBRARY_PATH"] = cuda.libraries(self.options.driver) if library is None else f"{library}:{usual}".strip(":")
        command = [str(self.options.arr), *flags, "--kernel-cache", str(self.folder / "kernels"), str(program or self.program)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=env, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return -1, "", "no end"
        return done.returncode, done.stdout, done.stderr

    def say(self, name, failure):
        self.done += 1
        if failure:
            self.failed += 1
            print(f"FAIL {name}\n    " + failure.replace("\n", "\n    ")[:1500], flush=True)

    def same(self, name, got, stderr):
        """The right output, and one line that matches."""
        failure = ""
        if got[0] != 0 or got[1] != self.want[1]:
            failure = f"exit code {got[0]}\n{got[1]}\n{got[2]}"
        elif not re.fullmatch(stderr, got[2]):
            failure = f"stderr is {got[2]!r}"
        self.say(name, failure)

    def may_fail(self, name, fail):
        code, stdout, stderr = self.run(["--gpus", "1"], fail)
        if code == 97 and fail.startswith("cuCtxPushCurrent") and "leak" in stderr and not re.search(r"cudasim: (?!leak)", stderr):
            code = 1 if stdout != self.want[1] else 0  # without its context nothing can be given back one by one: releasing that frees all
        wanted = self.want[1].splitlines()
        got = [line for line in stdout.splitlines() if line != "failed"]
        failure = ""
        if code == 0:
            rows = iter(wanted)
            if any(row not in rows for row in got) or len(got) < len(wanted) - ("failed" in stdout):
                failure = "wrong output"
        elif code != 1 or not re.search(r"(RuntimeError: .*GPU|MemoryError: )", stderr):
            failure = "not an error that names the GPU or memory"
        elif got != wanted[: len(got)] and "failed" not in stdout:
            failure = "wrong output before the error"
        self.say(name, failure and f"{failure}: exit code {code}\n{stdout}\n{stderr}")

    def count_calls(self):
        counts = self.folder / "counts"
        os.environ["CUDASIM_COUNTS"] = ENVIRONMENT["CUDASIM_COUNTS"] = str(counts)
        self.run(["--gpus", "1"])
        del os.environ["CUDASIM_COUNTS"], ENVIRONMENT["CUDASIM_COUNTS"]
        return {name: int(n) for name, n in re.findall(r"^count api (\w+) (\d+)$", counts.read_text(), re.M)}


def missing(check):
    line = r"arr: the GPU cannot be used: {}; the CPU does the work\n"
    check.same("no driver", check.run(["--gpus", "1"], library=""), line.format(r"there is no NVIDIA driver \(libcuda\.so\.1\)"))
    broken = check.folder / "broken"
    broken.mkdir()
    subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "/dev/null", "-o", broken / "libcuda.so.1"], check=True)
    check.same("a driver without functions", check.run(["--gpus", "1"], library=str(broken)), line.format(r"libcuda\.so\.1 has no cuInit: it is too old"))
    old = check.folder / "old"
    old.mkdir()
    shutil.copy(broken / "libcuda.so.1", old / "libnvrtc.so")
    path = f"{check.options.driver}:{old}"
    check.same("a compiler without functions", check.run(["--gpus", "1"], library=f"{old}:{check.options.driver}"), line.format(r"libnvrtc\.so has no nvrtcVersion: it is too old"))
    for call in ("cuInit", "cuDeviceGetCount", "cuDeviceGet", "cuDeviceGetName", "cuDeviceGetAttribute", "cuDevicePrimaryCtxRetain",
                 "cuStreamCreate", "cuMemGetInfo"):
        check.same(f"{call} fails", check.run(["--gpus", "1"], f"{call}:1+"), line.format(r".* failed: CUDA_ERROR_\w+"))


def refusing(check):
    """NVRTC and the driver refuse all kernels: the CPU runs everything."""
    folder = check.folder / "refusing"
    folder.mkdir()
    subprocess.run(["cc", "-shared", "-fPIC", "-w", "-x", "c", "-", "-o", folder / "libnvrtc.so"], input=REFUSING, text=True, check=True)
    flags = ["--gpus", "1", "--verbose"]
    check.same("NVRTC refuses", check.run([*flags, "--kernel-cache", "off"][:3], library=f"{folder}:{check.options.driver}", program=fresh(check)),
               r"(?s).*NVRTC_ERROR_COMPILATION.*no such luck.*")
    check.same("cuModuleLoadData fails", check.run(flags, "cuModuleLoadData:1+"), r"(?s).*refuses a kernel.*")
    check.same("cuModuleGetFunction fails", check.run(flags, "cuModuleGetFunction:1+"), r"(?s).*refuses a kernel.*")


def blas(check):
    """Without cuBLAS products are the work of a kernel; a call that fails is an error."""
    folder = check.folder / "blas"
    folder.mkdir()
    subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "/dev/null", "-o", folder / "libcublas.so.13"], check=True)
    flags = ["--gpus", "1", "--verbose"]
    without = r"(?s).*{}: matrix products run in arr's own kernel\n"
    check.same("a cuBLAS without functions", check.run(flags, library=f"{folder}:{check.options.driver}"),
               without.format(r"libcublas\.so\.13 has no cublasCreate_v2: it is too old"))
    check.same("cublasCreate fails", check.run(flags, "cublasCreate:1"), without.format(r"cuBLAS cannot be used \(CUBLAS_STATUS_NOT_INITIALIZED\)"))
    for call in ("cublasSetStream", "cublasDgemm", "cublasDgemv:1+"):
        code, stdout, stderr = check.run(["--gpus", "1"], call if ":" in call else f"{call}:1")
        good = code == 1 and "RuntimeError: the GPU failed at a matrix product: CUBLAS_STATUS_" in stderr
        check.say(f"{call} fails", "" if good else f"exit code {code}\n{stdout}\n{stderr}")


def fresh(check):
    """Kernels that are on disk would need no compiler."""
    shutil.rmtree(check.folder / "kernels", ignore_errors=True)
    return check.program


def memory(check):
    program = check.folder / "memory.arr"
    program.write_text("a = arange(10.0)\ntry:\n    b = ones((1000, 1000)) * arange(1000.0)\n    print(b[3, :2])\n"
                       "except MemoryError as e:\n    print(type(e).__name__, str(e)[:17])\nprint((a * 2)[:3])\n")
    code, stdout, stderr = check.run(["--gpus", "1", "--fbmem", "1M"], program=program)
    want = "MemoryError Unable to allocate\n[0. 2. 4.]\n"
    want = want.replace("Unable to allocate", "Unable to allocat")
    check.say("an array beyond --fbmem", "" if (code, stdout) == (0, want) else f"exit code {code}\n{stdout}\n{stderr}")
    program.write_text("s = 0.0\nfor i in range(50):\n    a = arange(20000.0) + i\n    s += float(a[3])\nprint(s)\n")
    code, stdout, stderr = check.run(["--gpus", "1", "--fbmem", "1M"], program=program)
    check.say("many arrays, one after the other", "" if (code, stdout) == (0, "1375.0\n") else f"exit code {code}\n{stdout}\n{stderr}")


def cache(check):
    """Kernels on disk that were changed are compiled anew; a folder of others is not used."""
    folder = check.folder / "kernels"
    check.run(["--gpus", "1"])
    files = sorted(folder.glob("*.kernel"))
    check.say("kernels are kept", "" if files else "no files")
    random.seed(check.options.seed)
    for file in files:
        bytes_ = bytearray(file.read_bytes())
        bytes_[random.randrange(len(bytes_))] ^= 1 << random.randrange(8)
        file.write_bytes(bytes_)
    check.same("flipped bits", check.run(["--gpus", "1"]), "")
    for file in files:
        file.write_bytes(file.read_bytes()[: random.randrange(40)])
    check.same("cut files", check.run(["--gpus", "1"]), "")
    shutil.rmtree(folder)
    elsewhere = check.folder / "elsewhere"
    elsewhere.mkdir()
    folder.symlink_to(elsewhere)
    check.same("the folder is a symbolic link", check.run(["--gpus", "1"]), "")
    check.say("nothing is written through it", "" if not list(elsewhere.iterdir()) else "files")
    folder.unlink()
    folder.mkdir()
    folder.chmod(0o777)
    check.same("others may write there", check.run(["--gpus", "1"]), "")
    check.say("nothing is kept there", "" if not list(folder.iterdir()) else "files")
    folder.rmdir()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=60, help="calls that are made to fail, of all")
    parser.add_argument("--seed", type=int, default=1)
    options = cuda.read_options(parser, "checks")
    with tempfile.TemporaryDirectory(prefix="arr-cuda-") as folder:
        check = Check(options, folder)
        cache(check)
        missing(check)
        refusing(check)
        blas(check)
        memory(check)
        check.same("nothing fails", check.run(["--gpus", "1"]), "")
        calls = check.count_calls()
        places = [(name, n) for name, total in calls.items() for n in range(1, total + 1)]
        random.seed(options.seed)
        for name, n in sorted(random.sample(places, min(options.count, len(places)))):
            check.may_fail(f"{name}:{n}", f"{name}:{n}")
            check.may_fail(f"{name}:{n}+", f"{name}:{n}+")
    print(f"{check.done} checks, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
