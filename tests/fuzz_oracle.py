"""What NumPy says about a random program, and whether arr's answer agrees.

expect(program) runs the program in this process. Where the program uses
operations whose last bits arr may choose (marked _p, _z, _q: see
fuzz_generate.py), it is run again with those results off by a few ulp, the
same ones all up, all down, and in random directions. What does not move must be equal to the
byte; what moves may differ by as much as it moved, times a safety factor:
so the bound follows each program's own condition, without guessing one
tolerance for all.
"""
import functools
import re
import traceback

import numpy as np

import fuzz_generate as base

PERTURBATIONS = 5
ULPS = 4              # a marked result moves by up to this; the worst bound of ops.def is 1 ulp,
                      # NumPy's own float32 functions are good to 4
SAFETY = 64           # three samples may be luckier than arr
TOKEN = re.compile(r"[-+]?(?:inf\b|nan(?=j?\b)|inf(?=j)|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)j?|\w+|\S")


class Expected:
    """text: stdout; error: (class, line) or None; moved: stdouts of the perturbed runs, made when
    somebody asks, since most programs print NumPy's bytes."""

    def __init__(self, text, error, move):
        self.text = text
        self.error = error
        self.move = move

    @functools.cached_property
    def moved(self):
        return self.move()


class Marks:
    """The functions _p, _z and _q of one perturbed run."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.same = (ULPS, -ULPS)[seed] if seed < 2 else 0

    def noise(self, shape, dtype):
        if self.same:
            return np.full(shape, self.same * np.finfo(dtype).eps)
        steps = self.random.integers(1, ULPS + 1, shape) * self.random.choice((-1.0, 1.0), shape)
        return steps * np.finfo(dtype).eps

    def p(self, x):
        value = np.asarray(x)
        if value.dtype.kind not in "fc" or isinstance(x, float) and not isinstance(x, np.generic):
            return x
        moved = value + value * self.noise(value.shape, value.dtype)
        if value.dtype.kind == "c":
            moved = moved + 1j * np.abs(value) * self.noise(value.shape, value.dtype)
        moved = np.where(np.isfinite(value), moved, value).astype(value.dtype)
        return moved if isinstance(x, np.ndarray) else moved[()]

    def z(self, x):
        value = np.asarray(x)
        if value.dtype.kind not in "fc":
            return x
        signs = self.random.choice((-1.0, 1.0), value.shape) if self.same <= 0 else -1.0 # all at least once
        moved = np.where(value == 0, value * signs, value)
        moved = moved.astype(value.dtype)
        return moved if isinstance(x, np.ndarray) else moved[()]

    def q(self, x, index):
        if isinstance(x, np.ndarray):
            x[index] = self.p(x[index])


def _class_name(error):
    for kind in type(error).__mro__:
        if kind.__name__ in ("UFuncTypeError", "AxisError", "MemoryError"):
            return kind.__name__
    return type(error).__name__


def execute(text, scope):
    """Runs text, with print writing into a string: (stdout, error class and line or None)."""
    out = []
    scope["print"] = lambda *values: out.append(" ".join(map(str, values)) + "\n")
    error = None
    try:
        exec(compile(text, "<program>", "exec"), scope)
    except Exception as caught:
        lines = [frame.lineno for frame in traceback.extract_tb(caught.__traceback__)
                 if frame.filename == "<program>"]
        error = (_class_name(caught), lines[-1] if lines else 0)
    return "".join(out), error


def expect(program):
    canonical = program.canonical()
    text, error = execute(base.plain(canonical), {"np": np})
    return Expected(text, error, lambda: perturbed(canonical) if program.inexact else [])


def perturbed(canonical):
    moved = []
    for seed in range(PERTURBATIONS):
        marks = Marks(seed)
        scope = {"np": np, "_p": marks.p, "_z": marks.z, "_q": marks.q}
        moved.append(execute(canonical, scope)[0])
    return moved


# --- comparing ---------------------------------------------------------------


def _records(text):
    """[(label, text)] of a program's output: one per print."""
    parts = re.split(r"^(#\d+) ", text, flags=re.M)
    return list(zip(parts[1::2], parts[2::2]))


def _value(token):
    try:
        return complex(token)
    except ValueError:
        return None


def _tokens(text):
    return [(t, _value(t)) for t in TOKEN.findall(text)]


def _distance(a, b):
    if a == b or (a != a and b != b):
        return 0.0
    return abs(a - b)


def _bounds(reference, others):
    """Per token: how far the perturbed runs moved it; None if they changed more than numbers."""
    moved = [0.0] * len(reference)
    for other in others:
        if len(other) != len(reference):
            return None
        for k, ((text, value), (other_text, other_value)) in enumerate(zip(reference, other)):
            if text != other_text and (value is None or other_value is None):
                return None
            if value is not None:
                distance = _distance(value, other_value)
                moved[k] = max(moved[k], distance if distance == distance else np.inf)
    return moved


def _free_infinity(k, reference, tokens):
    """C leaves the sign of an infinite part open when the other part is nan."""
    pair = [side[k][0].strip("+-") for side in (reference, tokens)]
    near = k - 1 if pair[0].endswith("j") else k + 1
    return pair in (["inf"] * 2, ["infj"] * 2) and near < len(tokens) and all(
        side[near][0].strip("+-j") == "nan" and side[max(k, near)][0].endswith("j") for side in (reference, tokens))


def _compare_moved(expected, moved, actual):
    reference = _tokens(expected)
    bounds = _bounds(reference, [_tokens(other) for other in moved])
    if bounds is None:
        return None
    tokens = _tokens(actual)
    if len(tokens) != len(reference):
        return "other structure"
    relative = max((bound / abs(value) for bound, (_, value) in zip(bounds, reference)
                    if value is not None and 0 < abs(value) < np.inf), default=0.0)
    for k, (bound, (text, value), (other, other_value)) in enumerate(zip(bounds, reference, tokens)):
        if text == other or _free_infinity(k, reference, tokens):
            continue
        if value is None or other_value is None:
            return "%s is not %s" % (other, text)
        if bound == np.inf:
            continue  # finite or not is a matter of the last bits: inf - inf lies near
        allowed = SAFETY * max(bound, relative * abs(value)) if abs(value) < np.inf else bound
        if not _distance(value, other_value) <= allowed:
            return "%s, NumPy has %s, allowed difference %g" % (other, text, allowed)
    return None


def compare(expected, actual):
    """None, or in a few words why actual is not what NumPy printed."""
    if actual == expected.text:
        return None
    if not expected.moved:
        return "differs from NumPy"
    wanted, got = _records(expected.text), _records(actual)
    moved = [_records(text) for text in expected.moved]
    labels = [label for label, _ in wanted]
    if any([label for label, _ in other] != labels for other in moved):
        return None
    if [label for label, _ in got] != labels:
        return "other prints"
    for k, (label, text) in enumerate(wanted):
        others = [other[k][1] for other in moved]
        if got[k][1] == text:
            continue
        if all(other == text for other in others):
            return "%s differs from NumPy, and should not" % label
        reason = _compare_moved(text, others, got[k][1])
        if reason:
            return "%s: %s" % (label, reason)
    return None
