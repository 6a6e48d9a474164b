"""The rows of src/array/ops.def, and the values that ops_numpy.py tries them on.

The rows are read from the source, so a new op is tested as soon as its row
stands there.
"""
import os
import re

import numpy as np

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "array", "ops.def")
DTYPES = ("bool_", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
          "float32", "float64", "complex64", "complex128")
SUPPORTED = frozenset(np.dtype(getattr(np, name)) for name in DTYPES)
VECTOR_ULP = {"u10": 1.0, "own": 1.0, "mix": 1.0}


class Op:
    """name, arity, rule; ulp: bound of the float loops against the true value, 0: equal to NumPy."""

    def __init__(self, name, alias, arity, rule, ulp):
        self.name = name
        self.alias = alias
        self.arity = arity
        self.rule = rule
        self.ulp = ulp


def _fields(text, at):
    """The comma-separated fields of a macro call whose '(' is at text[at], and where it ends."""
    fields, depth, quoted, start = [], 0, False, at + 1
    for k in range(at, len(text)):
        c = text[k]
        if c == '"' and text[k - 1] != "\\":
            quoted = not quoted
        if quoted:
            continue
        depth += (c == "(") - (c == ")")
        if depth == 1 and c == "," or depth == 0:
            fields.append(text[start:k].strip())
            start = k + 1
        if depth == 0:
            return fields
    raise ValueError("ops.def: a row that does not end")


def _rows(macro):
    with open(SOURCE) as file:
        text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
    for found in re.finditer(r"^%s\(" % macro, text, flags=re.M):
        yield _fields(text, found.end() - 1)


def _name(field):
    return None if field == "NULL" else field.strip('"')


def elementwise():
    for fields in _rows("ELEMENTWISE"):
        bound = re.search(r"\b(u10|own|mix)\b", fields[10])
        yield Op(_name(fields[1]), _name(fields[2]), int(fields[3]), fields[4],
                 VECTOR_ULP[bound.group()] if bound else 0)


def reductions():
    """(name, alias) of each."""
    for fields in _rows("REDUCTION"):
        if _name(fields[1]):
            yield _name(fields[1]), _name(fields[2])


# --- values ---------------------------------------------------------------------

FLOAT_EDGES = (0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, -2.5, 2.0, 3.7, -7.3, 100.25, 1e-3, 0.1,
               "huge", "-huge", "tiny", "subnormal", "-subnormal", np.inf, -np.inf, np.nan)
INT_EDGES = (0, 1, -1, 2, -2, 3, 7, -7, 10, 31, 32, 63, 64, 100, "min", "max", "min1", "max1")
COMPLEX_PARTS = (0.0, -0.0, 1.0, -1.5, 0.3, 2.0, np.inf, -np.inf, np.nan)
COMPLEX_EDGES = (0j, 1 + 0j, -1 + 0j, 1j, -2j, 0.5 + 2j, -1.5 - 0.25j, 3 - 4j, 1e-3 + 1e3j,
                 complex(np.inf, 1), complex(np.nan, 1), complex(-0.0, 0.0))


def _float_edge(value, dtype):
    info = np.finfo(dtype)
    named = {"huge": float(info.max) / 4, "tiny": float(info.tiny),
             "subnormal": float(info.smallest_subnormal)}
    if isinstance(value, str):
        return -named[value[1:]] if value[0] == "-" else named[value]
    return value


def _int_edge(value, dtype):
    info = np.iinfo(dtype)
    return {"min": info.min, "max": info.max, "min1": info.min + 1, "max1": info.max - 1}.get(value, value)


def edges(dtype):
    """Values at which ops go wrong, as Python numbers that dtype holds."""
    kind = np.dtype(dtype).kind
    if kind == "b":
        return [False, True]
    if kind in "iu":
        info = np.iinfo(dtype)
        values = [_int_edge(value, dtype) for value in INT_EDGES]
        return [v for v in dict.fromkeys(values) if info.min <= v <= info.max]
    if kind == "f":
        return [float(np.dtype(dtype).type(_float_edge(value, dtype))) for value in FLOAT_EDGES]
    return list(COMPLEX_EDGES)


def complex_grid():
    return [complex(re, im) for re in COMPLEX_PARTS for im in COMPLEX_PARTS]


def literal(value):
    """The value as Python and arr read it back exactly."""
    if isinstance(value, complex):
        return "complex(%s, %s)" % (literal(value.real), literal(value.imag))
    if isinstance(value, float):
        if value != value:
            return "np.nan"
        if value in (np.inf, -np.inf):
            return "np.inf" if value > 0 else "-np.inf"
    return repr(value)


def array_text(values, dtype):
    return "np.array([%s], dtype=np.%s)" % (", ".join(map(literal, values)), dtype)
