#!/usr/bin/env python3
"""The kernels that programs have made, through NVIDIA's assembler.

  cuda_kernels.py FOLDER [--count N]      FOLDER is a --kernel-cache

`ptxas -v` compiles each for sm_75 to sm_120: none may spill registers, and those that
compute with + - * / alone use no stack; the table says how many registers the worst one
takes. Without ptxas everything is skipped. (What is compiled for another architecture
than the file's is the same PTX under another .target.)
"""
import argparse
import multiprocessing
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

ARCHITECTURES = [75, 80, 90, 100, 120]
REGISTERS = 255
# Functions whose slow path (arguments of any size) keeps digits in memory, and transforms of any odd radix.
STACK = re.compile(r"\b(sin|cos|tan|pow|fmod|remainder|complex)|Complex|floor_divide|FFT_PASS_ODD")


def ptxas():
    beside = Path("/usr/local/cuda/bin/ptxas")
    return shutil.which("ptxas") or (str(beside) if beside.exists() else None)


def read(path):
    """(text, PTX) of a kernel on disk."""
    data = path.read_bytes()
    magic, stamp, text, code = struct.unpack_from("<8s3Q", data)
    assert magic == b"arrcuda1", path
    at = struct.calcsize("<8s3Q") + stamp
    return data[at : at + text].decode(), data[at + text : at + text + code].rstrip(b"\0").decode()


def assemble(job):
    path, architecture = job
    text, ptx = read(path)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "kernel.ptx")
        source.write_text(re.sub(r"^\.target .*$", f".target sm_{architecture}", ptx, flags=re.M))
        done = subprocess.run([ptxas(), "-v", f"-arch=sm_{architecture}", str(source), "-o", os.devnull], capture_output=True, text=True)
    log = done.stderr + done.stdout
    failure = ""
    if done.returncode:
        failure = log.strip()
    elif any(int(n) for n in re.findall(r"(\d+) bytes spill", log)):
        failure = "spills: " + log.strip()
    elif any(int(n) for n in re.findall(r"(\d+) bytes stack frame", log)) and not STACK.search(text):
        failure = "a stack: " + log.strip()
    registers = max([int(n) for n in re.findall(r"Used (\d+) registers", log)] or [0])
    return path.name, architecture, registers, failure and f"{failure}\n{text}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=0, help="of the kernels, the longest; 0: all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    options = parser.parse_args()
    if not ptxas():
        print("0 kernels, 0 failed, all skipped: ptxas is not installed")
        return 0
    files = sorted(options.folder.glob("*.kernel"), key=lambda path: -path.stat().st_size)
    files = files[: options.count or len(files)]
    failed, worst = 0, dict.fromkeys(ARCHITECTURES, 0)
    with multiprocessing.Pool(options.jobs) as pool:
        jobs = [(path, architecture) for path in files for architecture in ARCHITECTURES]
        for name, architecture, registers, failure in pool.imap_unordered(assemble, jobs, chunksize=4):
            worst[architecture] = max(worst[architecture], registers)
            if failure:
                failed += 1
                print(f"FAIL {name} sm_{architecture}\n    " + failure.replace("\n", "\n    ")[:2000], flush=True)
    print("most registers: " + ", ".join(f"sm_{a} {n}" for a, n in worst.items()))
    print(f"{len(files) * len(ARCHITECTURES)} kernels, {failed} failed")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main())
