#!/usr/bin/env python3
"""Indices of every kind against NumPy: got, set, and set in place, all combinations.

    index_numpy.py --arr build/arr [--seed 1] [--count 4000] [--verbose]

Each case is an array (of some layout) and an index made of up to four items:
ints, slices of any sign, None, ..., bools, lists, index arrays and masks of
full and of partial rank. a[i] must give NumPy's elements, shape and dtype, and
be a view or a copy as NumPy's is; a[i] = v and a[i] += v must change the
array as NumPy does; what NumPy refuses must be refused with the same class.
Cases go to arr in batches of one program each.
"""
import argparse
import random
import subprocess
import sys
import tempfile

import numpy as np

BATCH = 200
SOURCES = (
    "np.arange(60).reshape(3, 4, 5)", "np.arange(60.0).reshape(5, 4, 3).T", "np.arange(7)",
    "np.arange(24).reshape(4, 6)[::-1, ::2]", "np.arange(12).reshape(3, 4).T", "np.array(5)",
    "np.zeros((2, 0, 3))", "np.arange(6).reshape(1, 6)", "np.arange(16).reshape(2, 2, 2, 2)",
    "(np.arange(12) + 1j).reshape(3, 4).real", "np.arange(20).reshape(4, 5)[:, 1:4]",
    "np.broadcast_to(np.arange(3), (2, 3)).copy()", "np.arange(9).reshape(3, 3) % 2 == 0",
)


def one_slice(rng, extent):
    parts = [rng.choice(("", str(rng.randint(-extent - 2, extent + 2)))) for _ in range(2)]
    step = rng.choice(("", "", ":1", ":2", ":-1", ":-2", ":3", ":-7"))
    return "%s:%s%s" % (parts[0], parts[1], step)


def ints(rng, extent, wrong):
    if extent == 0:
        return 0
    return rng.randint(-extent, extent - 1) if not wrong else rng.choice((extent, -extent - 1))


def one_array(rng, extent, shape):
    n = int(np.prod(shape))
    values = [ints(rng, extent, rng.random() < 0.01) for _ in range(n)]
    text = "np.array(%r).reshape(%r)" % (values, shape) if n else "np.zeros(%r, int)" % (shape,)
    if n and len(shape) == 1 and rng.random() < 0.4:
        return repr(values)
    if n and rng.random() < 0.15:
        return text + ".astype(np.%s)" % rng.choice(("int8", "int32"))
    return text


def one_mask(rng, shape):
    n = int(np.prod(shape))
    values = [rng.random() < 0.5 for _ in range(n)]
    if len(shape) == 1 and n and rng.random() < 0.4:
        return repr(values)
    return "np.array(%r, bool).reshape(%r)" % (values, tuple(shape))


def one_index(rng, shape):
    """An index for that shape; now and then a wrong one."""
    if rng.random() < 0.04 and shape:
        return one_mask(rng, shape)
    items, axis, fancy = [], 0, rng.choice(((), (2,), (3,), (2, 1), (1,), (2, 3), (0,)))
    basic = rng.random() < 0.4
    while len(items) < 5 and (axis < len(shape) or rng.random() < 0.15):
        kind = rng.random()
        extent = shape[axis] if axis < len(shape) else 1
        if kind < 0.06:
            items.append("None")
            continue
        if kind < 0.12 and "..." not in items:
            items.append("...")
            axis += rng.randint(0, 2)
            continue
        if not basic and kind < 0.16:
            items.append(rng.choice(("True", "False")))
            continue
        if not basic and kind < 0.45 and axis < len(shape):
            if rng.random() < 0.3:
                rank = rng.randint(1, len(shape) - axis)
                masked = list(shape[axis:axis + rank])
                if rng.random() < 0.03:
                    masked[0] += 1
                items.append(one_mask(rng, masked))
                axis += rank
                continue
            own = rng.choice((fancy, fancy, (1,), ()))
            items.append(one_array(rng, extent, own))
        elif kind < 0.7:
            items.append(str(ints(rng, extent, rng.random() < 0.02)))
        else:
            items.append(one_slice(rng, max(extent, 1)))
        axis += 1
        if rng.random() < 0.12:
            break
    return ", ".join(items) + ("," if len(items) == 1 and rng.random() < 0.5 else "") if items else "()"


def one_value(rng, got):
    """Something to assign where a[index] has got's shape."""
    kind = rng.random()
    shape = np.shape(got)
    if kind < 0.3:
        return str(rng.choice((7, -1, 2.5, True)))
    if kind < 0.4:
        return "np.arange(2)"
    if shape and kind < 0.7:
        cut = rng.randint(0, len(shape) - 1)
        shape = tuple(1 if rng.random() < 0.3 else n for n in shape[cut:])
    return "np.arange(%d).reshape(%r) * 3 + 100" % (int(np.prod(shape)), shape)


def attempt(statements):
    """What print() would show of the statements' names r and a, or the error's class."""
    scope = {"np": np}
    try:
        exec("\n".join(statements), scope)
    except Exception as error:
        return type(error).__name__
    return scope


def shown(value):
    value = np.asarray(value)
    return "%s %s %s" % (value.dtype, value.shape, value.ravel().tolist())


def make_case(rng):
    """(statements, what the program must print: texts, or one error class)"""
    source = rng.choice(SOURCES)
    a = eval(source, {"np": np})
    index = one_index(rng, a.shape)
    lines = ["a = " + source]
    form = rng.random()
    got = attempt(lines + ["r = a[%s]" % index])
    if form < 0.45 or isinstance(got, str) and rng.random() < 0.7:
        lines += ["r = a[%s]" % index, "b = np.asarray(r)"]
        if not isinstance(got, str) and isinstance(got["r"], np.ndarray):
            lines += ["r[...] = r * 2", "b = np.asarray(r)"]
    elif form < 0.75:
        value = one_value(rng, None if isinstance(got, str) else got["r"])
        lines += ["a[%s] = %s" % (index, value), "b = a"]
    else:
        value = one_value(rng, None if isinstance(got, str) else got["r"])
        lines += ["a[%s] %s= %s" % (index, rng.choice("+-*"), value), "b = a"]
    result = attempt(lines)
    if isinstance(result, str):
        return lines, result
    return lines, [shown(result["b"]), shown(result["a"])]


def run(arr, text):
    with tempfile.NamedTemporaryFile("w", suffix=".arr") as file:
        file.write(text)
        file.flush()
        return subprocess.run([*arr, file.name], capture_output=True, text=True, timeout=300)


def check_good(arr, cases):
    """Cases that print, all in one program."""
    lines = ["import numpy as np", "def show(v):", "    v = np.asarray(v)",
             "    print(v.dtype, v.shape, v.ravel().tolist())"]
    for statements, _ in cases:
        lines += statements + ["show(b)", "show(a)", "print('--')"]
    done = run(arr, "\n".join(lines) + "\n")
    parts = done.stdout.split("--\n")
    for k, (statements, expected) in enumerate(cases):
        if k >= len(parts) - 1:
            return [(statements, expected, (parts[-1] + done.stderr).splitlines())] + check_good(arr, cases[k + 1:])
        got = parts[k].splitlines()
        if got != expected:
            return [(statements, expected, got)] + check_good(arr, cases[k + 1:])
    return []


def check_bad(arr, statements, expected):
    done = run(arr, "\n".join(["import numpy as np"] + statements + ["print(b.ravel().tolist())"]) + "\n")
    first = done.stderr.splitlines()[:1]
    if done.returncode == 1 and first and expected in first[0]:
        return []
    return [(statements, expected, (done.stdout + done.stderr).splitlines()[:3])]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arr", required=True, help="with its options: 'build/arr --limits tiny'")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    rng = random.Random(args.seed)
    np.seterr(all="ignore")
    cases = [make_case(rng) for _ in range(args.count)]
    good = [case for case in cases if not isinstance(case[1], str)]
    bad = [case for case in cases if isinstance(case[1], str)]
    bad = bad[:max(1, args.count // 20)]  # each is a program of its own
    failures = []
    for k in range(0, len(good), BATCH):
        failures += check_good(args.arr.split(), good[k:k + BATCH])
    for statements, expected in bad:
        failures += check_bad(args.arr.split(), statements, expected)
    for statements, expected, got in failures[:None if args.verbose else 10]:
        print("\n".join(statements), "\n  NumPy:", expected, "\n  arr:  ", got)
    print("index_numpy: %d indices, %d refused, %d wrong" % (len(good), len(bad), len(failures)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
