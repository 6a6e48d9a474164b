"""Statements of random programs: what fuzz_generate.py's expressions are put into.

make_program(seed, index) is the way in. Roughly: 30% of the statements write
in place, a third of the names bound are views, loops change slices and
scalars, and everything is printed at the end.
"""
import numpy as np

import fuzz_generate as base
from fuzz_data import DataStatements
from fuzz_generate import Expr, Reject
from fuzz_language import LanguageStatements
from fuzz_text import TextStatements

STATEMENTS = 14       # of an ordinary program, before the prints
TRIES = 12            # at one statement, before another kind is drawn
IN_PLACE = ("+=", "-=", "*=", "+=", "-=", "*=", "/=", "//=", "%=", "&=", "|=", "^=")

FUNCTION_BODIES = (
    ("a, b", ("a[...] += b", "return a * 2")),
    ("a, b=2", ("c = a[::-1]", "c += b", "return c + a")),
    ("a, b=0.5", ("a = a + b", "a *= 3", "return a")),
    ("a", ("a[1:] += a[:-1]", "return a[1:] - a[:-1]")),
    ("a", ("t = a.T", "t[...] = t + 1", "return t")),
    ("a, b=1", ("for k in range(3):", "    a[k:] = a[k:] + b", "return a[:2].copy(), a")),
    ("a, b", ("if b is None:", "    return a", "return a - b")),
    ("a", ("s = a[...]", "a = a * 2", "s += 1", "return a - s")),
)

ERRORS = (
    "{a}[{big}]", "{a}[0, 0, 0, 0, 0, 0]", "{a} + np.zeros(({big}, 3))", "{a}[...] = np.ones({big})",
    "{a}.reshape({big}, 7)", "np.sum({a}, axis=9)", "{a}.foo", "undefined_name + {a}",
    "{a} @ np.zeros(({big}, 2))", "np.zeros(-1)", "{a}.transpose(0, 0)", "np.zeros(0).max()",
    "{a}[0.5]", "np.ones(3, dtype=np.int8) + 300", "1 // 0", "{a}.swapaxes(0, 7)",
    "np.broadcast_to({a}, ({big},))", "np.arange(4) ** -1", "-np.array([True])",
    "np.array([True, False]) - np.array([True, True])", "float(np.zeros(2))", "int(np.ones((2, 2)))",
    "np.squeeze(np.zeros((2, 3)), axis=0)", "np.array([[1, 2], [3]])", "len(3)", "range(1.5)",
    "np.bitwise_and({a}, 1.5)", "np.dot(np.zeros((2, 3)), np.zeros(2))", "(1, 2)[5]", "None + 1",
)
ERROR_STATEMENTS = (
    "np.arange(3)[:] += np.ones(2)", "x = np.arange(3); x += 0.5", "x = np.arange(3); x /= 2",
    "x = np.uint8(3) + 300", "if np.ones(3): pass", "a, b = np.ones(3)",
    "x = np.ones(3); x[5] = 1", "x = np.zeros((2, 3)); x[:, 1] = np.ones(3)",
)

# Products over labelled axes, of {0} and perhaps {1}.
SUMS = ("np.einsum('...i,...i', {0}, {0})", "np.einsum('i...->...', {0})", "np.einsum('ij,jk', {0}, {1})",
        "np.einsum('ij,kj->ik', {0}, {0})", "np.einsum('...i,i->...', {0}, {1})", "np.einsum('ij,ij->j', {0}, {0})",
        "np.einsum('i,j', {0}, {1})", "np.tensordot({0}, {1}, 1)", "np.tensordot({0}, {0}, {0}.ndim)",
        "np.vecdot({0}, {0})")


class Statements(LanguageStatements, TextStatements, DataStatements, base.Generator):
    """Each maker gives the lines of one statement; the caller runs them in NumPy."""

    def __init__(self, seed, index):
        super().__init__(seed, index)
        self.scope["print"] = no_print
        self.ran = False  # whether NumPy's variables may differ from what self.lines makes

    # --- new names --------------------------------------------------------

    def number_text(self, kind):
        rng = self.rng
        if kind == "b":
            return rng.choice(("True", "False"))
        if kind == "u":
            return str(rng.choice((0, 1, 2, 3, 5, 9, 100, 200, 255)))
        if kind == "i":
            return str(rng.choice((0, 1, 2, 3, 5, -1, -2, -7, 50, 100, 127, -128)))
        real = rng.choice(("0.5", "1.5", "-2.0", "3.25", "0.1", "1e-3", "-0.7", "100.0", "2.0"))
        return real if kind == "f" else "%s%+.1fj" % (real, rng.choice((1, -0.5, 2)))

    def create(self):
        maker = self.rng.choice((self.create_list, self.create_range, self.create_full,
                                 self.create_range, self.create_linspace, self.create_like))
        return ["%s = %s" % (self.target(), maker().text)]

    def dtype(self):
        return self.rng.choices(base.DTYPES, base.DTYPE_WEIGHTS)[0]

    def create_list(self):
        dtype = self.dtype()
        kind = np.dtype(getattr(np, dtype)).kind
        rows, columns = self.rng.choice(((0, 3), (0, 5), (2, 3), (3, 2), (0, 9), (4, 4)))
        row = lambda: "[%s]" % ", ".join(self.number_text(kind) for _ in range(columns))
        text = row() if not rows else "[%s]" % ", ".join(row() for _ in range(rows))
        return self.apply("np.array(%s, dtype=np.%s)" % (text, dtype))

    def create_range(self):
        """Values that differ, of any type and shape: a pattern over arange."""
        shape = self.shape()
        size = int(np.prod(shape, dtype=int))
        dtype = self.dtype()
        text = "np.arange(%d)" % size
        if self.chance(0.7):
            text = "(%s * %d %% %d - %d)" % (text, self.rng.choice((7, 3, 11, 5)),
                                             self.rng.choice((13, 17, 29, 101)), self.rng.choice((0, 3, 6)))
        if dtype != "int64":
            text += ".astype(np.%s)" % dtype
        if dtype in ("float32", "float64", "complex128") and self.chance(0.6):
            text = "(%s %s)" % (text, self.rng.choice(("/ 8", "/ 7", "* 0.5", "- 2.5", "/ 10")))
        if shape != (size,):
            text = "%s.reshape(%s)" % (text, shape)
        return self.apply(text)

    def create_full(self):
        shape = self.shape()
        dtype = self.dtype()
        kind = np.dtype(getattr(np, dtype)).kind
        if self.chance(0.5):
            name = self.rng.choice(("zeros", "ones"))
            return self.apply("np.%s(%s, dtype=np.%s)" % (name, shape, dtype))
        return self.apply("np.full(%s, %s, dtype=np.%s)" % (shape, self.number_text(kind), dtype))

    def create_linspace(self):
        start, stop = self.rng.choice((("0", "1"), ("-1", "1"), ("0.5", "9"), ("2", "-3")))
        count = self.rng.choice((1, 2, 3, 5, 7, 8, 16, 33))
        end = self.rng.choice(("", ", endpoint=False"))
        if self.chance(0.5):
            return self.apply("np.linspace(%s, %s, %d%s)" % (start, stop, count, end))
        step = self.rng.choice(("0.5", "0.25", "1", "2", "0.1"))
        return self.apply("np.arange(%s, %s, %s)" % (start, self.rng.choice("579"), step))

    def create_like(self):
        name = self.rng.choice(("zeros_like", "ones_like"))
        return self.apply("np.%s({0})" % name, self.pick_array())

    def target(self):
        """A name to bind: new, or one that exists already (whose value may die so)."""
        if self.loop or self.names and self.chance(0.3):
            return self.rng.choice(self.names) if self.names else self.new_name()
        return self.new_name()

    def bind_expression(self):
        expr = self.expression(self.rng.choice((1, 1, 2, 2, 3)))
        self.refuse_dull(expr)
        return ["%s = %s" % (self.target(), strip_parentheses(expr.text))]

    def refuse_dull(self, expr):
        """Arrays of nothing but nan and inf hide every later mistake."""
        value = np.asarray(expr.value)
        if value.dtype.kind in "fc" and value.size and self.chance(0.9):
            if np.isfinite(value).mean() < 0.5 or np.nanmax(np.abs(value)) > 1e200:
                raise Reject("dull")

    def bind_view(self):
        how = self.rng.randrange(6)
        array = self.pick_array()
        if how < 3:
            expr = self.random_view(array)
        elif how == 3:
            expr = self.reshaped(array)
        elif how == 4:
            expr = self.shaped(array)
        else:
            expr = array
        if self.chance(0.15):
            expr = self.apply("{0}.copy()", expr)
        return ["%s = %s" % (self.target(), expr.text)]

    def reshaped(self, array):
        size = array.value.size
        shapes = ["(-1,)", "(1, -1)", "(-1, 1)", str((size,))]
        shapes += ["(%d, -1)" % d for d in (2, 3, 4, 5) if size and size % d == 0]
        return self.apply("{0}.reshape(%s)" % self.rng.choice(shapes), array)

    def shaped(self, array):
        ndim = array.value.ndim
        axis = self.rng.randrange(-ndim - 1, ndim + 1)
        texts = ["{0}.ravel()", "np.expand_dims({0}, %d)" % axis, "{0}.squeeze()", "np.transpose({0})"]
        if ndim > 1:
            texts.append("{0}.swapaxes(%d, %d)" % (self.rng.randrange(ndim), self.rng.randrange(ndim)))
        if ndim and array.value.size * 3 <= self.limit:
            texts.append("np.broadcast_to({0}, %s)" % ((3,) + array.shape,))
        if array.kind == "c":
            texts += ["{0}.real", "{0}.imag"]
        return self.apply(self.rng.choice(texts), array)

    def bind_cast(self):
        array = self.pick_array()
        dtype = self.dtype()
        expr = self.casted(array, getattr(np, dtype))
        return ["%s = %s.astype(np.%s)" % (self.target(), expr.text, dtype)]

    def bind_reduction(self):
        child = self.expression(self.rng.choice((0, 0, 1)))
        ndim = np.ndim(child.value)
        arguments = ""
        if ndim and self.chance(0.7):
            axis = self.rng.randrange(-ndim, ndim)
            arguments = "axis=%d" % axis
            if ndim > 1 and self.chance(0.2):
                arguments = "axis=(0, %d)" % (ndim - 1)
            if self.chance(0.3):
                arguments += ", keepdims=True"
        return ["%s = %s" % (self.target(), self.reduce(child, arguments).text)]

    def bind_scalar(self):
        array = self.pick_array()
        index = ", ".join(str(self.rng.randrange(-n, n)) for n in array.shape if n)
        if not index or array.value.size == 0:
            raise Reject("empty")
        expr = self.apply("{0}[%s]" % index, array)
        if expr.kind in "fiu" and np.isfinite(expr.value) and self.chance(0.2):
            expr = self.apply("%s({0})" % ("float" if expr.kind == "f" else "int"), expr)
        return ["%s = %s" % (self.target(), expr.text)]

    def bind_product(self):
        """Matrix and inner products."""
        left, right = self.pick_array(), self.pick_array()
        if left.kind in "fc" or right.kind in "fc":
            self.inexact_only()
            text = self.rng.choice(("_p({0}) @ _p({1})", "np.dot(_p(np.atleast_1d({0})), _p(np.atleast_1d({1})))",
                                    "_p({0}) @ _p({0}.T)") + tuple(
                                        text.replace("{0}", "_p({0})").replace("{1}", "_p({1})")
                                        for text in SUMS))
            text = "_z(_p(%s))" % text
        else:
            text = self.rng.choice(("{0} @ {1}", "np.dot(np.atleast_1d({0}), np.atleast_1d({1}))", "{0} @ {0}.T") + SUMS)
        children = (left,) if "{1}" not in text else (left, right)
        return ["%s = %s" % (self.target(), self.apply(text, *children).text)]

    # --- writing in place ---------------------------------------------------

    def place(self):
        """Something that can be written: a variable's view as an index, or all of it."""
        array = self.pick_array()
        if not array.value.flags.writeable:
            raise Reject("read-only")
        if self.chance(0.25):
            return array
        return self.apply("{0}[%s]" % self.index_text(array.shape), array)

    def value_for(self, place):
        if self.chance(0.25):
            return self.literal(place.kind)
        value = self.expression(self.rng.choice((0, 1, 1, 2)), place.shape)
        if np.broadcast_shapes(value.shape, place.shape) != place.shape:
            raise Reject("shape")
        return value

    def augment(self):
        place = self.place()
        sign = self.rng.choice(IN_PLACE)
        if self.inexact and self.chance(0.05):
            sign = "**="
        return self.augmented(place, sign, self.value_for(place))

    def augmented(self, place, sign, value):
        if sign == "**=" and isinstance(value.value, np.generic):
            raise Reject("NumPy looks at a scalar exponent's value; arr would have to pull it")
        lines = ["%s %s %s" % (place.text, sign, strip_parentheses(value.text))]
        if "c" in (place.kind, value.kind) and sign in ("*=", "/=") or sign == "**=" and place.kind in "fc":
            self.inexact_only()
            name, _, index = place.text.partition("[")
            lines.append("_q(%s, np.s_[%s])" % (name, index[:-1] or "..."))
        return lines

    def store(self):
        place = self.place()
        value = self.casted(self.value_for(place), np.asarray(place.value).dtype)
        if misordered(place.value, value.value):
            raise Reject("NumPy overwrites what it has still to read")
        if "[" not in place.text:
            place = Expr(place.text + "[...]", place.value)
        return ["%s = %s" % (place.text, strip_parentheses(value.text))]

    def out_call(self):
        """np.add(x, y, out=place), np.sum(x, axis=k, out=place): written in place by a call."""
        place = self.place()
        if not isinstance(place.value, np.ndarray) or place.kind == "c":
            raise Reject("scalar")
        if self.chance(0.7):
            left, right = self.pair(1, place.shape)
            name = self.rng.choice(("np.add", "np.subtract"))
            return ["%s(%s, %s, out=%s)" % (name, left.text, right.text, place.text)]
        source = self.pick_array()
        axis = self.rng.randrange(len(place.shape) + 1)
        if source.kind not in "biu" and source.kind != place.kind or source.kind == "c":
            raise Reject("cast")
        names = ("min", "max", "any", "sum") if source.kind in "biu" else ("any", "all")
        if not np.can_cast(source.value.dtype, place.value.dtype):
            names = ("any", "sum")  # NumPy casts before it compares: in uint64 -1 is the greatest
        return ["np.%s(%s, axis=%d, out=%s)" % (self.rng.choice(names), source.text, axis, place.text)]

    def overlap(self):
        """a[1:] += a[:-1] and its kin: both sides look at one array, shifted."""
        array = self.pick_array()
        if not array.value.ndim or not array.value.flags.writeable:
            raise Reject("read-only")
        axis = self.rng.randrange(array.value.ndim)
        shift = self.rng.choice((1, 1, 1, 2, 3))
        if array.shape[axis] <= shift:
            raise Reject("short")
        before, after = ":, " * axis + "%d:" % shift, ":, " * axis + ":-%d" % shift
        if self.chance(0.5):
            before, after = after, before
        if self.chance(0.25):
            before, after = ":, " * axis + "::-1", "..."
        place = self.apply("{0}[%s]" % before, array)
        other = self.apply("{0}[%s]" % after, array)
        if self.chance(0.6):
            return self.augmented(place, self.rng.choice(("+=", "-=", "*=", "+=")), other)
        value = self.operator(self.rng.choice("+-*"), other, self.rng.choice((place, other)))
        return ["%s = %s" % (place.text, self.casted(value, array.value.dtype).text)]

    def stencil(self):
        """The classic: an inner box becomes a mean of its shifted neighbours."""
        array = self.pick_array()
        ndim = array.value.ndim
        if not 1 <= ndim <= 2 or min(array.shape) < 3 or array.kind not in "fiu":
            raise Reject("shape")
        inner = ", ".join(["1:-1"] * ndim)
        sides = ("2:", ":-2") if ndim == 1 else ("2:, 1:-1", ":-2, 1:-1", "1:-1, 2:", "1:-1, :-2")
        terms = " + ".join("{0}[%s]" % side for side in sides)
        value = self.apply("(%s) * %s" % (terms, "0.5" if ndim == 1 else "0.25"), array)
        place = self.apply("{0}[%s]" % inner, array)
        return ["%s = %s" % (place.text, self.casted(value, array.value.dtype).text)]

    # --- compound statements --------------------------------------------------

    def loop_statement(self):
        """A loop whose body writes, so that its passes depend on each other."""
        if self.loop and self.chance(0.6):
            raise Reject("nesting")
        outer = self.loop
        name = "j" if outer else "i"
        count = self.rng.choice((1, 2, 3, 3, 4, 6, 12))
        header = "for %s in range(%d):" % (name, count)
        if self.chance(0.2):
            header = "for %s in range(%s):" % (name, self.rng.choice(("5, 1, -2", "1, 4", "-2, 2")))
            count = 0
        self.scope[name] = 0
        self.loop = (name, count if count else 10 ** 6)
        try:
            body = self.block()
        finally:
            self.loop = outer
        return [header] + body

    def block(self):
        lines = []
        for _ in range(self.rng.choice((1, 2, 2, 3))):
            makers = [self.augment, self.store, self.overlap, self.stencil, self.same_type_rebind,
                      self.augment, self.same_type_rebind, self.store_masked, self.store_scattered]
            if self.loop and self.loop[0] == "i":
                makers.append(self.loop_statement)
            lines += self.run_statement(self.rng.choice(makers))
        return ["    " + line for line in lines]

    def same_type_rebind(self):
        """x = f(x): the loop's temporaries."""
        array = self.pick_array()
        expr = self.operator(self.rng.choice("+-*"), array, self.operand(array.shape))
        if expr.shape != array.shape or expr.value.dtype != array.value.dtype:
            raise Reject("type")
        return ["%s = %s" % (array.text, strip_parentheses(expr.text))]

    def branch(self):
        array = self.pick_array()
        if array.value.size == 0 or self.loop:
            raise Reject("empty")
        scalar = self.apply("{0}[%s]" % ", ".join("0" for _ in array.shape) if array.shape
                            else "{0}[...]", array)
        if scalar.kind == "c":
            raise Reject("complex")
        lines = ["if %s > %s:" % (scalar.text, self.rng.choice(("0", "1.5")))] + self.block()
        return lines + (["else:"] + self.block() if self.chance(0.5) else [])

    def rows(self):
        """Rows of an array are views of it."""
        array = self.pick_array()
        if not 1 < array.value.ndim or not 0 < array.shape[0] < 40 or array.kind == "c":
            raise Reject("shape")
        self.scope["row"] = array.value[0]
        return ["for row in %s:" % array.text, "    row %s 2" % self.rng.choice(("+=", "*=", "-="))]

    def call(self):
        if not self.functions or self.chance(0.3):
            self.define()
        name, parameters = self.rng.choice(self.functions)
        arguments = [self.pick_array().text if self.chance(0.7) else self.operand(None).text]
        if "b" in parameters and (parameters.endswith("b") or self.chance(0.5)):
            keyword = "b=" if "b=" in parameters and self.chance(0.3) else ""
            arguments.append(keyword + self.operand(None).text)
        text = "%s(%s)" % (name, ", ".join(arguments))
        if name.endswith("_two"):
            return ["%s, %s = %s" % (self.new_name(), self.new_name(), text)]
        return ["%s = %s" % (self.new_name(), text)]

    def define(self):
        parameters, body = self.rng.choice(FUNCTION_BODIES)
        suffix = "_two" if ", a" in body[-1] else ""
        name = "f%d_%d%s" % (self.index, len(self.functions), suffix)
        lines = ["def %s(%s):" % (name, parameters)] + ["    " + line for line in body]
        exec("\n".join(lines), self.scope)
        self.defs += lines
        self.functions.append((name, parameters))

    def swap(self):
        if len(self.names) < 2 or self.loop:
            raise Reject("names")
        first, second = self.rng.sample(self.names, 2)
        return ["%s, %s = %s, %s" % (first, second, second, first)]

    # --- printing -----------------------------------------------------------

    def print_lines(self, name):
        value = self.scope[name]
        self.label += 1
        if not isinstance(value, (np.ndarray, np.generic)):
            return ['print("#%d", repr(%s))' % (self.label, name)]
        form = "repr(%s)" % name if self.chance(0.8) else name
        lines = ['print("#%d", %s, %s.dtype, %s.shape)' % (self.label, form, name, name)]
        if value.size > 1000:
            lines += self.print_large(name, value)
        return lines

    def print_large(self, name, value):
        """What summarised printing hides."""
        flat = name if value.ndim == 1 else "%s.ravel()" % name
        self.label += 1
        return ['print("#%d", repr(%s[%d::%d]), repr((%s != 0).sum()))'
                % (self.label, flat, self.rng.randrange(50), max(value.size // 40, 1), name)]

    def print_one(self):
        if self.loop or not self.names:
            raise Reject("loop")
        return self.print_lines(self.rng.choice(self.names))

    # --- the program ----------------------------------------------------------

    def run_statement(self, make):
        """Tries make(); on success NumPy has run the lines and the new names are known."""
        state = self.label
        lines = make()
        text = base.plain("\n".join(lines))
        self.ran = True
        try:
            exec(compile(text, "<statement>", "exec"), self.scope)
        except Exception as error:
            self.label = state
            raise Reject(str(error)) from error
        if any("=" in line for line in lines):
            self.learn_names()
        return lines

    def learn_names(self):
        for k in range(1, self.born + 1):
            name = "v%d" % k
            if name in self.scope and name not in self.names:
                self.names.append(name)
        for name in self.names:
            base.acceptable(self.scope[name], self.limit)

    def restart(self):
        """Back to the state after the lines kept so far: a refused statement may have run partly."""
        self.scope = {"np": np, "print": no_print}
        self.names = []
        text = base.plain("\n".join(self.defs + self.lines))
        exec(compile(text, "<restart>", "exec"), self.scope)
        self.learn_names()

    def add_statement(self, make):
        compound = make in (self.loop_statement, self.branch, self.rows)
        self.ran = False
        try:
            if compound:
                lines = make()
                self.restart()
                lines = self.run_statement(lambda: lines)
            else:
                lines = self.run_statement(make)
        except (Reject, ValueError, TypeError, IndexError):
            self.loop = None
            if self.ran:
                self.restart()
            return False
        self.lines += lines
        return True

    def statements(self):
        makers = (self.create, self.bind_expression, self.bind_view, self.bind_cast,
                  self.bind_reduction, self.bind_scalar, self.bind_product, self.augment, self.store,
                  self.overlap, self.stencil, self.loop_statement, self.branch, self.rows, self.call,
                  self.swap, self.print_one, self.out_call) + self.data_makers() + self.language_makers() + self.text_makers()
        weights = (4, 15, 12, 3, 7, 3, 3, 18, 11, 9, 4, 9, 2, 1, 4, 1, 4, 7) + (3, 4, 3, 3, 3, 3, 2) + (9, 3, 2, 3, 2, 2, 3, 2) + (5, 2, 1, 3, 2, 2)
        while sum(self.add_statement(self.create) for _ in range(3)) == 0:
            pass
        wanted = self.rng.randrange(3, STATEMENTS)
        for _ in range(TRIES * STATEMENTS):
            wanted -= self.add_statement(self.rng.choices(makers, weights)[0])
            if wanted <= 0:
                break

    def failing_line(self):
        """A line that raises, for the comparison of error classes."""
        for _ in range(40):
            text = self.rng.choice(ERRORS + ERROR_STATEMENTS)
            if text in ERRORS:
                text = "v0 = " + text.format(a=self.pick_array().text, big=self.rng.randrange(9000, 9999))
            try:
                exec(text, dict(self.scope))
            except Exception:
                return text
        return "v0 = undefined_name"

    def program(self):
        self.statements()
        body = list(self.lines)
        for name in self.names:
            body += self.print_lines(name)
        error = self.index % base.ERROR_EVERY == base.ERROR_EVERY - 1 and bool(self.arrays())
        if error:
            body.append(self.failing_line())
        return base.Program(self.index, self.defs, body, error, self.big)


def misordered(place, value):
    """1-D views of one array with different steps of one sign: NumPy 2.2 copies them without a
    temporary in an order that is wrong for some (v[88:21:-2] = v[77:43:-1])."""
    if np.ndim(place) != 1 or np.ndim(value) != 1 or not isinstance(value, np.ndarray):
        return False
    steps = place.strides[0], value.strides[0]
    return steps[0] != steps[1] and steps[0] * steps[1] > 0 and np.may_share_memory(place, value)


def no_print(*values):
    """Statements are run to know their values; what they print is wanted later."""


def strip_parentheses(text):
    """Without the outermost pair, when it encloses all."""
    if text.startswith("(") and base.matching(text, 1) == len(text) - 1:
        inner = text[1:-1]
        return inner if not inner.endswith("j") else text
    return text


def make_program(seed, index):
    return Statements(seed, index).program()
