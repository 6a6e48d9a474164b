#!/usr/bin/env python3
"""Ctrl-C at random moments, through a terminal.

    interrupts.py --arr build/arr --count 50 --seed 1

Each moment is a loop at the prompt (or a script) that gets Ctrl-C after 0 to
200 ms. The prompt must be back, the next statement right, and every variable
what it is in a run that nobody interrupted: a loop's statement sets its
counter and its data at once (k, a = k + 1, f(a)), so that after the Ctrl-C k
says how often an uninterrupted loop must run to get the same. A script must
exit with 130. The last lines tell the times and count the moments; exit code
1 if one failed. Only Python's own library is used.
"""
import argparse
import fcntl
import os
import pty
import random
import re
import select
import shlex
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

GOOD = 0.2  # seconds until the prompt is back, on a machine that has nothing else to do
BAD = 2.0  # on any
PATIENCE = 60  # for what takes as long as it takes
FLAGS = [[], ["--limits", "tiny"], ["--window-size", "8"], ["--ompthreads", "4"], ["--fuse", "off"],
         ["--sysmem", "16"], ["--streaming", "strict"]]


class Workload:
    """setup, then `while True: body`; what show prints is given by the number of bodies alone.

    late: the body is no single assignment, so one more may be done than k says."""

    def __init__(self, name, setup, body, show, late=False):
        self.name, self.setup, self.body, self.show, self.late = name, setup, body, show, late


ARRAY = "repr(a.sum()), repr(a[0]), repr(a[-1]), a.shape"
WORKLOADS = [
    Workload("large", ["a = ones(5000)"], "k, a = k + 1, a * 1.0000001 + k", ARRAY),
    Workload("small", ["a = ones(7)"], "k, a = k + 1, (a * 1.25 + k) / 2", ARRAY),
    Workload("chain", ["a = ones((10, 20))", "b = a.copy()"],
             "k, a, b = k + 1, (a[::-1] + b.T.reshape(10, 20)) / 2, sqrt(a * a + k)",
             "repr(a.sum()), repr(b.sum()), repr(a[3, 4])"),
    Workload("product", ["a = arange(2500).reshape(50, 50) % 7 / 4", "p = eye(50)[::-1].copy()"],
             "k, a = k + 1, p @ a", "repr(a.sum()), repr(a[0, :9])"),
    Workload("long task", ["a = eye(700)", "s = 0"], "k, s = k + 1, s + float((a @ a)[3, 3])", "s"),
    Workload("pull", ["a = arange(1000.0)", "s = 0"], "k, s = k + 1, s / 2 + float((a * k).sum())", "repr(s)"),
    Workload("numbers", ["t = 1"], "k, t = k + 1, (t * 31 + k) % 1000003", "t"),
    Workload("calls", ["def step(x, n=0): return x / 2 + n", "a = ones(30)"], "k, a = k + 1, step(a, n=k)", ARRAY),
    Workload("recursion", ["def f(n): return 0 if n == 0 else 1 + f(n - 1)", "d = 0"],
             "k, d = k + 1, d + f(90)", "d"),
    Workload("stencil", ["a = zeros(1000)", "a[0] = 1"], "a[1:-1], k = (a[:-2] + a[2:]) / 2, k + 1",
             ARRAY, late=True),
    Workload("in place", ["a = zeros(2000, dtype=int64)"], "a += 1; k += 1", "repr(a[0]), (a == a[0]).all()", late=True),
    Workload("beside", ["a = arange(60_000.0)[::-1] % 1013", "b = a.copy()", "p = a", "q = b"],
             "k, p, q = k + 1, sort(a * k), cumsum(b + k)", "repr(p[::9999]), repr(q[-1])"),
    Workload("streamed", ["x = sqrt(arange(3_000_000.0))", "s = 0"],
             "k, s = k + 1, s / 2 + float((x[1:] - x[:-1] * k).sum())", "repr(s)"),
    Workload("gathers", ["a = arange(3000.0)", "w = arange(3000)[::-1]"],
             "k, a = k + 1, a[w] + a[(w * k) % 3000]", ARRAY),
    Workload("printing", ["a = zeros(3)"], "k, a = k + 1, a + 1; print(a)", ARRAY),
]


class Terminal:
    """A program behind a pseudo-terminal."""

    def __init__(self, command, directory):
        self.process, self.file = pty.fork()
        if self.process == 0:
            environment = {k: v for k, v in os.environ.items() if not k.startswith("ARR_CONFIG")}
            environment |= {"TERM": "dumb", "INPUTRC": "/dev/null", "XDG_STATE_HOME": directory, "NO_COLOR": "1"}
            os.execvpe(command[0], command, environment)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 400, 0, 0))
        self.text = ""

    def send(self, text):
        os.write(self.file, text.encode())

    def read_until(self, pattern, seconds=PATIENCE):
        """What came, up to the first match, or None; what came after it stays."""
        end = time.monotonic() + seconds
        while True:
            match = re.search(pattern, self.text)
            if match:
                seen, self.text = self.text[: match.end()], self.text[match.end() :]
                return seen
            if not select.select([self.file], [], [], max(0, end - time.monotonic()))[0]:
                return None
            try:
                piece = os.read(self.file, 65536)
            except OSError:  # the other side is closed
                piece = b""
            if not piece:
                return None
            self.text += piece.decode("utf-8", "replace").replace("\r", "")

    def exit_code(self):
        """Of a program that ends now; None if it does not."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.read_until(r"\Z.", 0.01)  # a program that prints must not wait for its reader
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                os.close(self.file)
                return os.waitstatus_to_exitcode(status)
        return None

    def kill(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.file)


class Failure(Exception):
    pass


def enter(terminal, line, what):
    terminal.send(line + "\n")
    if terminal.read_until(r"\n>>> $") is None:
        raise Failure(f"no prompt after {what}; last seen: {terminal.text[-300:]!r}")


def ask(terminal, expression):
    """What print(expression) prints at the prompt."""
    terminal.send(f"print('=', {expression})\n")
    seen = terminal.read_until(r"\n= [^\n]*(\n[^=][^\n]*)*\n>>> $")
    if seen is None:
        raise Failure(f"no answer to print({expression}); last seen: {terminal.text[-300:]!r}")
    return seen[seen.rindex("\n= ") + 3 :].removesuffix(">>> ")


def uninterrupted(arr, flags, workload, count):
    """What the same loop comes to after count bodies."""
    lines = ["k = 0", *workload.setup, f"for _ in range({count}):\n    {workload.body}",
             f"print('=', {workload.show})"]
    done = subprocess.run([arr, *flags, "-e", "\n".join(lines)], capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode:
        raise Failure(f"without interrupt: exit code {done.returncode}: {done.stderr[-300:]}")
    return done.stdout[done.stdout.rindex("= ") + 2 :]


def compare(arr, flags, workload, count, got):
    want = [uninterrupted(arr, flags, workload, count)]
    if workload.late and got != want[0]:
        want.append(uninterrupted(arr, flags, workload, count + 1))
    if got not in want:
        raise Failure(f"after {count} rounds:\n  interrupted    {got}  uninterrupted  {want[0]}")


class Prompt:
    """A session that lives through all moments that its flags get."""

    def __init__(self, arr, flags, directory):
        self.arr, self.flags = arr, flags
        self.terminal = Terminal([arr, "-q", *flags], directory)
        if self.terminal.read_until(r">>> $") is None:
            raise Failure("no prompt at the start")

    def moment(self, workload, delay):
        """Seconds until the prompt was back."""
        terminal = self.terminal
        for line in ["k = 0", *workload.setup]:
            enter(terminal, line + ("\n" if line.startswith("def") else ""), line)
        terminal.send(f"while True: {workload.body}\n\n")
        terminal.read_until(r"\n", 5)  # it is read: the loop begins
        time.sleep(delay)
        start = time.monotonic()
        terminal.send("\x03")
        if terminal.read_until(r"\n>>> $") is None:
            raise Failure(f"no prompt after Ctrl-C; last seen: {terminal.text[-300:]!r}")
        seconds = time.monotonic() - start
        if ask(terminal, "6 * 7") != "42\n":
            raise Failure("6 * 7 is not 42")
        count = int(ask(terminal, "k"))
        compare(self.arr, self.flags, workload, count, ask(terminal, workload.show))
        return seconds

    def leave(self):
        self.terminal.send("\x04")
        code = self.terminal.exit_code()
        if code != 0:
            self.terminal.kill() if code is None else None
            raise Failure(f"Ctrl-D after all: exit code {code}")


def script_moment(arr, flags, workload, delay, directory):
    """Seconds until an interrupted script has ended."""
    path = os.path.join(directory, "loop.arr")
    with open(path, "w") as file:
        file.write("\n".join(["k = 0", *workload.setup, "print('ready')", f"while True: {workload.body}\n"]))
    terminal = Terminal([arr, *flags, path], directory)
    if terminal.read_until("ready") is None:
        raise Failure(f"the script did not start: {terminal.text[-300:]!r}")
    time.sleep(delay)
    start = time.monotonic()
    terminal.send("\x03")
    code = terminal.exit_code()
    if code is None:
        terminal.kill()
    if code != 130:
        raise Failure(f"a script that was interrupted ends with {code}, not 130")
    return time.monotonic() - start


def run(arguments, directory):
    """(seconds of each moment that went well, failures)."""
    chance = random.Random(arguments.seed)
    prompts, times, failed = {}, [], 0
    for number in range(arguments.count):
        workload = WORKLOADS[(number + arguments.seed) % len(WORKLOADS)]
        flags = chance.choice(FLAGS)
        delay = chance.uniform(0, 0.2)
        script = number % 5 == 4
        key = tuple(flags)
        try:
            if script:
                seconds = script_moment(arguments.arr, flags, workload, delay, directory)
            else:
                if key not in prompts:
                    prompts[key] = Prompt(arguments.arr, flags, directory)
                seconds = prompts[key].moment(workload, delay)
            times.append(seconds)
            failure = f"it took {seconds:.2f} s" if seconds > BAD else ""
        except (Failure, subprocess.TimeoutExpired) as error:
            failure = str(error)
            if not script and key in prompts:
                prompts.pop(key).terminal.kill()
        if failure or arguments.verbose:
            print(f"moment {number}: {'script' if script else 'prompt'} {workload.name!r}"
                  f" {shlex.join(flags)} after {delay * 1000:.0f} ms: {failure or f'{seconds * 1000:.0f} ms'}", flush=True)
        failed += bool(failure)
    for key, prompt in prompts.items():
        try:
            prompt.leave()
        except Failure as error:
            print(f"session {shlex.join(key)}: {error}")
            failed += 1
    return times, failed


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--arr", required=True)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="one line for each moment")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory() as directory:
        times, failed = run(arguments, directory)
    if times:
        print(f"back after: median {statistics.median(times) * 1000:.0f} ms, most {max(times) * 1000:.0f} ms, "
              f"{sum(t > GOOD for t in times)} over {GOOD * 1000:.0f} ms")
    print(f"interrupts: seed {arguments.seed}, {arguments.count} moments, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
