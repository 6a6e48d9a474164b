#!/usr/bin/env python3
"""Every op of src/array/ops.def x dtype x layout x edge value, against NumPy.

    ops_numpy.py --arr build/arr [--ops add,exp] [--verbose] [--same "build/arr --jit force"]

With --same every program is run by that arr too, and must print the same.

For each op one .arr program is written, run by arr, and the same statements
are run by NumPy here. show() prints every element so that all of its bits
can be read back; same() checks inside arr that strided, reversed, broadcast,
transposed, 0-d, unaligned and odd-length operands give the bits that
contiguous ones give (law 2 of the design, so True is expected, not what
NumPy says: its own loops differ between layouts).

Bounds. ops_bounds.py says what may differ from NumPy, by how much and why; all
else must be equal. Where a bound is of the true value, NumPy's long double
gives it; zeros, infs and nans must be NumPy's. Where NumPy raises TypeError, or would give
float16, which arr has not, arr must raise TypeError.
"""
import argparse
import multiprocessing
import os
import re
import shlex
import subprocess
import sys
import tempfile
import warnings

import numpy as np

import ops_bounds
import ops_table as table

VECTOR = 64           # bytes of the widest register: tails up to two of them and three elements
ZERO_SIGN_FREE = ("maximum", "minimum", "fmax", "fmin", "min", "max")  # NumPy's own varies by lane
PRELUDE = """import numpy as np
def show(label, r):
    print("@", label, r.dtype, r.shape)
    for v in r.ravel():
        print(v)
def same(label, r, full):
    print("check", label, bool(np.all((r == full) | ((r != r) & (full != full)))))
"""


class Wrong(Exception):
    """What arr did wrong, in a line."""


# --- the statements of one op --------------------------------------------------------


def call(op, arguments):
    return "np.%s(%s)" % (op.name, ", ".join(arguments))


def operands(op, dtype):
    """The edge values as flat operands: all pairs for two, conditions over pairs for where."""
    first = table.edges(dtype)
    if op.arity == 1:
        grid = [float(v) for v in np.linspace(-20, 20, 83)] if np.dtype(dtype).kind == "f" else []
        return [first + (table.complex_grid() if np.dtype(dtype).kind == "c" else []) + grid]
    pairs = [(a, b) for a in first for b in exponents(op, first)]
    columns = [list(column) for column in zip(*pairs)]
    if op.arity == 3:
        return [[k % 2 == 0 for k in range(len(pairs))]] + columns
    return columns


def exponents(op, values):
    """Ints have no negative powers (that error has its own test)."""
    if op.name == "power" and isinstance(values[0], int) and not isinstance(values[0], bool):
        return [v for v in values if 0 <= v <= 64]
    return values


def names(op):
    return ["x", "y", "z"][:op.arity]


def dtype_of(op, position, dtype):
    return "bool_" if op.rule == "RULE_SELECT" and position == 0 else dtype


def edge_lines(op, dtype):
    lines = ["%s = %s" % (name, table.array_text(values, dtype_of(op, k, dtype)))
             for k, (name, values) in enumerate(zip(names(op), operands(op, dtype)))]
    return lines + ["full = " + call(op, names(op)), 'show("%s", full)' % dtype]


def layout_lines(op, dtype):
    """Other layouts of x, y, z must give the bits of full. length is a multiple of 4."""
    length = len(operands(op, dtype)[0])
    rows = next(r for r in (4, 3, 2, 1) if length % r == 0)
    every = lambda form: call(op, [form % name for name in names(op)])
    lines = []
    for name in names(op):
        lines += ["%s2 = np.zeros(%d, dtype=%s.dtype)" % (name, 2 * length + 2, name),
                  "%s2[1:%d:2] = %s" % (name, 2 * length, name),
                  "%sr = %s[::-1].copy()" % (name, name),
                  "%sb = %s.reshape(%d, %d).T.copy().T" % (name, name, rows, length // rows)]
    checks = [("strided", every("%s2[1:" + str(2 * length) + ":2]"), "full"),
              ("reversed", every("%sr[::-1]"), "full"),
              ("backwards", every("%s[::-1]"), "full[::-1]"),
              ("unaligned", every("%s[1:]"), "full[1:]"),
              ("transposed", every("%sb"), "full.reshape(%d, %d)" % (rows, length // rows)),
              ("broadcast", call(op, ["%s[None, :]" % names(op)[0]] + names(op)[1:]) + "[0]", "full"),
              ("empty", every("%s[:0]"), "full[:0]"),
              ("0-d", every("%s[2 - 1:2].reshape(())"), "full[1]"),
              ("scalar", every("%s[0]"), "full[0]"),
              ("one by one", every("%s[0:1]"), "full[0:1]")]
    if op.arity > 1:
        first, rest = names(op)[0], names(op)[1:]
        lines.append("outer = " + call(op, [first + "[:9][:, None]"] + ["%s[None, :9]" % n for n in rest]))
        checks.append(("outer", "outer[3]", call(op, [first + "[3]"] + ["%s[:9]" % n for n in rest])))
    lines += ['same("%s %s", %s, %s)' % (dtype, label, left, right) for label, left, right in checks]
    return lines + tail_lines(op, dtype, length)


def tail_lines(op, dtype, length):
    most = min(length, 2 * VECTOR // np.dtype(getattr(np, dtype)).itemsize + 3)
    one = call(op, ["%s[k:k + n]" % name for name in names(op)])
    return ["for n in range(%d):" % (most + 1), "    for k in range(%d):" % min(4, length - most + 1),
            "        r = %s" % one, "        if not np.all((r == full[k:k + n]) | (r != r)):",
            '            print("check %s length", n, "from", k, False)' % dtype]


def pair_lines(op):
    """Promotion: each pair of types, and Python's numbers, on few values."""
    lines = []
    kinds = {"RULE_SELECT": "np.array([True, False, True]), %s, %s"}
    form = kinds.get(op.rule, "%s, %s")
    others = [("x_%s" % d, d) for d in table.DTYPES] + [(t, t) for t in ("2", "2.0", "True", "2j")]
    for dtype in table.DTYPES:
        lines.append("x_%s = np.array([1, 0, 3], dtype=np.%s)" % (dtype, dtype))
    for first in table.DTYPES:
        for text, label in others:
            for pair in ((("x_" + first), text), (text, "x_" + first)):
                expression = "np.%s(%s)" % (op.name, form % pair)
                if not raises(lines[:len(table.DTYPES)] + ["r = " + expression]):
                    lines.append('show("pair %s,%s", %s)' % (pair[0], pair[1], expression))
    return lines


# --- NumPy ---------------------------------------------------------------------------


class NumpyRun:
    """show() and same() of the oracle: {label: array}."""

    def __init__(self):
        self.shown = {}

    def scope(self):
        return {"np": np, "show": self.show, "same": lambda *values: None, "print": lambda *v: None}

    def show(self, label, r):
        self.shown[str(label)] = np.asarray(r)


def raises(lines):
    """The exception's class name; "TypeError" for results of a type that arr has not; or None."""
    scope = {"np": np}
    try:
        exec("\n".join(lines), scope)
    except Exception as error:
        return "UFuncTypeError" if "UFunc" in type(error).__name__ else type(error).__name__
    return None if np.asarray(scope["r"]).dtype in table.SUPPORTED else "TypeError"


def numpy_results(lines):
    run = NumpyRun()
    exec("\n".join(lines), run.scope())
    return run.shown


def true_values(op, dtype):
    """The op's results in more precision than any dtype has."""
    wide = np.clongdouble if np.dtype(dtype).kind == "c" else np.longdouble
    arguments = [np.array(values, dtype=getattr(np, dtype)).astype(wide)
                 for values in operands(op, dtype)]
    return getattr(np, op.name)(*arguments)


# --- arr --------------------------------------------------------------------------------


SAME = []  # --same


def run_arr(arr, text):
    with tempfile.NamedTemporaryFile("w", suffix=".arr", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        done = [subprocess.run(command + [file.name], capture_output=True, text=True, timeout=300)
                for command in (arr, SAME) if command]
    if done[0].stdout != done[-1].stdout:
        pairs = zip(done[0].stdout.split("\n"), done[-1].stdout.split("\n"))
        raise Wrong("--same: %s, not %s" % next(p for p in pairs if p[0] != p[1]))
    return done[0]


def parse(stdout):
    """({label: (dtype, shape, [element text])}, [failed checks])"""
    shown, failed, current = {}, [], None
    for line in stdout.split("\n"):
        if line.startswith("@ "):
            label, dtype, shape = re.match(r"@ (.*) (\S+) (\(.*\))$", line).groups()
            current = []
            shown[label] = (dtype, shape, current)
        elif line.startswith("check "):
            if not line.endswith("True"):
                failed.append(line)
        elif line:
            current.append(line)
    return shown, failed


def to_array(texts, dtype):
    if dtype.kind == "b":
        return np.array([text == "True" for text in texts], dtype)
    if dtype.kind in "iu":
        return np.array([int(text) for text in texts], dtype)
    if dtype.kind == "f":
        return np.array([float(text) for text in texts], dtype)
    return np.array([complex(text) for text in texts], dtype)


# --- comparing ----------------------------------------------------------------------------


def equal_bits(a, b, zero_sign_free):
    """Elementwise; nans are equal whatever payload, complex numbers by parts."""
    if a.dtype.kind == "c":
        real, imag = (equal_bits(x, y, zero_sign_free) for x, y in ((a.real, b.real), (a.imag, b.imag)))
        return (real | free_infinity(a.real, b.real, b.imag)) & (imag | free_infinity(a.imag, b.imag, b.real))
    if a.dtype.kind != "f":
        return a == b
    same_sign = (np.signbit(a) == np.signbit(b)) | zero_sign_free
    return ((a == b) & same_sign) | (np.isnan(a) & np.isnan(b))


def free_infinity(a, b, other):
    """C leaves the sign of an infinite part open when the other part is nan."""
    return np.isinf(a) & np.isinf(b) & np.isnan(other)


def within(actual, expected, true, ulp):
    """Elementwise: off the true value by at most ulp units in the last place. Zeros, infs and
    nans must be the expected ones."""
    ordinary = np.isfinite(expected) & (expected != 0) & np.isfinite(actual)
    size = np.abs(expected)
    spacing = np.spacing(np.where(np.isfinite(size), size, 1).astype(size.dtype))
    wide = np.clongdouble if expected.dtype.kind == "c" else np.longdouble
    with np.errstate(all="ignore"):
        distance = np.abs(actual.astype(wide) - true.astype(wide))
    return ordinary & (distance <= (ulp + ops_bounds.SLACK) * spacing)


def compare(label, texts, expected, limit, true, zero_sign_free):
    dtype, shape, elements = texts
    if dtype != str(expected.dtype) or shape != str(expected.shape):
        raise Wrong("%s: %s %s, NumPy has %s %s" % (label, dtype, shape, expected.dtype, expected.shape))
    flat = expected.ravel()
    actual = to_array(elements, expected.dtype)
    if len(actual) != len(flat):
        raise Wrong("%s: %d elements of %d" % (label, len(actual), len(flat)))
    good = equal_bits(actual, flat, zero_sign_free)
    if limit:
        near = within(actual, flat, flat, limit.numpy)
        if true is not None:
            near &= within(actual, flat, true.ravel(), limit.true)
        good |= near
    if not good.all():
        k = int(np.argmin(good))
        raise Wrong("%s: element %d is %s, NumPy has %s (%d of %d wrong)"
                    % (label, k, elements[k], flat[k], (~good).sum(), len(flat)))


def bound(op, dtype, result):
    """The Bound of ops_bounds.py, or None. Ints and bools are computed as the result's type."""
    kind = np.dtype(dtype).kind
    return ops_bounds.bound(op, dtype if kind in "fc" else result) if np.dtype(result).kind in "fc" else None


# --- one op ---------------------------------------------------------------------------------


def plan(op):
    """({dtype: lines} that work, {dtype: (lines, class)} that raise)"""
    good, bad = {}, {}
    for dtype in table.DTYPES:
        lines = edge_lines(op, dtype)
        error = raises([lines[k] for k in range(op.arity)] + ["r = " + call(op, names(op))])
        if error:
            bad[dtype] = (lines, error)
        else:
            good[dtype] = lines
    return good, bad


def check_good(arr, op, dtype, lines):
    done = run_arr(arr, PRELUDE + "\n".join(lines + layout_lines(op, dtype)) + "\n")
    if done.returncode:
        raise Wrong("%s: %s" % (dtype, done.stderr.strip()[-400:]))
    shown, failed = parse(done.stdout)
    expected = numpy_results(lines)[dtype]
    limit = bound(op, dtype, expected.dtype)
    true = true_values(op, dtype) if limit and limit.true is not None else None
    compare(dtype, shown[dtype], expected, limit, true, op.name in ZERO_SIGN_FREE)
    if failed:
        raise Wrong("; ".join(failed[:3]))


def check_bad(arr, op, dtype, lines, error):
    done = run_arr(arr, PRELUDE + "\n".join(lines) + "\n")
    found = re.search(r":\d+:\d+: (\w+)", done.stderr)
    got = found.group(1) if found else "exit code %d" % done.returncode
    if got != error and not (error == "UFuncTypeError" and got == "TypeError"):
        raise Wrong("%s: %s, expected %s" % (dtype, got, error))


def check_pairs(arr, op):
    lines = pair_lines(op)
    done = run_arr(arr, PRELUDE + "\n".join(lines) + "\n")
    if done.returncode:
        raise Wrong("pairs: %s" % done.stderr.strip()[-400:])
    shown, _ = parse(done.stdout)
    for label, expected in numpy_results(lines).items():
        compare(label, shown[label], expected, bound(op, expected.dtype, expected.dtype), None, True)


def check_op(arr, op):
    """Complaints about one op, one per dtype at most."""
    good, bad = plan(op)
    jobs = [(check_good, dtype, lines) for dtype, lines in good.items()]
    jobs += [(check_bad, dtype, *case) for dtype, case in bad.items()]
    complaints = []
    for check, *rest in jobs:
        complaints += complaint(op.name, check, arr, op, *rest)
    if op.arity > 1:
        complaints += complaint(op.name, check_pairs, arr, op)
    if op.alias:
        complaints += complaint(op.name, check_alias, arr, op)
    return len(jobs), complaints


def check_alias(arr, op):
    done = run_arr(arr, "import numpy as np\nprint(np.%s is np.%s)\n" % (op.alias, op.name))
    if done.stdout != "True\n":
        raise Wrong("np.%s is not np.%s" % (op.alias, op.name))


def complaint(name, check, *arguments):
    try:
        check(*arguments)
    except Wrong as wrong:
        return ["%s: %s" % (name, wrong)]
    except (subprocess.TimeoutExpired, KeyError, AttributeError, ValueError) as error:
        return ["%s: %s: %s" % (name, type(error).__name__, error)]
    return []


# --- reductions -------------------------------------------------------------------------------

REDUCTION_LENGTHS = (0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 63, 64, 127, 128, 129, 136, 255, 257, 1000,
                     8191, 8192, 8193, 20000)
SHAPES = ((5, 7), (3, 4, 5), (1, 9), (40, 3), (0, 3), (2, 300))


def reduction_inputs(name, dtype):
    """(label, text of an array) in the layouts whose sums have NumPy's order."""
    for n in REDUCTION_LENGTHS:
        text = "((np.arange(%d) * 37 %% 101 - 50) / 8).astype(np.%s)" % (n, dtype)
        if name == "prod":  # no zeros: a product that stays what it was shows nothing
            text = "((np.arange(%d) * 37 %% 101 - 50) / 5000 + 1).astype(np.%s)" % (n, dtype)
        if np.dtype(dtype).kind in "biu":
            text = "((np.arange(%d) * 37 %% 101) // 3).astype(np.%s)" % (n, dtype)
        yield "n=%d" % n, text
        yield "n=%d reversed" % n, text + "[::-1]"
        yield "n=%d strided" % n, text + "[::3]"


def reduction_lines(name, dtype):
    statements = []
    for label, text in reduction_inputs(name, dtype):
        statements.append((label, "np.%s(%s)" % (name, text)))
    for shape in SHAPES:
        size = int(np.prod(shape))
        base = "((np.arange(%d) * 37 %% 101 + 1) / 64).astype(np.%s).reshape(%s)" % (size, dtype, shape)
        for axis in list(range(len(shape))) + [None, -1]:
            for keep in (False, True):
                statements.append(("%s axis=%s keepdims=%s" % (shape, axis, keep),
                                   "np.%s(%s, axis=%s, keepdims=%s)" % (name, base, axis, keep)))
    edges = table.array_text(table.edges(dtype), dtype)
    statements.append(("edges", "np.%s(%s)" % (name, edges)))
    return ['show("%s %s", %s)' % (dtype, label.replace(",", ""), text)
            for label, text in statements if not raises(["r = " + text])]


def check_reduction(arr, name):
    complaints = []
    for dtype in table.DTYPES:
        complaints += complaint(name, check_reduction_dtype, arr, name, dtype)
    return len(table.DTYPES), complaints


def check_reduction_dtype(arr, name, dtype):
    lines = reduction_lines(name, dtype)
    done = run_arr(arr, PRELUDE + "\n".join(lines) + "\n")
    if done.returncode:
        raise Wrong("%s: %s" % (dtype, done.stderr.strip()[-400:]))
    shown, _ = parse(done.stdout)
    for label, expected in numpy_results(lines).items():
        compare(label, shown[label], expected, None, None, name in ZERO_SIGN_FREE)


# --- all of them ---------------------------------------------------------------------------------


def _job(job):
    arr, name, check, subject = job
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    return name, check(arr, subject)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--arr", default="build/arr", type=shlex.split)
    parser.add_argument("--same", default="", type=shlex.split, help="another arr that must print the same")
    parser.add_argument("--ops", default="", help="only these names, by comma")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    SAME.extend(arguments.same)
    wanted = [name for name in arguments.ops.split(",") if name]
    jobs = [(arguments.arr, op.name, check_op, op) for op in table.elementwise()]
    jobs += [(arguments.arr, name, check_reduction, name) for name, _ in table.reductions()]
    jobs = [job for job in jobs if not wanted or job[1] in wanted]
    total = wrong = 0
    with multiprocessing.Pool(arguments.jobs) as pool:
        for name, (count, complaints) in pool.imap(_job, jobs):
            total += count
            wrong += len(complaints)
            for line in ["%s: %d dtypes" % (name, count)] * arguments.verbose + complaints:
                print(line, flush=True)
    print("ops_numpy: %d ops x dtypes, %d complaints" % (total, wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
