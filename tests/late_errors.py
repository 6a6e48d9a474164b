#!/usr/bin/env python3
"""Errors that only the data tell, wherever the program goes on to.

    late_errors.py --arr build/arr [--only TEXT] [--contexts print,save]

Every row of OPERATIONS records work that fails when it runs; each function
context_... is a program around it. What CPython prints and raises, at which
line, is what arr must print and raise, with the exit code; what does not depend
on the work is intact. Under --late-errors arr may print what comes behind it,
but must end with 1 and tell the error. After Ctrl-C the error, which came first,
is told, too. Never may a process crash or hang.
"""
import argparse
import concurrent.futures
import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from contextlib import redirect_stdout
from dataclasses import dataclass

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
import numpy as np

import oracle

SETUP = """import sys
import numpy as np
i = np.arange(6)
a = np.arange(6.)
m = np.ones((3, 3))
g = np.random.default_rng(3)
w = i * 2
y = np.arange(8.) / 2
x = 'before'
"""
# A statement that fails, in NumPy's words; its last line is where.
OPERATIONS = """x = a[w]
x = m[w % 3, w]
x = m[:, w]
x = a[-w]
x = a[1:][w][:2]
a[w] = 1
a[w] += 1
m[w, 0] = 2
x = a.take(w)
x = np.take(m, w, axis=1)
np.put(a, w, 0)
np.add.at(a, w, 1)
x = np.take_along_axis(m, w.reshape(2, 3), axis=0)
np.put_along_axis(m, w.reshape(2, 3), 1, axis=0)
x = np.unravel_index(w, (2, 3))
x = np.ravel_multi_index((w, w), (3, 3))
x = np.choose(i, [a, a, a])
x = np.delete(a, w)
x = np.insert(a, w, 0)
x = np.searchsorted(a, a, sorter=w)
x = np.linalg.solve(m, a[:3])
x = np.linalg.inv(m)
x = np.linalg.cholesky(-m)
x = np.linalg.matrix_power(m, -2)
x = np.linalg.svd(m * np.nan)
x = np.linalg.pinv(m * np.nan)
x = np.linalg.matrix_rank(m * np.nan)
x = np.linalg.eig(m * np.inf)
x = np.linalg.eigh(m * np.nan)
x = np.linalg.lstsq(m * np.nan, a[:3], rcond=None)
x = np.linalg.tensorinv(m.reshape(3, 1, 3), ind=1)
x = i ** (i - 3)
x = np.power(i, -i)
i **= i - 3
x = np.bincount(i - 3)
x = np.bincount(i, minlength=2, weights=a[w])
x = np.repeat(a, i - 2)
x = np.digitize(a, np.sin(a))
x = np.histogram(a * np.nan)
x = np.histogram(a, bins=np.sin(a))
x = np.quantile(a, a)
x = np.percentile(a, a * 30)
x = g.integers(i, i - 1)
x = g.integers(i + 300, 500, dtype=np.int8)
x = np.random.randint(w, w)
x = g.poisson(-a)
x = g.binomial(5, a)
x = g.normal(0, -a)
x = g.exponential(-a)
x = g.gamma(-a)
x = g.beta(a - 2, 1)
x = g.geometric(a)
x = np.random.rayleigh(-a)
x = g.laplace(0, -a)
x = g.standard_t(-a)
x = g.uniform(0, a * np.inf)
x = g.choice(6, p=a)
x = g.choice(6, 2, p=-a)
x = np.zeros(i[3] - 9)
x = a.reshape(i[2], i[4])
x = np.arange(a[1], a[4], a[0])
x = int(a[0] * np.nan)
x = [1, 2][i[4]]
with np.errstate(divide='raise'):
    x = a / a[0]
with np.errstate(invalid='raise'):
    x = np.sqrt(-a)
with np.errstate(over='raise'):
    x = np.exp(a * 1000)
with np.errstate(under='raise'):
    x = (a * 1e-200) ** 2
with np.errstate(invalid='raise'):
    x = (a * np.nan).astype(int)
with np.errstate(divide='raise'):
    x = i // i[0]
with np.errstate(divide='raise'):
    x = np.log(a).sum()
with np.errstate(over='raise'):
    x = (a * 1e308).cumsum()
with np.errstate(invalid='raise'):
    x = np.float64(0) / a[0]
with np.errstate(divide='raise'):
    x = np.ones(6); x[:] = a / a[0]; x[:] = 3
i[1] = a[0] - np.inf
i[2:4] = a[0] * np.nan
m.astype(np.int8)[1, :2] = a[5] * 100"""


def operations():
    """[text]: rows, with what is indented below them."""
    return re.findall(r"^\S.*(?:\n .*)*", OPERATIONS, re.M)


def indented(text):
    return "\n".join("    " + line for line in text.splitlines())


# --- the programs ---------------------------------------------------------------

FOLLOWING = "u = y + 1\nv = u * u\nq = v[::2].sum()\nr = np.sort(u)[::-1]\n"  # independent of the work


def context_print(work):
    return f"{work}\n{FOLLOWING}print('after', q)\n"


def context_exit(work):
    return f"print('first')\n{work}\n{FOLLOWING}"


def context_alone(work):
    return f"{work}\n"


def context_save(work):
    return f"{work}\nnp.save('saved.npy', y)\n"


def context_exit_code(work):
    return f"{work}\nsys.exit(7)\n"


def context_try(work):
    return (f"{FOLLOWING}try:\n{indented(work)}\n    print('not reached')\n"
            "except Exception as error:\n    print(type(error).__name__, error)\nprint(q, r, y)\n")


def context_rebinding(work):
    """What the statement would have bound is what it was."""
    return f"try:\n{indented(work)}\nexcept (ValueError, ArithmeticError, LookupError):\n    pass\nprint(x, a, i, m.sum())\n"


def context_other_handler(work):
    return f"try:\n{indented(work)}\nexcept (TypeError, NameError):\n    print('wrong')\nprint('after')\n"


def context_finally(work):
    return f"try:\n{indented(work)}\nfinally:\n    print('finally', y.sum())\nprint('after')\n"


def context_function(work):
    return (f"def f(a, i, m, w):\n    x = 0\n{indented(work)}\n    return x\nprint('first')\n"
            f"x = f(a, i, m, w)\n{FOLLOWING}print('after')\n")


def context_function_in_try(work):
    return (f"def f(a, i, m, w):\n    x = 0\n{indented(work)}\n    return x\n"
            "try:\n    x = f(a, i, m, w)\nexcept Exception as error:\n    print(type(error).__name__, error)\nprint(y, x)\n")


def context_loop(work):
    return f"for k in range(3):\n    print(k)\n{indented(work)}\n    y += k\nprint('after', y)\n"


def context_pulls(work):
    """Values of what does not depend on it come to the host before anything is printed."""
    return f"{work}\n{FOLLOWING}n = float(q)\nt = y.tolist()\nif n > 3:\n    u = v[u > 2]\nprint(n, t)\n"


def context_forgotten(work):
    """Nobody can see any more what the work would have made."""
    return f"{work}\nx = a = i = m = w = None\nprint('after', y)\n"


def context_twice(work):
    """The first error is told."""
    return f"{work}\nx = np.linalg.inv(np.zeros((2, 2)))\nprint('after')\n"


CONTEXTS = {name.removeprefix("context_"): value for name, value in globals().items() if name.startswith("context_")}


# --- by CPython -----------------------------------------------------------------


@dataclass
class Outcome:
    stdout: str
    code: int
    error: str = ""
    message: str = ""
    line: int = 0
    crash: str = ""


def by_python(program):
    out, path = io.StringIO(), "program.arr"
    with redirect_stdout(out), warnings.catch_warnings(), np.errstate():
        warnings.simplefilter("ignore")
        try:
            exec(compile(program, path, "exec"), {**oracle.NAMES, "__name__": "__main__"})
        except SystemExit as stop:
            return Outcome(out.getvalue(), oracle.exit_code(stop.code))
        except Exception as error:
            trace, line = error.__traceback__, 0
            while trace:
                if trace.tb_frame.f_code.co_filename == path:
                    line = trace.tb_lineno
                trace = trace.tb_next
            return Outcome(out.getvalue(), 1, oracle.class_name(error), str(error).split("\n")[0].rstrip(), line)
    return Outcome(out.getvalue(), 0)


# --- by arr -----------------------------------------------------------------------


class Runner:
    def __init__(self, arr, flags):
        self.arr, self.flags = os.path.abspath(arr), flags

    def read(self, code, stdout, stderr):
        found = re.search(r"^program\.arr:(\d+):\d+: (\w+)(?:: (.*))?$", re.sub(r"^program\.arr:\d+: \w*Warning: .*\n.*\n", "", stderr, flags=re.M), re.M)
        crash = re.search(r"^.*(?:runtime error:|ERROR: ).*$", stderr, re.M)
        if crash or code not in (0, 1, 7, 130):
            return Outcome(stdout, code, crash=crash.group(0) if crash else f"exit code {code}: {stderr[-300:]}")
        if not found:
            return Outcome(stdout, code)
        return Outcome(stdout, code, found.group(2), (found.group(3) or "").rstrip(), int(found.group(1)))

    def start(self, program, folder, flags=()):
        with open(os.path.join(folder, "program.arr"), "w") as file:
            file.write(program)
        return subprocess.Popen([self.arr, *self.flags, *flags, "program.arr"], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)

    def run(self, program, flags=(), seconds=60):
        """(Outcome, whether it saved)"""
        with tempfile.TemporaryDirectory() as folder:
            process = self.start(program, folder, flags)
            try:
                stdout, stderr = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                return Outcome("", -1, crash="no end"), False
            return self.read(process.returncode, stdout, stderr), os.path.exists(os.path.join(folder, "saved.npy"))

    def interrupted(self, program, delay):
        with tempfile.TemporaryDirectory() as folder:
            process = self.start(program, folder)
            time.sleep(delay)
            process.send_signal(signal.SIGINT)
            try:
                stdout, stderr = process.communicate(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                return Outcome("", -1, crash="no end")
            return self.read(process.returncode, stdout, stderr)


def differences(got, want):
    if got.crash:
        return got.crash
    for key in ("code", "error", "message", "line", "stdout"):
        if getattr(got, key) != getattr(want, key):
            return f"{key} {getattr(got, key)!r}, wanted {getattr(want, key)!r}"
    return ""


# arr writes nothing if an index is wrong; NumPy has put what comes before it.
KEEPS = {("rebinding", "np.put(a, w, 0)")}


def check_context(runner, name, work):
    program = SETUP + CONTEXTS[name](work)
    folder = os.getcwd()
    want = by_python(program)
    got, saved = runner.run(program)
    if saved != os.path.exists("saved.npy"):
        return f"saved: {saved}"
    if saved:
        os.remove(os.path.join(folder, "saved.npy"))
    if (name, work) in KEEPS:
        want.stdout = by_python(SETUP + CONTEXTS[name]("raise ValueError()")).stdout
    return differences(got, want)


def check_late(runner, work):
    """Nobody waits for the error; it is told at the end at the latest."""
    program = SETUP + context_print(work)
    want = by_python(program)
    got, _ = runner.run(program, ["--late-errors"])
    if got.stdout == "after 30.0\n":
        got.stdout = want.stdout
    return differences(got, want)


def check_immediate(runner, work):
    program = SETUP + f"{work}\nu = y + 1\n"
    return differences(runner.run(program, ["--immediate-errors"])[0], by_python(program))


def check_ctrl_c(runner, work, want):
    """The loop runs until Ctrl-C comes; CPython would not have come so far. A moment in which the
    work has not run yet says nothing."""
    program = SETUP + f"{work}\nk = 0\nwhile True:\n    k += 1\n    y = y * 0.5 + k\n"
    for delay in (0.25, 1, 4):
        got = runner.interrupted(program, delay)
        if got.crash or got.code != 130:
            break
    return differences(got, want)


def check_prompt(runner, work):
    """The next statement works, and what does not depend on the work is intact."""
    text = SETUP + work + "\n" * (2 if "\n" in work else 1) + "print('alive', y, m[0].shape)\n6 * 7\n"
    done = subprocess.run([runner.arr, *runner.flags, "-q", "-i"], input=text, capture_output=True, text=True, timeout=60)
    want = by_python(SETUP + work + "\n")
    shown = re.findall(r"^(?:>>> |\.\.\. )*(alive .*(?:\n \S.*)*|42)$", done.stdout, re.M)
    told = re.findall(r"^<prompt>:\d+:\d+: (\w+)(?:: (.*))?$", done.stdout + done.stderr, re.M)
    if shown != ["alive [0.  0.5 1.  1.5 2.  2.5 3.  3.5] (3,)", "42"] or told != [(want.error, want.message)] or done.returncode not in (0, 1):
        return f"exit code {done.returncode}, wanted {(want.error, want.message)}: {done.stdout[-300:]}{done.stderr[-300:]}"
    return ""


SPECIAL = {"late": check_late, "immediate": check_immediate, "prompt": check_prompt, "ctrl_c": check_ctrl_c}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arr", required=True)
    parser.add_argument("--only", default="", help="operations that contain this")
    parser.add_argument("--contexts", default=",".join([*CONTEXTS, *SPECIAL]))
    parser.add_argument("--flags", default="", help="of arr, apart by spaces")
    arguments = parser.parse_args()
    runner = Runner(arguments.arr, arguments.flags.split())
    works = [work for work in operations() if arguments.only in work]
    failed = 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(6) as pool:
        os.chdir(folder)
        tests = []
        for name in arguments.contexts.split(","):
            for work in works:
                if name == "ctrl_c":
                    want = by_python(SETUP + work + "\n")
                    tests.append((name, work, pool.submit(check_ctrl_c, runner, work, want)))
                else:
                    complaint = SPECIAL[name](runner, work) if name in SPECIAL else check_context(runner, name, work)
                    tests.append((name, work, complaint))
        for name, work, complaint in tests:
            complaint = complaint if isinstance(complaint, str) else complaint.result()
            if complaint:
                failed += 1
                print(f"{name}: {work!r}: {complaint}")
        os.chdir("/")
    print(f"late_errors: {len(tests)} checks, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
