#!/usr/bin/env python3
"""Bad input, generated: every function, each argument in turn made wrong.

  bad_input.py --arr build/arr [--only TEXT] [--show]

CALLS are calls with holes; a hole's letter says what belongs there. For each
hole, all bad values of its kind are tried while the other holes are right:
wrong type, wrong rank, wrong axis, empty, nan and inf, huge and negative
shapes, out= that overlaps an operand. Where CPython raises, arr must raise the
same class; where it does not, arr must show the same or refuse with a clean
error (NumPy takes strings and objects where arr does not). x, the target of
an assignment, must be as it was after an error. Nothing may crash.
"""
import argparse
import os
import re
import resource
import signal
import sys
from collections import Counter

import ops_table
import session

NAMES = """a = np.arange(1.0, 7.0).reshape(2, 3); b = np.array([[2.0, 1.0, 0.5], [1.0, 3.0, 0.25]]); v = np.array([3.0, 1.0, 2.0])
q = np.array([[4.0, 1.0], [1.0, 3.0]]); i = np.array([2, 0, 1]); k = np.array([[1, 2, 3], [4, 5, 6]]); x = np.arange(6.0).reshape(2, 3)"""

FOREIGN = ("'x'", "None", "len", "[[1, 2], [3]]", "(1, 'x')")
SPECIAL = ("np.array([[np.nan, 1.0, np.inf], [-np.inf, 0.0, -0.0]])", "np.array([np.nan, np.inf, 1.0])")
RANKS = ("np.float64(2)", "3", "np.array(2.5)", "np.arange(3)", "np.ones((2, 2, 2))", "np.ones((1, 3))", "np.ones((5, 4))")
EMPTY = ("np.zeros(0)", "np.zeros((0, 3))", "np.zeros((2, 0))", "[]", "()")
OTHER = ("np.array([[True, False, True], [False, True, True]])", "np.array([[1 + 1j, 2, 3], [4, 5j, 6]])",
         "np.array([[1, 2, 3], [-4, 5, 6]], np.int8)", "np.array([[1, 2, 3], [4, 5, 6]], np.uint8)", "[[1, 2, 3], [4, 5, 6]]", "range(3)")
ARRAY = FOREIGN + SPECIAL + RANKS + EMPTY + OTHER
HUGE = ("(10**9, 10**9)", "(10**10, 10**10)", "2**62", "(2**31, 2**31, 4)", "(2**32, 2**32, 0)", "10**15", "2**63", "2**64", "-2**70")
BAD = {
    # what belongs there: its right value, and wrong ones
    "A": ("a", ARRAY),
    "B": ("b", ARRAY),
    "V": ("v", FOREIGN + SPECIAL + RANKS + EMPTY),
    "Q": ("q", FOREIGN + RANKS + EMPTY + ("np.zeros((2, 2))", "np.full((2, 2), np.nan)", "np.ones((2, 2)) * 1j", "np.ones((3, 2, 2))")),
    "I": ("i", FOREIGN + EMPTY + ("[0.5]", "np.array([1.0])", "[9]", "[-9]", "np.array([7])", "5", "-7", "np.zeros((2, 2), int)", "np.nan", "2**63", "True")),
    "X": ("0", ("9", "-9", "2**70", "'x'", "1.5", "np.nan", "(0, 0)", "(0, 5)", "()", "[0]", "True", "None", "np.int64(1)", "v")),
    "S": ("(2, 3)", HUGE + ("-1", "(2, -1)", "(-1, -1)", "'x'", "1.5", "None", "(2, 1.5)", "(2, None)", "()", "[2, 3]", "(1,) * 65", "v", "i", "np.nan", "True")),
    "N": ("2", ("-1", "-5", "0", "'x'", "1.5", "None", "2**63", "-2**63", "np.nan", "[2]", "True", "np.int8(2)", "v")),
    "F": ("1.5", ("'x'", "None", "np.nan", "np.inf", "-1.0", "1j", "10**400", "[1]", "v", "np.zeros(0)")),
    "D": ("float", ("'foo'", "3", "None", "'U3'", "[1]", "len", "np.float64(1)", "'i4'", "complex", "bool", "'uint8'", "(1, 2, 3)")),
    "O": ("None", ("np.zeros((9, 9))", "np.zeros(3)", "np.zeros((2, 3), dtype=int)", "np.zeros((2, 3), dtype=bool)", "np.zeros((2, 3), np.float32)",
                   "[0]", "'x'", "5", "np.float64(1)", "a[::-1]", "a[:, ::-1]", "a", "x", "np.broadcast_to(1.0, (2, 3))", "np.zeros((0, 3))", "np.zeros((1, 3))")),
    "T": ("x[:]", ()),
}
HOLE = re.compile(r"\{(\w)\}")

CALLS = """
np.sum({A}, axis={X}) | np.sum({A}, axis=0, dtype={D}) | np.sum({A}, axis=0, out={O}) | {A}.sum({X}) | np.sum({A}, keepdims=True)
np.prod({A}, axis={X}) | np.mean({A}, axis={X}) | np.mean({A}, dtype={D}) | np.std({A}, axis={X}) | np.std({A}, ddof={N}) | np.var({A}, {X})
np.max({A}, axis={X}) | np.min({A}, axis={X}) | np.max({A}, axis=0, out={O}) | np.any({A}, axis={X}) | np.all({A}, {X})
np.argmax({A}, axis={X}) | np.argmin({A}, {X}) | np.cumsum({A}, axis={X}) | np.cumsum({A}, dtype={D}) | np.cumprod({A}, axis={X}) | np.count_nonzero({A}, axis={X})
np.ptp({A}, axis={X}) | np.median({A}, axis={X}) | np.average({A}, axis={X}) | np.average({V}, weights={V}) | np.nansum({A}, axis={X}) | np.nanmean({A}, axis={X})
np.nanmax({A}, axis={X}) | np.nanmin({A}, {X}) | np.nanstd({A}, axis={X}) | np.nanvar({A}, {X}) | np.nanprod({A}) | np.nancumsum({A}, axis={X}) | np.cov({A}) | np.corrcoef({A})
np.zeros({S}) | np.ones({S}) | np.full({S}, {F}) | np.full((2,), {A}) | np.zeros((2, 3), dtype={D}) | np.ones(2, dtype={D}) | np.full((2, 3), 1.5, dtype={D})
np.zeros_like({A}) | np.ones_like({A}, dtype={D}) | np.full_like({A}, {F}) | np.array({A}) | np.array({A}, dtype={D}) | np.asarray({A}, dtype={D}) | np.copy({A})
np.arange({F}) | np.arange({N}, 7) | np.arange(0, {F}, 0.5) | np.arange(0, 3, {F}) | np.arange(3, dtype={D}) | np.linspace({F}, 3, 4) | np.linspace(0, {V}, 3) | np.linspace(0, 1, {N}) | np.linspace(0, 1, 5, dtype={D}) | np.logspace(0, {F}, 3)
np.eye({N}) | np.eye(2, {N}) | np.eye(2, k={N}) | np.eye(2, dtype={D}) | np.identity({N}) | np.diag({A}) | np.diag({V}, {N}) | np.triu({A}, {N}) | np.tril({A}, {N}) | np.fromfunction(lambda i, j: i + j, {S}) | np.tri({N})
np.reshape({A}, {S}) | a.reshape({S}) | a.reshape({N}, -1) | np.transpose({A}) | np.transpose({A}, {I}) | a.transpose({X}, 1) | np.swapaxes({A}, {X}, 1) | np.moveaxis({A}, {X}, 1)
np.flip({A}, {X}) | np.roll({A}, {N}) | np.roll({A}, 1, axis={X}) | np.rot90({A}, {N}) | np.fliplr({A}) | np.flipud({A}) | np.expand_dims({A}, {X}) | np.squeeze({A}) | np.squeeze(a[:, :1], axis={X}) | np.ravel({A})
np.broadcast_to({V}, {S}) | np.concatenate(({A}, {B})) | np.concatenate(({A}, {B}), axis={X}) | np.concatenate({A}) | np.stack(({A}, {B}), axis={X}) | np.hstack(({A}, {B})) | np.vstack(({A}, {B})) | np.dstack(({A}, b)) | np.column_stack(({V}, {V}))
np.repeat({A}, {N}) | np.repeat({A}, {I}, axis=1) | np.repeat({A}, 2, axis={X}) | np.tile({A}, {N}) | np.tile({V}, {S}) | np.split({A}, {N}, axis=1) | np.array_split({V}, {N}) | np.append({A}, {V}) | np.append({A}, {B}, axis={X}) | np.atleast_1d({A}) | np.atleast_2d({A}) | np.meshgrid({V}, {V})
np.diff({A}, axis={X}) | np.diff({V}, {N}) | np.gradient({V}) | np.interp({F}, {V}, v) | np.convolve({V}, {V}) | np.correlate({V}, {V}) | np.trapezoid({V}) | np.cross({A}, {B}) | np.kron({A}, {B}) | np.outer({V}, {V}) | np.inner({A}, {B}) | np.dot({A}, {V}) | np.vdot({V}, {V})
np.matmul({A}, {V}) | {A} @ {V} | np.matmul({Q}, {Q}) | np.dot({Q}, {Q}) | np.trace({A}) | np.diagonal({A}, {N}) | np.linalg.inv({Q}) | np.linalg.solve({Q}, {V}[:2]) | np.linalg.solve(q, {Q}) | np.linalg.cholesky({Q}) | np.linalg.det({Q}) | np.linalg.norm({A}) | np.linalg.norm({A}, axis={X}) | np.linalg.norm({V}, {F})
np.linalg.qr({Q}) | np.linalg.svd({Q}) | np.linalg.eigh({Q}) | np.linalg.matrix_rank({Q}) | np.linalg.pinv({Q}) | np.linalg.matrix_power({Q}, {N}) | np.einsum('ij,j->i', {A}, {V}) | np.tensordot({A}, {B}, {N}) | np.fft.fft({V}) | np.fft.fft({V}, {N}) | np.fft.rfft({A}, axis={X}) | np.fft.fftfreq({N})
np.sort({A}, axis={X}) | np.argsort({A}, axis={X}) | np.argsort({V}) | np.searchsorted(np.sort(v), {A}) | np.searchsorted({V}, 2) | np.nonzero({A}) | np.flatnonzero({A}) | np.argwhere({A}) | np.where({A} > 2, {B}, 0) | np.where({A}) | np.bincount({I}) | np.bincount(i, weights={V}) | np.bincount(i, minlength={N})
np.unique({A}) | np.unique({A}, axis={X}) | np.take({A}, {I}) | np.take({A}, {I}, axis=1) | np.take({A}, i - 1, axis={X}) | np.partition({V}, {N}) | np.histogram({V}, {N}) | np.quantile({V}, {F}) | np.percentile({V}, {F}) | np.digitize({V}, {V}) | np.pad({V}, {N}) | np.insert({V}, {N}, 1) | np.delete({V}, {N}) | np.lexsort(({V}, {V})) | np.unravel_index({I}, (2, 3)) | np.choose({I}, [v, v, v]) | np.select([v > 1], [{V}]) | np.take_along_axis({V}, {I}, 0) | np.fill_diagonal({Q}, 1)
np.clip({A}, {F}, 5) | np.clip({A}, 1, {B}) | np.clip(a, 1, 5, out={O}) | np.round({A}, {N}) | np.isclose({A}, {B}) | np.allclose({A}, {B}) | np.array_equal({A}, {B}) | np.real({A}) | np.imag({A}) | np.angle({A}) | np.nan_to_num({A}) | np.isreal({A}) | np.sinc({A})
a[{I}] | a[{I}, 0] | a[:, {I}] | a[{X}] | a[{N}:] | a[::{N}] | v[{A} > 2] | a[{A} > 2] | a[{S}] | v[{V}] | a[{F}] | a[None, {I}, ...] | k[{I}, {I}]
a.astype({D}) | a.item({X}) | a.copy() | a.fill({F}) | a.dot({V}) | a.flatten() | a.ravel() | a.mean({X}) | a.sort({X}) | a.argsort({X}) | a.clip({F}, 5) | a.repeat({N}) | a.take({I}) | a.cumsum({X}) | a.max({X}) | a.min({X}) | a.std({X}) | a.round({N}) | a.squeeze({X}) | a.tolist() | a.nonzero()
np.random.default_rng({N}).random(2) | np.random.default_rng(1).random({S}) | np.random.default_rng(1).uniform({F}, 2, 3) | np.random.default_rng(1).uniform(0, 1, {S}) | np.random.default_rng(1).integers({N}) | np.random.default_rng(1).integers(0, {N}, 3) | np.random.default_rng(1).integers(0, 5, {S}) | np.random.default_rng(1).integers(0, 5, 2, dtype={D}) | np.random.default_rng(1).normal({F}, 1, 2) | np.random.default_rng(1).normal(0, {F}, 2) | np.random.default_rng(1).choice({N}, 2) | np.random.default_rng(1).permutation({N}) | np.random.default_rng(1).standard_normal({S})
len({A}) | list({A}) | tuple({V}) | sum({A}) | max({V}) | min({V}) | abs({A}) | round({F}, 1) | int({F}) | float({F}) | complex({F}) | bool({A}) | range({N}) | str({F}) | sorted({V}) | list(zip({V}, {V})) | list(enumerate({V})) | {A} + {B} | {A} - {B} | {A} * {B} | {A} / {B} | {A} // {B} | {A} % {B} | {A} ** {B} | {A} < {B} | {A} == {B} | -{A} | ~{I} | {I} & {I} | {I} << {N} | {F} + {F} | {N} // {N} | {N} ** {N} | {F} % {F}
"""
ASSIGNMENTS = """
x[...] = {A} | x[0] = {V} | x[:, 1] = {V}[:2] | x[{I}] = 1 | x[{I}, 0] = 1 | x[:, {I}] = 5 | x[{X}] = {F} | x[0, 0] = {F} | x[{A} > 2] = {F} | x[x > 2] = {V} | x[i - 1, i] = {V}
x += {A} | x -= {V} | x *= {F} | x /= {B} | x //= {A} | x %= {B} | x **= {F} | x[0] += {V} | x[:, ::2] *= {A} | x[{I}] += 1 | x[x > 1] -= {F} | x @= {Q} | x[1:] = x[:-1] + {V} | x[...] = x[::-1] * {F}
k[...] = {A} | k[0] = {V} | k[0, 0] = {F} | k += {A} | k *= {F} | k //= {N} | k <<= {N} | k &= {I} | k **= {I} | k[{I} > 0] = {F}
x[...] = np.linalg.inv({Q})[0, 0] | x[0] = np.linalg.solve({Q}, v[:2])[0] | np.add({A}, {B}, out=x) | np.multiply({A}, 2, x) | np.sqrt({A}, out=x) | np.add(x[:, 1:], x[:, :-1], out=x[:, 1:]) | np.cumsum({A}, axis=1, out=x) | np.sum({A}, axis=0, out=x[0]) | np.clip({A}, 1, 2, out=x) | x.fill({F}) | x.sort({X}) | x.shape = {S} | np.matmul({Q}, {A}, out=x)
"""


def calls():
    """Every template."""
    rows = [t.strip() for line in CALLS.strip().splitlines() for t in line.split(" | ")]
    for op in ops_table.elementwise():
        if op.arity == 1:
            rows += ["np.%s({A})" % op.name, "np.%s(a, out={O})" % op.name]
        elif op.arity == 2:
            rows += ["np.%s({A}, {B})" % op.name, "np.%s(a, b, out={O})" % op.name]
    return rows


def instances(template):
    """The template with right values, then with one hole wrong at a time."""
    holes = HOLE.findall(template)
    right = [BAD[h][0] for h in holes]
    yield fill(template, right)
    for at, hole in enumerate(holes):
        for bad in BAD[hole][1]:
            yield fill(template, right[:at] + [bad] + right[at + 1:])


def fill(template, values):
    values = iter(values)
    return HOLE.sub(lambda match: parenthesised(next(values), template, match.end()), template)


def parenthesised(text, template, end):
    """Numbers and operators need parentheses before a dot or an operator."""
    return "(%s)" % text if template[end : end + 1] in (".", "[") or re.search(r"[-+*@/%]", text) and "(" not in text else text


def programs(only):
    """(statement, whether x is to be looked at): each once."""
    seen = {}
    for template in calls():
        for statement in instances(template):
            seen.setdefault(statement, False)
    for line in ASSIGNMENTS.strip().splitlines():
        for template in line.split(" | "):
            for statement in instances(template.strip()):
                seen.setdefault(statement, True)
    return [(s, look) for s, look in seen.items() if only in s]


def same_text(got, want):
    """Numbers may differ in their last bits: this is no test of values."""
    if got == want:
        return True
    number = re.compile(r"[-+]?\d+\.\d*(?:e[-+]?\d+)?")
    if number.sub("#", got) != number.sub("#", want):
        return False
    return all(abs(float(x) - float(y)) <= 1e-6 * abs(float(y)) + 1e-12 for x, y in zip(number.findall(got), number.findall(want)))


def verdict(got, want):
    """(sort, whether it is wrong)"""
    if got.crash:
        return "crash", True
    if want.error:
        if got.error == want.error:
            return ("same class and message" if got.message == want.message else "same class"), not got.caret
        return ("other class" if got.error else "no error"), True
    if got.error:
        return "refused", got.error in ("RuntimeError",)
    return ("same value", False) if same_text(got.text, want.text) else ("other value", True)


ABSENT = re.compile(r"has no attribute '(\w+)'|is not in arr|is not defined|not supported|got an unexpected keyword")
# (pattern of the statement, why arr's answer is its own)
KNOWN = [
    (r"ddof=|matrix_power\(q, \(-2|diagonal\(a, \(-2|round\(.*-2\*\*63|tri[ul]\(a, \(-2", "ints at the end of C's range, and nan, are numbers like others"),
    (r"\(?2\*\*6[34]\)?|2\*\*70|10\*\*400", "which of its limits NumPy names first for an int beyond int64"),
    (r"10\*\*9, 10\*\*9|10\*\*10, 10|2\*\*31, 2\*\*31|2\*\*32, 2\*\*32", "the whole result's size is known at once, not that of a part"),
    (r"np\.nan\)|, v\)$|=v\)$|tri\(v\)", "ints are asked for before anything is compared"),
    (r"average\(|nan(mean|std|var)\(3", "no condition on data in the library; numbers are arrays there"),
    (r"arange\(None|expand_dims\(a, None|round\(a, None|a\.round\(None", "None is what is not given"),
    (r"split\(|take_along_axis\(", "lists and numbers are arrays first"),
    (r"\bTrue\b", "a bool is an int, as in Python"),
    (r"tensordot\(a, b, 'x'|unique\(a, axis=\(", "one axis, or a pair"),
    (r"median\(a, axis=\(", "one axis"),
    (r"tile\(|roll\(", "counts are ints"),
    (r"transpose\((a, np\.zeros|np\.float64)|squeeze\(np\.float64", "views of numbers are 0-d arrays"),
    (r"trapezoid\(|correlate\(|interp\(1\.5, len|pinv\(|repeat\(a, np\.zeros", "the shape is looked at first"),
    (r"^sum\(|^round\(", "Python's functions of an array are NumPy's"),
    (r"partition\(", "which order the parts have inside is nobody's promise"),
    (r"default_rng\(None\)", "fresh entropy"),
    (r"isreal\(3|np\.round\(np\.array\(\[\[True|qr\(np\.zeros|norm\(v, 1j|k\[0, 0\] = \[1\]|x\.shape = None|item\(\[0\]\)", "not worth a case"),
    (r"matmul\(.*1j.*out=x|@= np\.ones\(\(2, 2\)\) \* 1j|matmul\(q, .*1j", "shapes before types"),
    (r"uniform\(v, 2, 3\)|integers\(0, 5", "draws are checked by the first"),
    (r"split\(a, np\.nan", "ints"),
    (r"fft\..*np\.(nan|inf)", "which sums meet inf and nan is the algorithm's"),
]


def known(statement):
    return any(re.search(pattern, statement) for pattern, _ in KNOWN)


UNTOUCHED = "True True"
NUMPY_SECONDS = 2


def pieces_of(statement, look):
    """What arr is given: the second piece looks at the targets of the first."""
    yield "%s\n%s" % (NAMES, statement)
    if look:
        yield "print(np.array_equal(x, np.arange(6.0).reshape(2, 3)), np.array_equal(k, [[1, 2, 3], [4, 5, 6]]))"


def too_long(*_):
    raise TimeoutError


def by_numpy(statement, look):
    scope = session.new_scope()
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(NUMPY_SECONDS)
    # NumPy must not eat the machine; arr under a sanitizer needs all its addresses
    resource.setrlimit(resource.RLIMIT_AS, (1 << 33, resource.RLIM_INFINITY))
    want = session.python_outcome("%s\n%s" % (NAMES, statement), scope)
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    signal.alarm(0)
    return want


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arr", required=True)
    parser.add_argument("--only", default="", help="statements that contain this")
    parser.add_argument("--show", action="store_true", help="each statement and what came of it")
    args = parser.parse_args()
    args.arr = os.path.abspath(args.arr)
    folder = session.leave_no_files()  # until the end
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    rows, wanted, pieces = [], [], []
    for statement, look in programs(args.only):
        want = by_numpy(statement, look)
        if want.error == "TimeoutError":
            continue  # np.diff(v, 2**63)
        rows.append((statement, look))
        wanted.append(want)
        pieces += pieces_of(statement, look)
    given = iter(session.outcomes(args.arr, pieces, flags=("--sysmem", "512M")))
    counts, failed = Counter(), 0
    for (statement, look), want in zip(rows, wanted):
        answer = next(given)
        sort, wrong = verdict(answer, want)
        if look:
            target = next(given)
            if answer.error and not wrong and target.said() != UNTOUCHED:
                sort, wrong = "target changed", True
                answer = target
        if wrong and answer.error and ABSENT.search(answer.message) and want.error != answer.error:
            sort, wrong = "not in arr", False
        if wrong and not answer.crash and known(statement):
            sort, wrong = "known", False
        counts[sort] += 1
        failed += wrong
        if wrong or args.show:
            print(f"{sort}: {statement}\n    arr:     {answer.said()[:300]}\n    CPython: {want.said()[:300]}")
    print(", ".join(f"{n} {sort}" for sort, n in counts.most_common()))
    print(f"{len(rows)} programs, {failed} failed")
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
