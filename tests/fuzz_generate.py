"""Makes random array programs that CPython + NumPy runs without an error.

Takes a seed and an index, gives a Program: the same for the same pair, on
every machine. NumPy runs each statement as it is made, so shapes, types and
values are known, and whatever NumPy refuses is thrown away. Nothing here
knows about arr.

The text is canonical: places where arr may differ from NumPy in the last
bits are marked by calls that fuzz_oracle.py knows. plain() removes them.

    _p(x)  x, each element off by a few ulp: transcendental functions, and
           both ends of sums and products whose order is not NumPy's
    _z(x)  x, zeros of either sign: which zero maximum() gives is chance in
           NumPy itself
    _q(x, index)  a statement: _p in place
"""
import random
import warnings

import numpy as np

DTYPES = ("bool_", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
          "float32", "float64", "complex64", "complex128")
SUPPORTED = frozenset(np.dtype(getattr(np, name)) for name in DTYPES)
DTYPE_WEIGHTS = (4, 3, 2, 5, 8, 3, 2, 2, 3, 8, 24, 3, 5)
EXTENTS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 16, 17, 31, 33, 64, 100)
EXTENT_WEIGHTS = (1, 4, 6, 10, 10, 10, 8, 8, 5, 4, 3, 2, 2, 1, 1, 1, 1)
MAX_SIZE = 700        # elements of an ordinary program's arrays
BIG_SIZE = 40000      # of one program in BIG_EVERY: tiles, threads, summarised printing
BIG_EVERY = 25
ERROR_EVERY = 20      # one program in so many ends in an error

EXACT_UNARY = ("np.abs", "np.negative", "np.sqrt", "np.floor", "np.ceil", "np.trunc", "np.sign",
               "np.square", "np.isnan", "np.isfinite", "np.logical_not", "-", "+", "~",
               "np.rint", "np.conjugate")
INEXACT_UNARY = ("np.exp", "np.log", "np.sin", "np.cos", "np.tan", "np.tanh", "np.sinh", "np.cosh",
                 "np.arctan", "np.expm1", "np.log1p", "np.log2", "np.log10", "np.arcsin",
                 "np.arccos")
ARITHMETIC = ("+", "-", "*", "/", "+", "-", "*", "//", "%")
LOGIC = ("&", "|", "^")
COMPARE = ("==", "!=", "<", "<=", ">", ">=")
# no copysign: whether log10(-1) is nan or -nan is left open
FUNCTIONS = ("np.maximum", "np.minimum", "np.logical_and", "np.logical_or", "np.logical_xor",
             "np.add", "np.multiply", "np.subtract")
LITERALS = ("2", "3", "1", "-1", "0", "7", "0.5", "1.5", "-0.25", "2.0", "10.0", "0.1", "True",
            "1j", "(0.5-1j)")

_MARKS = ("_p(", "_z(")


class Reject(Exception):
    """What was being made is not wanted: NumPy refuses it, or it is dull."""


def plain(text):
    """The program as arr and a user see it: canonical text without marks."""
    if "_" not in text:
        return text
    kept = [line for line in text.split("\n") if not line.lstrip().startswith("_q(")]
    text = "\n".join(kept)
    for mark in _MARKS:
        while (at := text.find(mark)) >= 0 and not _name_before(text, at):
            close = matching(text, at + len(mark))
            text = text[:at] + text[at + len(mark):close] + text[close + 1:]
    return text


def _name_before(text, at):
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")


def matching(text, at):
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return at - 1


class Expr:
    """A text and its value now (in a loop: in the first iteration)."""
    __slots__ = ("text", "value")

    def __init__(self, text, value):
        self.text = text
        self.value = value

    @property
    def kind(self):
        return np.asarray(self.value).dtype.kind

    @property
    def shape(self):
        return np.shape(self.value)


class Program:
    """index; defs: lines of functions; body: lines; error: the last line raises; big: has arrays
    beyond MAX_SIZE."""

    def __init__(self, index, defs, body, error, big):
        self.index = index
        self.defs = defs
        self.body = body
        self.error = error
        self.big = big
        self.inexact = any(mark in line for line in defs + body for mark in ("_p(", "_z(", "_q("))

    def canonical(self):
        """Two programs of three run inside a function, the third at the top level."""
        if self.index % 3 == 0:
            return "\n".join(self.defs + self.body) + "\n"
        name = "program_%d" % self.index
        lines = ["    " + line for line in self.body]
        return "\n".join(self.defs + ["def %s():" % name] + lines + [name + "()"]) + "\n"


_code_cache = {}


def _evaluate(template, values):
    """template with {0}, {1} for values: compiled once per template."""
    code = _code_cache.get(template)
    if code is None:
        names = ["_v%d" % k for k in range(len(values))]
        code = compile(plain(template.format(*names)), "<expr>", "eval")
        _code_cache[template] = code
    scope = {"_v%d" % k: value for k, value in enumerate(values)}
    scope["np"] = np
    try:
        return eval(code, scope)
    except Exception as error:
        raise Reject(str(error)) from None


def acceptable(value, limit):
    if isinstance(value, (np.ndarray, np.generic)):
        if value.dtype not in SUPPORTED or value.size > limit:
            raise Reject("type or size")
    elif not isinstance(value, (bool, int, float, complex)) or abs(value) > 2 ** 62:
        raise Reject("host value")


class Generator:
    """One program's state: NumPy's variables, and the lines made so far."""

    def __init__(self, seed, index):
        self.rng = random.Random("%s:%s" % (seed, index))
        self.index = index
        self.big = self.rng.randrange(BIG_EVERY) == 0
        self.limit = BIG_SIZE if self.big else MAX_SIZE
        self.inexact = self.rng.random() < 0.4
        self.scope = {"np": np}
        self.defs = []
        self.functions = []
        self.lines = []
        self.names = []       # variables, in order of birth
        self.loop = None      # (name, count) of a loop over range(count) that may index
        self.label = 0
        self.born = 0

    # --- small things ---------------------------------------------------

    def chance(self, probability):
        return self.rng.random() < probability

    def apply(self, template, *children):
        value = _evaluate(template, [child.value for child in children])
        acceptable(value, self.limit)
        if isinstance(value, complex) and not isinstance(value, np.generic) and any(
                isinstance(child.value, np.generic) for child in children):
            raise Reject("complex.__add__ takes a np.float64 for a float; arr gives a NumPy scalar")
        return Expr(template.format(*[child.text for child in children]), value)

    def inexact_only(self):
        if not self.inexact:
            raise Reject("exact program")

    def new_name(self):
        self.born += 1
        return "v%d" % self.born

    def variable(self, name):
        return Expr(name, self.scope[name])

    def arrays(self):
        return [name for name in self.names if isinstance(self.scope[name], np.ndarray)]

    def scalars(self):
        return [name for name in self.names if not isinstance(self.scope[name], np.ndarray)]

    def pick_array(self):
        names = self.arrays()
        if not names:
            raise Reject("no array")
        return self.variable(self.rng.choice(names))

    def shape(self):
        ndim = self.rng.choices((0, 1, 2, 3, 4), (1, 10, 10, 4, 1))[0]
        shape = tuple(self.rng.choices(EXTENTS, EXTENT_WEIGHTS)[0] for _ in range(ndim))
        if self.big and ndim:
            shape = self.rng.choice(((5000,), (1025,), (60, 70), (3, 2100), (1200, 2), (20, 20, 20),
                                     (16387,), (129, 129)))
        if np.prod(shape, dtype=int) > self.limit:
            raise Reject("size")
        return shape

    # --- indices and views ----------------------------------------------

    def slice_text(self, extent, wanted):
        """A slice of an axis of extent that has wanted elements, in one of many spellings."""
        if wanted == 1 and self.chance(0.5) or wanted == 0:
            start = self.rng.randrange(extent) if extent else 0
            return "%d:%d" % (start, start + wanted)
        if self.loop and extent - wanted >= self.loop[1] and self.chance(0.6):
            return "%s:%s + %d" % (self.loop[0], self.loop[0], wanted)
        steps = [s for s in (1, 1, 1, -1, 2, 3, -2) if (wanted - 1) * abs(s) < extent]
        step = self.rng.choice(steps)
        span = (wanted - 1) * abs(step)
        low = self.rng.randrange(extent - span)
        start, last = (low, low + span) if step > 0 else (low + span, low)
        return self.spell_slice(extent, start, last, step)

    def spell_slice(self, extent, start, last, step):
        stop = last + (1 if step > 0 else -1)
        at_start = start == (0 if step > 0 else extent - 1)
        at_stop = stop >= extent if step > 0 else stop < 0
        first = "" if at_start and self.chance(0.8) else str(start)
        if first and self.chance(0.2):
            first = str(start - extent)
        if at_stop and (stop < 0 or self.chance(0.8)):
            end = ""
        else:
            end = str(stop - extent) if stop < extent and self.chance(0.4) else str(stop)
        return first + ":" + end + ("" if step == 1 else ":" + str(step))

    def index_item(self, extent):
        kind = self.rng.random()
        if kind < 0.3:
            return ":"
        if kind < 0.45 and extent:
            if self.loop and extent >= self.loop[1] and self.chance(0.7):
                return self.loop[0]
            return str(self.rng.randrange(-extent, extent))
        if kind < 0.6:
            return "::-1"
        if extent < 2:
            return ":"
        return self.slice_text(extent, self.rng.randrange(1, extent + 1))

    def index_text(self, shape):
        """A basic index: ints, slices, now and then newaxis or an ellipsis."""
        items = [self.index_item(extent) for extent in shape]
        while items and items[-1] == ":" and self.chance(0.7):
            items.pop()
        if len(items) < len(shape) and self.chance(0.3):
            items.append("...")
        if self.chance(0.08):
            items.insert(self.rng.randrange(len(items) + 1), self.rng.choice(("None", "np.newaxis")))
        if not items:
            items = ["..."]
        return ", ".join(items)

    def random_view(self, array):
        how = self.rng.random()
        if how < 0.75 or array.value.ndim < 2:
            return self.apply("{0}[%s]" % self.index_text(array.shape), array)
        if how < 0.9:
            return self.apply("{0}.T", array)
        axes = list(range(array.value.ndim))
        self.rng.shuffle(axes)
        return self.apply("{0}.transpose(%s)" % ", ".join(map(str, axes)), array)

    def fit(self, array, shape):
        """A view of array that broadcasts to shape."""
        if array.value.size == 0:
            raise Reject("empty")
        extra = max(array.value.ndim - len(shape), 0)
        items = [str(self.rng.randrange(n)) for n in array.shape[:extra]]
        for extent, wanted in zip(array.shape[extra:], shape[len(shape) - array.value.ndim + extra:]):
            if extent == wanted and self.chance(0.5):
                items.append(":")
            elif extent >= wanted:
                items.append(self.slice_text(extent, wanted))
            else:
                items.append(self.slice_text(extent, 1))
        while items and items[-1] == ":":
            items.pop()
        return self.apply("{0}[%s]" % ", ".join(items), array) if items else array

    # --- expressions ------------------------------------------------------

    def literal(self, kind="f"):
        if self.loop and self.chance(0.2):
            return Expr(self.loop[0], self.scope[self.loop[0]])
        text = self.rng.choice(LITERALS)
        if text in ("1j", "(0.5-1j)") and kind != "c" and self.chance(0.8):
            text = "2"
        return Expr(text, eval(text))

    def operand(self, shape):
        """A leaf; 40% of the arrays are views. shape: what it must broadcast to, or None."""
        scalars = self.scalars()
        if scalars and self.chance(0.12):
            return self.variable(self.rng.choice(scalars))
        array = self.pick_array()
        if shape is not None:
            return self.fit(array, shape)
        return self.random_view(array) if self.chance(0.45) else array

    def expression(self, depth, shape=None):
        if depth == 0:
            return self.operand(shape)
        makers = (self.binary, self.binary, self.binary, self.binary, self.with_literal,
                  self.with_literal, self.unary, self.function, self.comparison, self.where,
                  self.reduced_operand, self.logic, self.power)
        return self.rng.choice(makers)(depth - 1, shape)

    def pair(self, depth, shape):
        left = self.expression(self.rng.randrange(depth + 1), shape)
        right = self.expression(self.rng.randrange(depth + 1),
                                left.shape if shape is None else shape)
        return (left, right) if self.chance(0.6) else (right, left)

    def operator(self, sign, left, right):
        template = "({0} %s {1})" % sign
        if sign in ("*", "/") and "c" in (left.kind, right.kind):
            self.inexact_only()
            template = "_p({0} %s {1})" % sign
        return self.apply(template, left, right)

    def binary(self, depth, shape):
        return self.operator(self.rng.choice(ARITHMETIC), *self.pair(depth, shape))

    def with_literal(self, depth, shape):
        child = self.expression(depth, shape)
        literal = self.literal(child.kind)
        pair = (child, literal) if self.chance(0.65) else (literal, child)
        return self.operator(self.rng.choice(ARITHMETIC), *pair)

    def unary(self, depth, shape):
        child = self.expression(depth, shape)
        if self.inexact and self.chance(0.5):
            name = self.rng.choice(INEXACT_UNARY)
            if child.kind == "c" and name in ("np.arcsin", "np.arccos") and not np.isfinite(child.value).all():
                raise Reject("C leaves the sign of an infinite part open when the other is nan")
            return self.apply("_p(%s({0}))" % name, child)
        name = self.rng.choice(EXACT_UNARY)
        if child.kind == "c" and name in ("np.abs", "np.sqrt", "np.sign", "np.square"):
            self.inexact_only()
            return self.apply("_p(%s({0}))" % name, child)
        return self.apply("%s({0})" % name, child)

    def function(self, depth, shape):
        left, right = self.pair(depth, shape)
        name = self.rng.choice(FUNCTIONS)
        template = "%s({0}, {1})" % name
        if "imum" in name and {left.kind, right.kind} & set("fc"):
            template = "_z(%s)" % template
        elif name == "np.multiply" and "c" in (left.kind, right.kind):
            self.inexact_only()
            template = "_p(%s)" % template
        return self.apply(template, left, right)

    def comparison(self, depth, shape):
        left, right = self.pair(depth, shape)
        return self.apply("({0} %s {1})" % self.rng.choice(COMPARE), left, right)

    def where(self, depth, shape):
        left, right = self.pair(depth, shape)
        base = np.broadcast_shapes(left.shape, right.shape) if shape is None else shape
        condition = self.comparison(0, base)
        return self.apply("np.where({0}, {1}, {2})", condition, left, right)

    def logic(self, depth, shape):
        left, right = self.pair(depth, shape)
        if left.kind not in "biu" or right.kind not in "biu":
            raise Reject("kind")
        if self.chance(0.3):
            return self.apply("({0} %s %s)" % (self.rng.choice(("<<", ">>")),
                                               self.rng.choice("0123")), left)
        return self.apply("({0} %s {1})" % self.rng.choice(LOGIC), left, right)

    def power(self, depth, shape):
        child = self.expression(depth, shape)
        if child.kind in "iu" or (child.kind == "f" and isinstance(child.value, np.ndarray)):
            exponent = "2" if child.kind == "f" else self.rng.choice("23")
            return self.apply("(({0}) ** %s)" % exponent, child)
        self.inexact_only()
        return self.apply("_p(({0}) ** %s)" % self.rng.choice(("3", "2", "0.5", "1.5")), child)

    def reduced_operand(self, depth, shape):
        child = self.expression(depth, shape)
        if not isinstance(child.value, np.ndarray) or child.value.ndim == 0:
            raise Reject("scalar")
        axis = self.rng.randrange(child.value.ndim)
        return self.reduce(child, "axis=%d, keepdims=True" % axis)

    def reduce(self, child, arguments):
        """A reduction; where arr's order of adding is not NumPy's, the input is marked."""
        if not isinstance(child.value, (np.ndarray, np.generic)):
            raise Reject("host value")
        names = ("sum", "sum", "sum", "mean", "min", "max", "any", "all", "prod")
        name = self.rng.choice(names)
        inner, outer = "{0}", "%s"
        if child.kind in "fc":
            ordered = child.value.ndim == 1 and child.kind == "f" or (
                child.value.flags.c_contiguous and not arguments)
            if name in ("sum", "mean") and not ordered:
                self.inexact_only()
                inner, outer = "_p({0})", "_p(%s)"
            elif name in ("min", "max"):
                outer = "_z(%s)"
        comma = ", " if arguments else ""
        if self.chance(0.5):
            return self.apply(outer % ("np.%s(%s%s%s)" % (name, inner, comma, arguments)), child)
        return self.apply(outer % ("(%s).%s(%s)" % (inner, name, arguments)), child)

    def casted(self, expr, dtype):
        """expr made safe to store as dtype: float to int only in range, never nan."""
        dtype = np.dtype(dtype)
        if dtype.kind not in "iu" or expr.kind in "biu":
            return expr
        if expr.kind == "c":
            raise Reject("complex to int")
        low = "0" if dtype.kind == "u" else "-100"
        text = "_z(np.minimum(np.maximum(np.where({0} == {0}, {0}, 0), %s), 100))" % low
        return self.apply(text, expr)


def quiet():
    """NumPy's warnings go to stderr in both worlds and are no part of the comparison."""
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
