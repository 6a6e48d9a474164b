#!/usr/bin/env python3
"""How far a result may be from NumPy's where it cannot be equal, and why.

    ops_bounds.py --arr build/arr [--ops exp,sin]

BOUNDS is the one place where this is said; an op and dtype that no row names
must give NumPy's bits. ops_numpy.py holds the edge cases to it; here each op
of src/array/ops.def runs on 100,000 random values of each float and complex
dtype, the table is printed beside what was measured, and more than a row
allows, or less than a row needs to exist, is an error. Units in the last
place: of the number itself, of complex numbers those of their modulus.
"""
import argparse
import os
import shlex
import subprocess
import sys
import tempfile

import numpy as np

import ops_table as table

VALUES = 100000
SLACK = 0.01      # long double, which stands for the true value, errs itself
OWN_LOOPS = "SLEEF's or our own vector function here; NumPy has other code for each CPU (SVML, its own polynomials, libm)"
OWN_SINGLE = OWN_LOOPS + ", which in float32 is itself up to 3.3 ulp off"
FALLBACK = OWN_LOOPS + "; where SLEEF's overflows too early libm's is taken, which is good to 2"
MODULUS = "the modulus without overflow; NumPy's vector loop scales and rounds more often, up to 1.9 ulp"
INVERSE = "libm's complex functions; NumPy brings its own, of other branches"
FUSED = "one product of each part is fused, as in NumPy where the CPU has FMA: equal there"


class Bound:
    """true: of the true value, None: not compared with it; numpy: of NumPy's."""

    def __init__(self, true, numpy, reason, needed=True):
        self.true = true
        self.numpy = numpy
        self.reason = reason
        self.needed = needed  # must there be a difference on every machine?


FALLBACKS = ("sinh", "cosh")
INVERSES = ("arcsin", "arccos", "arctan", "arcsinh", "arccosh", "arctanh")
PRODUCTS = ("multiply", "square")


def bound(op, dtype):
    """The Bound of an op (a row of ops_table) on operands of dtype, or None: NumPy's bits."""
    name, dtype = op.name, np.dtype(dtype)
    if dtype.kind == "f" and op.ulp:
        single = dtype == np.float32
        true = 2.0 if name in FALLBACKS else op.ulp
        return Bound(true, 4.0 if single else 2.0, FALLBACK if name in FALLBACKS else OWN_SINGLE if single else OWN_LOOPS)
    if dtype.kind == "c" and name == "absolute":
        return Bound(1.0, 3.0, MODULUS)
    if dtype.kind == "c" and name in INVERSES:
        return Bound(6.0, 6.0, INVERSE)
    if dtype.kind == "c" and name in PRODUCTS:
        return Bound(None, 2.0, FUSED, needed=False)
    return None


# --- measuring ------------------------------------------------------------------------


def values(random, dtype):
    """Ordinary numbers, small ones, and all magnitudes."""
    third = VALUES // 3
    real = np.concatenate([random.uniform(-20, 20, third), random.uniform(-1, 1, third),
                           np.exp(random.uniform(-60, 60, third)) * random.choice((-1.0, 1.0), third)])
    return (real + 1j * random.permutation(real) if np.dtype(dtype).kind == "c" else real).astype(dtype)


def distance(actual, expected):
    """The greatest, in ulp of expected, where both are normal numbers."""
    kind = np.finfo(actual.dtype)
    size = np.abs(expected).astype(kind.dtype)
    ordinary = np.isfinite(actual) & np.isfinite(expected) & (size >= kind.tiny) & np.isfinite(size)
    wide = np.clongdouble if actual.dtype.kind == "c" else np.longdouble
    off = np.abs(actual[ordinary].astype(wide) - expected[ordinary].astype(wide)) / np.spacing(size[ordinary])
    return float(off.max(initial=0))


def run_arr(arr, folder, op, arguments):
    for k, argument in enumerate(arguments):
        np.save(os.path.join(folder, "x%d.npy" % k), argument)
    names = ["np.load('x%d.npy')" % k for k in range(len(arguments))]
    text = "import numpy as np\nnp.save('r.npy', np.%s(%s))\n" % (op.name, ", ".join(names))
    done = subprocess.run(arr + ["-e", text], cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError("%s: %s" % (op.name, done.stderr.strip()[-300:]))
    return np.load(os.path.join(folder, "r.npy"))


def measure(arr, folder, op, dtype):
    """(to NumPy's, to the true value, whether nans and infs are NumPy's), or None: no such loop, or not of floats."""
    random = np.random.default_rng(7)
    arguments = [values(random, dtype) for _ in range(op.arity)]
    try:
        expected = getattr(np, op.name)(*arguments)
        wide = [a.astype(np.clongdouble if a.dtype.kind == "c" else np.longdouble) for a in arguments]
        true = getattr(np, op.name)(*wide)
    except TypeError:
        return None
    if expected.dtype.kind not in "fc":
        return None
    actual = run_arr(arr, folder, op, arguments)
    same = np.array_equal(np.isnan(actual), np.isnan(expected)) and np.array_equal(np.isinf(actual), np.isinf(expected))
    return distance(actual, expected), distance(actual, true), same


def judge(limit, to_numpy, to_true, same):
    if limit is None:
        return "" if to_numpy == 0 and same else "is not NumPy's, and no row says why"
    if to_numpy > limit.numpy:
        return "is too far from NumPy's"
    if limit.true is not None and to_true > limit.true + SLACK:
        return "is too far from the true value"
    return "" if to_numpy or not limit.needed else "is NumPy's: the row is not needed"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--arr", default="build/arr", type=shlex.split)
    parser.add_argument("--ops", default="", help="only these names, by comma")
    arguments = parser.parse_args()
    arr = [os.path.abspath(arguments.arr[0])] + arguments.arr[1:]
    wanted = [name for name in arguments.ops.split(",") if name]
    np.seterr(all="ignore")
    done = exact = failed = 0
    reasons = []
    print("%-13s%-12s%22s%22s  why" % ("op", "dtype", "ulp of NumPy's: most", "of the true: most"))
    with tempfile.TemporaryDirectory() as folder:
        for op in table.elementwise():
            if op.arity == 3 or wanted and op.name not in wanted:
                continue
            for dtype in ("float32", "float64", "complex64", "complex128"):
                found = measure(arr, folder, op, dtype)
                if found is None:
                    continue
                limit = bound(op, dtype)
                complaint = judge(limit, *found)
                done += 1
                failed += bool(complaint)
                exact += limit is None
                if limit:
                    if limit.reason not in reasons:
                        reasons.append(limit.reason)
                    true = "" if limit.true is None else "%.1f: %.2f" % (limit.true, found[1])
                    print("%-13s%-12s%22s%22s  %d" % (op.name, dtype, "%.0f: %.2f" % (limit.numpy, found[0]), true,
                                                      reasons.index(limit.reason) + 1))
                if complaint:
                    print("WRONG %s %s: %s (%.2f ulp, %.2f of the true value)" % (op.name, dtype, complaint, *found[:2]))
    for k, reason in enumerate(reasons):
        print("%d  %s" % (k + 1, reason))
    print("ops_bounds: %d loops, %d of them equal to NumPy's, %d failed" % (done, exact, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
