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


def class_name(error):
    """NumPy's private subclasses are known by their first public ancestor."""
    return next(c.__name__ for c in type(error).__mro__ if not c.__name__.startswith("_"))


def exit_code(value):
    if value is None:
        return 0
    return value & 0xFF if isinstance(value, int) else 1


def execute(path, args):
    out = io.StringIO()
    sys.stdout, sys.argv = out, [path, *args]
    warnings.simplefilter("ignore")
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
