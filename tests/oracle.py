"""Runs an .arr file as what it claims to be: a Python + NumPy program.

Each file runs in a forked child, so that nothing it does (seeds, print
options, an endless loop) reaches the next one, and NumPy is imported once.
NumPy's names are in scope behind Python's builtins, as in arr.
"""
import builtins
import io
import json
import os
import select
import signal
import sys
import warnings
from dataclasses import dataclass

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "shim"))  # legate.timing

SECONDS = 60
NAMES = {name: getattr(numpy, name) for name in numpy.__all__ if not hasattr(builtins, name)}


@dataclass
class Outcome:
    stdout: str
    code: int  # of the process: 0, 1 after an exception, or sys.exit's
    error: str = ""  # the exception's class
    message: str = ""
    warnings: list = None  # (line, class, text), each once, in their order


def class_name(error):
    """NumPy's private subclasses are known by their first public ancestor."""
    return next(c.__name__ for c in type(error).__mro__ if not c.__name__.startswith("_"))


def exit_code(value):
    if value is None:
        return 0
    return value & 0xFF if isinstance(value, int) else 1


class Warnings(list):
    """Python's warnings, at the line of the program: NumPy's own lines are known to NumPy alone."""

    def __init__(self, path):
        super().__init__()
        self.path = path
        warnings.simplefilter("always")
        warnings.showwarning = self.show

    def show(self, message, category, *_):
        frame = sys._getframe()
        while frame and frame.f_code.co_filename != self.path:
            frame = frame.f_back
        one = (frame.f_lineno if frame else 0, category.__name__, str(message))
        if one not in self:
            self.append(one)


def execute(path, args):
    told = Warnings(path)
    outcome = execute_program(path, args)
    outcome.warnings = list(told)
    return outcome


def execute_program(path, args):
    out = io.StringIO()
    sys.stdout, sys.argv = out, [path, *args]
    try:
        with open(path, encoding="utf-8") as file:
            code = compile(file.read(), path, "exec")
        exec(code, {**NAMES, "__name__": "__main__"})
        return Outcome(out.getvalue(), 0)
    except SystemExit as stop:
        return Outcome(out.getvalue(), exit_code(stop.code))
    except BaseException as error:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        return Outcome(out.getvalue(), 1, class_name(error), text)


def read_all(pipe, seconds):
    """What the child wrote, or None when it took too long."""
    chunks = []
    while select.select([pipe], [], [], seconds)[0]:
        chunk = os.read(pipe, 1 << 16)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
    return None


def run(path, args=()):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w", encoding="utf-8") as pipe:
            json.dump(vars(execute(path, args)), pipe)
            pipe.flush()
            os._exit(0)
    os.close(writer)
    data = read_all(reader, SECONDS)
    os.close(reader)
    if data is None:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if not data:
        return Outcome("", -1, "oracle", f"no answer within {SECONDS} s")
    return Outcome(**json.loads(data))


def refuses(path):
    """Whether CPython's own compiler calls the text wrong."""
    try:
        with open(path, "rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(file.read(), path, "exec")
        return False
    except (SyntaxError, ValueError):
        return True
