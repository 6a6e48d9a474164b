"""Many pieces of program in one arr: the prompt fed from a pipe.

outcomes(arr, pieces) gives what each piece showed: values are echoed, an error
ends its piece alone, names live on from piece to piece. Whoever brings the
process down, or takes too long, is told so, and the pieces after it run in a
new process. python_outcome(piece, scope) is the same by CPython.
"""
import ast
import builtins
import io
import os
import re
import subprocess
import tempfile
import warnings
from contextlib import redirect_stdout
from dataclasses import dataclass

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
import numpy as np

SECONDS = 60  # for a whole session
BATCH = 150   # pieces of one process
PREAMBLE = ("import numpy as np", "from numpy.linalg import LinAlgError")
MARK = re.compile(r"^(?:>>> |\.\.\. )*@@ (-?\d+)\n", re.M)
PROMPTS = re.compile(r"^(?:(?:>>>|\.\.\.) )+", re.M)
ERROR = re.compile(r"^(?:RuntimeWarning.*\n)*(?:.*\n)*?<prompt>:(\d+):(\d+): (\w+)(?:: ?(.*))?$", re.M)
WARNING = re.compile(r"^[^\n]*:\d+: RuntimeWarning: .*\n(?:  .*\n)?", re.M) # tests/warnings compares them
SANITIZERS = {"ASAN_OPTIONS": "exitcode=99:detect_leaks=1", "UBSAN_OPTIONS": "exitcode=99:print_stacktrace=1"}


@dataclass
class Outcome:
    text: str = ""     # what was shown before an error
    error: str = ""    # the exception's class
    message: str = ""
    crash: str = ""    # why the process ended, or what a sanitizer said
    caret: bool = True # the error has its line and carets

    def said(self):
        """The result in one line."""
        if self.crash:
            return f"CRASH {self.crash}"
        if self.error:
            return f"{self.error}: {self.message}".rstrip(" :") if self.message else self.error
        return self.text.rstrip("\n")


def leave_no_files():
    """Wrong calls may write files: from here on, in a folder that goes when the object does."""
    folder = tempfile.TemporaryDirectory()
    os.chdir(folder.name)
    return folder


def source_of(piece):
    """As a user types it: a block ends with an empty line."""
    compound = "\n" in piece or piece.lstrip().startswith(("for ", "while ", "if ", "def ", "try:", "with "))
    return piece + "\n" * (1 + compound)


def feed(arr, numbered, flags, seconds):
    """(exit code, everything shown) of one process."""
    text = "".join(line + "\n" for line in PREAMBLE)
    for number, piece in numbered:
        text += f'print("@@ {number}")\n' + source_of(piece)
    text += 'print("@@ -1")\n'
    env = {k: v for k, v in os.environ.items() if not k.startswith("ARR_")} | SANITIZERS
    command = [str(arr), "-q", "-i", *flags]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env)
    try:
        shown, _ = process.communicate(text.encode(), timeout=seconds)
        return process.returncode, shown.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        process.kill()
        shown, _ = process.communicate()
        return "no end", shown.decode("utf-8", "replace")


def read_section(section):
    """Outcome of what one piece showed, prompts included."""
    section = WARNING.sub("", PROMPTS.sub("", section))
    found = ERROR.search(section)
    if not found:
        return Outcome(section)
    head = section[: found.start(1)].rpartition("<prompt>:")[0]
    caret = re.search(r"^ *\^+$", section[found.end():], re.M) is not None
    return Outcome(head, found.group(3), (found.group(4) or "").rstrip(), caret=caret)


def sanitizer_text(text):
    found = re.search(r"^.*(?:runtime error:|ERROR: ).*$", text, re.M)
    return found.group(0)[:300] if found else ""


def run_batch(arr, numbered, flags, seconds):
    """{number: Outcome}"""
    outcomes, todo = {}, list(numbered)
    while todo:
        code, shown = feed(arr, todo, flags, seconds)
        parts = MARK.split(shown)
        sections = dict(zip(map(int, parts[1::2]), parts[2::2]))
        ended = -1 in sections and isinstance(code, int) and code in (0, 1)
        whole = [n for n, _ in todo if n in sections]
        for number in whole if ended else whole[:-1]:
            outcomes[number] = read_section(sections[number])
        if ended:
            break
        reason = sanitizer_text(shown) or (f"signal {-code}" if isinstance(code, int) and code < 0 else f"exit code {code}")
        if -1 in sections:  # all pieces ran: the end itself failed, a leak for instance
            if len(todo) == 1:
                outcomes[todo[0][0]] = Outcome(crash=reason)
                break
            middle = len(todo) // 2
            return outcomes | run_batch(arr, todo[:middle], flags, seconds) | run_batch(arr, todo[middle:], flags, seconds)
        culprit = max(len(whole) - 1, 0)
        outcomes[todo[culprit][0]] = Outcome(crash=reason)
        todo = todo[culprit + 1:]
    return outcomes


def outcomes(arr, pieces, flags=(), seconds=SECONDS, batch=BATCH):
    """Outcomes in the order of pieces."""
    numbered = list(enumerate(pieces))
    found = {}
    for first in range(0, len(numbered), batch):
        found |= run_batch(arr, numbered[first : first + batch], flags, seconds)
    return [found[number] for number, _ in numbered]


# --- the same by CPython ----------------------------------------------------------


class Names(dict):
    """NumPy's names stand behind Python's."""

    def __missing__(self, name):
        if hasattr(builtins, name) or name not in np.__all__:
            raise KeyError(name)
        return vars(np)[name]


def new_scope():
    scope = Names(np=np, LinAlgError=np.linalg.LinAlgError, __name__="__main__")
    scope["__builtins__"] = builtins
    return scope


def public_name(error):
    """NumPy's private subclasses are known by their first public ancestor."""
    return next(c.__name__ for c in type(error).__mro__ if not c.__name__.startswith("_"))


def python_outcome(piece, scope):
    shown = io.StringIO()
    with warnings.catch_warnings(), np.errstate(all="ignore"), redirect_stdout(shown):
        warnings.simplefilter("ignore")
        try:
            for node in ast.parse(piece).body:
                exec(compile(ast.Interactive([node]), "<piece>", "single"), scope)
        except SystemExit:
            pass
        except BaseException as error:
            text = error.msg if isinstance(error, SyntaxError) else str(error)
            if isinstance(error, KeyError):
                text = str(error)
            return Outcome(shown.getvalue(), public_name(error), text.split("\n")[0].rstrip())
    return Outcome(shown.getvalue())
