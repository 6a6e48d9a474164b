"""Statements of random programs about text and host values: f-strings with specs of every sort, '%',
string methods, comprehensions, dicts and lists, and errors whose messages are looked at. A mixin of
fuzz_statements.Statements; each maker gives the lines of one statement.

Text shows every digit, so all of it stands in exact programs only."""
import numpy as np

from fuzz_generate import Reject

# What a format spec is made of; most of what may be wrong is, sometimes: the message is compared.
FILL_ALIGN = ("", "", "", "<", ">", "^", "=", "*<", "0>", "é^", " =", "x>")
SIGNS = ("", "", "", "+", "-", " ")
WIDTHS = ("", "", "1", "5", "8", "12", "23")
GROUPS = ("", "", "", "", ",", "_")
PRECISIONS = ("", "", ".0", ".1", ".3", ".6", ".17")
TYPES = {"i": "d" * 4 + "bxXonceEfFgG%", "f": "efgEG%Fn" + "fffgg", "c": "efgEGFn", "s": "s"}
TEXTS = ("'abc'", "''", "'it\\'s'", '"two words"', "'Äö ß'", "'a,b,,c'", "'  pad '", "'x\\ty\\n'", "'AbC123'", "r'\\d'")
OTHERS = ("None", "[1, 2.5, t]", "(1,)", "{w: [1]}[w]", "range(3)", "[]", "np.float64(0.5)", "(np.int8(3), 4)", "np.float32(0.1)", "np.bool_(True)", "...",
          "np.array([1, 2])", "np.int16", "len", "np.array([0.5, 1e10])", "np.complex64(1 - 2j)")
HOST_NUMBERS = {"i": ("0", "7", "-3", "255", "1234567", "2**70", "-10**18", "True", "12345"),
                "f": ("0.1", "-2.5", "1e16", "1e-5", "123456.789", "0.0", "-0.0", "np.inf", "np.nan", "2.675", "1/3"),
                "c": ("1j", "(1.5-2j)", "(-0.0+1e20j)", "complex(1, 0)")}
LITERAL_PARTS = ("{{", "}}", "a", " = ", "\\t", "\\n", "\\x41", "\\\\", "%", "{{}}", "\\'", '\\"', "é", ":", "!", "\\u00e9",
                 "#", "\\101")
PERCENT = ("%d", "%5d|", "%-6d|", "%+d", "%05d", "% d", "%x", "%#o", "%X", "%i", "%s", "%r", "%10s|", "%-8s|", "%.2s", "%f", "%.3f", "%+.2e", "%10.4g|",
           "%g", "%G", "%-12.1f|", "%012.3f", "%c", "%a", "%#x", "%.0f", "%.5d", "%%")
METHODS = ("{t}.upper()", "{t}.lower()", "{t}.title()", "{t}.capitalize()", "{t}.swapcase()", "{t}.strip()", "{t}.lstrip('a ')", "{t}.rstrip()",
           "{t}.split()", "{t}.split(',')", "{t}.split('b', 1)", "{t}.startswith('a')", "{t}.endswith(('c', ' '))", "{t}.find('b')",
           "{t}.count('b')", "{t}.replace('b', '<>')", "{t}.replace('', '-', 2)", "{t}.center(12, '*')", "{t}.ljust(9) + '|'", "{t}.rjust(9)",
           "{t}.zfill(8)", "{t}.isdigit()", "{t}.isalpha()", "{t}.isupper()", "{t}.splitlines()", "{t}.index('z')", "len({t})", "{t}[1:]",
           "{t}[::-1]", "{t}[-1]", "{t} * 2", "{t} + {u}", "{t} < {u}", "{t} == {u}", "{u} in {t}", "[c for c in {t}]", "sorted({t})",
           "'-'.join({t})", "'+'.join([{t}, {u}])", "max({t})", "list(enumerate({t}))", "repr({t})", "str({t})", "dict(zip({t}, range(3)))",
           "{t}.join(str(k) for k in range(3))", "int({t})", "float({t})", "ord({t})", "tuple({t})", "{t} + 1", "{t}[9]", "{t}.foo", "{t} % 3")
ASCII_ONLY = (".upper", ".lower", ".title", ".capitalize", ".swapcase", ".is")
UNCASED = ("{t}.strip()", "{t}.replace('b', u)", "{t}.center(9)", "{t}[1:]", "{t} * 2", "{t} + {u}")
# Expressions over lists L and M, a dict D, ints j and k, a float x.
HOST = ("[i * j for i in L]", "[i for i in L if i % 2 == 0]", "[(i, m) for i in L[:3] for m in M[:2]]", "{i: i * i for i in L}", "{str(i): M for i in L[:2]}",
        "{key: value for value, key in enumerate(D)}", "[[a + b for a in L[:2]] for b in M[:2]]", "sum(i * i for i in L)", "sorted(L)", "sorted(L, reverse=True)",
        "sorted(D)", "sorted(D.items(), key=lambda p: p[1])", "list(zip(L, M))", "list(enumerate(M, start=j))", "list(reversed(L))", "max(L)", "min(M, key=lambda v: -v)",
        "L + M", "L[::-1]", "L[1:-1]", "L[j]", "L[-k:]", "L * 2", "L == M", "L < M", "j in L", "L.index(j)", "L.count(j)", "list(range(j, k, -1))", "range(j)",
        "list(D)", "D['a']", "D['missing']", "D.get('zz', j)", "len(D)", "list(D.values())", "D == {'a': 1}", "'b' in D", "dict(D, z=j)",
        "[*L, *M]", "(*L, j)", "tuple(L)", "any(i > j for i in L)", "all([i > -99 for i in L])", "[i if i > j else -i for i in L]", "dict(zip('abc', L))",
        "j // k", "j % k", "-j // k", "j ** k", "j / k", "divmod(j, k)", "x // 0.3", "x % -0.7", "round(x, 1)", "round(x)", "round(j / 7, k % 5)", "int(x)", "abs(-x)",
        "j << k", "j >> 1", "j ^ k", "~j", "j & -k", "j | k", "2 ** (j + 60)", "10 ** 20 // (j or 7)", "x ** 2", "x == j", "j < x <= k", "not L", "L and M", "None or j",
        "j if k > 2 else x", "[x] * j", "str(x) + str(j)", "repr(L)", "bool(D)", "float(j)", "complex(j, x)", "hex(j)", "bin(k)", "isinstance(j, int)",
        "(lambda a, b=j: a * b)(k)", "[f(j) for f in (abs, float, str)]", "sum(L, j)", "sum([[1], [2]], [])", "list(map(str, L))", "list(filter(None, L))",
        "L[j:k:-1]", "[] == L[:0]", "(1, 2) < (1, j)", "[i for i, m in zip(L, M) if i < m]", "len([None for _ in L])", "min(L) - max(M)", "D.items()", "type(x).__name__",
        "pow(j, k)", "pow(j, 2, 7)", "[a for a in [b for b in L if b] if a > 1]", "min([])", "L[99]", "L + 1", "j()", "x[0]", "int('1' * k)", "L.nope",
        "range(3)[k]", "undefined_name", "j / (k - k)", "j % 0", "[1, 2](3)", "len(j)", "{}[j]", "(1,)[2]", "-'a'", "sorted([1, 'a'])", "None < 1", "D + D", "x.real")
# Changes to a list L or a dict D.
CHANGES = ("L.append(j)", "L.extend(M)", "L.insert(1, k)", "L.pop()", "L.pop(0)", "L.remove(L[0])", "L.sort()", "L.reverse()", "L[0] = x", "L[1:3] = [j]", "L[::2] = M[:len(L[::2])]",
           "L += [j, k]", "del L[0]", "del L[1:3]", "L.clear()", "L *= 2", "M = L; M.append(9)", "D['n'] = L", "D.update(a=5)", "D.update({{'k': k}})", "D.pop('a')", "D.setdefault('s', j)",
           "del D['b']", "D['a'] += 1", "D.clear()", "a, *b, c = L + [1, 2]; L = b", "(j, k), x = (k, j), 1.5", "L[5] = 1", "D.pop('zz')", "L.remove(77)", "j, k = L", "j, k = k, j",
           "for i in L: j += i", "for i, v in enumerate(M): L[i % len(L)] = v", "while len(L) > 2: L.pop()", "for key in sorted(D): k += len(key)", "x /= j", "j //= 2; k -= j", "x = -x if x else j")
# Errors of arrays; {a} an array, {k} a small int. Where arr's words are its own, the table of
# tests/error_cases.txt has them.
ARRAY_ERRORS = ("{a}[9999]", "{a}[[0, 9999]]", "{a}.reshape(9999, 7)", "{a}.sum(axis=9)", "np.concatenate(({a}, np.ones((2, 2, 2, 2, 2))))", "{a} + np.ones(9999)",
                "np.take({a}, 9999)", "np.zeros(0).max()", "np.arange(3) ** np.array([1, -1, 2])", "np.linalg.inv(np.zeros((2, 2)))", "np.ones(2).foo", "np.array([1], dtype=np.uint8) + 300",
                "{a}.swapaxes(0, 9)", "np.broadcast_to({a}, (9999,))", "np.stack([])", "np.ones(3)[1, 2]", "np.zeros(-1)", "np.arange(3)[np.array([True, False])]",
                "np.linspace(0, 1, -{k})", "np.ones((2, 3)) @ np.ones({k})", "np.dot(np.ones(2), np.ones(3))", "np.expand_dims({a}, 9)", "np.array([[1, 2], [3]])",
                "np.argmax(np.zeros(0))", "np.cross(np.ones(4), np.ones(4))", "np.moveaxis({a}, 9, 0)", "np.squeeze(np.ones((2, 3)), 0)", "np.split(np.arange(7), 3)",
                "float(np.ones({k}))", "bool(np.ones(3))", "int('x')", "np.ones(2)['a']", "np.ones(2)[1.5]", "range(3)[9]", "np.roll({a}, 1, axis=9)", "np.repeat({a}, -1)",
                "np.fromfunction(lambda i: undefined_name, (2,))", "np.clip({a})", "np.add(1)", "np.hstack(())", "np.diag(np.ones((2, 2, 2)))", "np.arange(0, 1, 0)",
                "np.unravel_index(99, (3, 3))", "np.bincount([-1])", "np.einsum('ij,jk', np.ones((2, 3)), np.ones((2, 3)))", "np.quantile([1.0], 2)", "np.insert([1, 2], 9, 0)", "np.histogram([1], 0)")


ARRAY_FORMS = ("%s", "%s.shape", "%s.dtype", "%s.tolist()", "%s[...]", "%s.ravel()[0:1].reshape(())", "repr(%s)", "str(%s)")
NUMBER_FORMS = ("%s.flat[{i}]", "%s.ravel()[{i}]", "%s.ravel()[{i}].item()", "%s.ravel()[{i}:][0]")


def format_kind(value):
    """Which of TYPES a value's specs are of."""
    kind = np.asarray(value).dtype.kind
    return "i" if kind in "biu" else kind


class TextStatements:

    # --- things that are shown -------------------------------------------------

    def shown_value(self):
        """(text, kind): an expression without quotes or backslashes, and the kind of its specs, or 'o'ther."""
        names = self.scalars()
        if names and self.chance(0.35):
            name = self.rng.choice(names)
            return name, format_kind(self.scope[name])
        arrays = [name for name in self.arrays() if self.scope[name].size]
        if arrays and self.chance(0.45):
            return self.shown_array(self.rng.choice(arrays))
        kind = self.rng.choice("iiffffcsso")
        if kind == "s":
            return "t", "s"
        return self.rng.choice(HOST_NUMBERS[kind] if kind != "o" else OTHERS), kind

    def shown_array(self, name):
        value = self.scope[name]
        if self.chance(0.6) or value.size > 12:
            form = self.rng.choice(NUMBER_FORMS).format(i=self.rng.randrange(value.size))
            return form % name, format_kind(value)
        return self.rng.choice(ARRAY_FORMS) % name, "o"

    def spec(self, kind):
        """A format spec, now and then of another kind, or wrong."""
        choose = self.rng.choice
        if kind == "o":
            return choose(("", "", "", ">12", "s"))
        if self.chance(0.04):
            kind = choose(tuple(TYPES))
        if kind == "s":
            return choose(FILL_ALIGN) + choose(WIDTHS) + choose(PRECISIONS[:5]) + choose(("", "s"))
        letters = choose(TYPES[kind]) if self.chance(0.75) else ""
        precision = "" if kind == "i" and letters in "dbxXonc" and self.chance(0.95) else choose(PRECISIONS)
        return "".join((choose(FILL_ALIGN), choose(SIGNS), "z" if self.chance(0.03) else "", "#" if self.chance(0.08) else "",
                        "0" if self.chance(0.1) else "", choose(WIDTHS), choose(GROUPS), precision, letters))

    def field(self):
        """One {...} of an f-string."""
        text, kind = self.shown_value()
        if self.chance(0.2):
            text = self.rng.choice(("%s", " %s ", "(%s)", "[%s]", "%s if w else p", "(lambda: %s)()", "{{w: %s}}[w]" if self.chance(0.5) else "(%s, w)")) % text
            kind = kind if text[0] not in "[(" or text[-2:] == "()" else "o"
            text = " %s" % text if text[0] == "{" else text
            text = text.replace("{{", "{").replace("}}", "}")
        show = self.rng.choice(("=", " = ", "= ")) if self.chance(0.12) and not text.startswith((" {", "{")) else ""
        how = self.rng.random()
        if how < 0.25:
            return "{%s%s}" % (text, show)
        if how < 0.4:
            return "{%s%s!%s%s}" % (text, show, self.rng.choice("rsa"), self.rng.choice(("", ":>20", ":^9.4", ":<3", ":.2", ":*^{w}")))
        if how < 0.55:
            nested = self.rng.choice(("{w}", ">{w}", "{w}.{p}", ".{p}", "{w:d}", "+{w}.{p}", "{chr(62)}{w}", "{w}.{p}e", "{fill}<{w}", "{spec}"))
            return "{%s%s:%s}" % (text, show, nested)
        return "{%s%s:%s}" % (text, show, self.spec(kind))

    def fstring(self):
        parts = [self.field() if self.chance(0.6) else self.rng.choice(LITERAL_PARTS) for _ in range(self.rng.choice((1, 2, 2, 3, 5)))]
        prefix = self.rng.choice(("f", "f", "f", "F", "rf", "fR"))
        quote = self.rng.choice(('"', "'", '"' * 3))
        if "'" in "".join(part for part in parts if part[0] == "{"):
            quote = '"'
        text = prefix + quote + "".join(parts) + quote
        return text + self.rng.choice(("", "", "", " 'tail'", ' f"{w}"'))

    def guarded(self, lines, text):
        """Prints text, or the error it gives."""
        return ["try:"] + ["    " + line for line in lines] + ['    print("#%d", %s)' % (self.next_label(), text), "except Exception as error:",
                '    print("#%d", type(error).__name__, error)' % self.next_label()]

    def formatted(self):
        """f-strings: text, values, conversions, specs, fields in specs."""
        self.exact_only()
        if self.loop:
            raise Reject("loop")
        lines = ["t, w, p = %s, %d, %d" % (self.rng.choice(TEXTS), self.rng.choice((0, 1, 7, 15)), self.rng.choice((0, 1, 2, 5)))]
        lines.append("fill, spec = %s, '%s'" % (self.rng.choice(("'*'", "' '", "'é'", "'ab'")), self.spec(self.rng.choice("ifs"))))
        return lines + self.guarded([], self.fstring())

    def percent(self):
        """'...' % values: of each sort, too many and too few now and then."""
        self.exact_only()
        if self.loop:
            raise Reject("loop")
        forms = [self.rng.choice(PERCENT) for _ in range(self.rng.choice((1, 1, 2, 3)))]
        values = [self.shown_value() for form in forms if form != "%%"]
        values = [text if kind != "s" or self.chance(0.5) else "repr(%s)" % text for text, kind in values]
        if self.chance(0.04):
            values.append("1")
        texts = values[0] if len(values) == 1 and self.chance(0.5) else "(%s)" % "".join(v + ", " for v in values)
        names = ["t, w = %s, %d" % (self.rng.choice(TEXTS), self.rng.choice((0, 3)))]
        if self.chance(0.1):
            return names + self.guarded([], "'%%(a)s %%(b)6r' %% {'a': %s, 'b': 2.5}" % (values or ["1"])[0])
        return names + self.guarded([], "'%s' %% %s" % (" ".join(forms), texts))

    def string_method(self):
        self.exact_only()
        if self.loop:
            raise Reject("loop")
        texts, method = (self.rng.choice(TEXTS), self.rng.choice(TEXTS)), self.rng.choice(METHODS)
        if not "".join(texts).isascii() and any(name in method for name in ASCII_ONLY):
            raise Reject("letters beyond ASCII have no case in arr")
        lines = ["t, u = %s, %s" % texts]
        for _ in range(self.rng.choice((0, 0, 1))):
            lines.append("t = %s" % self.rng.choice(UNCASED).format(t="t", u="u"))
        return self.guarded(lines, method.format(t="t", u="u"))

    # --- values of the host ---------------------------------------------------------

    def host_code(self):
        """Lists, dicts, ints and floats: expressions and changes over a few names."""
        if self.loop:
            raise Reject("loop")
        number = lambda: self.rng.choice((0, 1, 2, 3, -1, -4, 5, 7, 12))
        numbers = lambda: [number() for _ in range(self.rng.choice((2, 3, 4, 6)))]
        lines = ["L, M, D = %s, %s, {'a': %d, 'b': %d}" % (numbers(), numbers(), number(), number()),
                 "j, k, x = %d, %d, %s" % (number(), number(), self.rng.choice(("0.5", "-2.75", "1e10", "3.0", "-0.1")))]
        changes = [self.rng.choice(CHANGES).format() for _ in range(self.rng.choice((0, 1, 2, 3)))]
        lines += self.guarded(changes, ", ".join(self.rng.choice(HOST) for _ in range(self.rng.choice((1, 2)))))
        return lines + ['print("#%d", L, M, D, j, k, x)' % self.next_label()]

    def array_error(self):
        """An error of arrays, with its message."""
        if self.loop:
            raise Reject("loop")
        return self.guarded([], self.rng.choice(ARRAY_ERRORS).format(a=self.pick_array().text, k=self.rng.choice((2, 3, 5))))

    # --- the flow of control -----------------------------------------------------------

    def flow(self):
        """A function of loops, branches, handlers and ways out, called with several arguments."""
        if self.loop:
            raise Reject("loop")
        name = "h%d_%d" % (self.index, self.next_label())
        lines = ["def %s(n):" % name, "    out = []"] + self.flow_block(3, False, False) + ["    return out"]
        lines += ["for n in range(4):"] + ["    " + line for line in self.guarded([], "n, %s(n)" % name)]
        return lines

    def flow_block(self, depth, in_loop, in_handler):
        lines = []
        for _ in range(self.rng.choice((1, 2, 2, 3))):
            compound = depth and self.chance(0.5)
            maker = self.flow_compound if compound else self.flow_step
            lines += maker(depth - 1, in_loop, in_handler)
        return ["    " + line for line in lines]

    def flow_step(self, _, in_loop, in_handler):
        number = self.rng.randrange(100)
        steps = ["out.append(%d)" % number] * 5 + ["n += 1", "out.append(n)", "out += [n, %d]" % number, "1 // (n - %d)" % (number % 3), "[1, 2][n]",
                 "raise %s('e%d')" % (self.rng.choice(("ValueError", "KeyError", "TypeError", "IndexError")), number), "{0: 1}[n]", "assert n < 3, 'a%d'" % number,
                 "np.ones(2)[n]", "out.append(np.arange(n + 1).sum())",
                 "m = n * 2", "out.append(m)", "m += 1", "del m", "out = out + [x for x in out[:2]]", "for m in out[:2]: n += 1", "out.append(f'{n}')",
                 "m, n = n, n + 1", "while len(out) < 3: out.append(n)", "out.append([m for m in range(n)])"]
        if in_loop:
            steps += ["break", "continue", "if n % 2: break", "if n % 3 == 0: continue"]
        if in_handler:
            steps += ["raise", "out.append(str(error))", "out.append(type(error).__name__)", "raise TypeError('t') from error"]
        if self.chance(0.08):
            return ["return out + ['r%d']" % number]
        return [self.rng.choice(steps)]

    def flow_compound(self, depth, in_loop, in_handler):
        block = lambda loop=in_loop, handler=in_handler: self.flow_block(depth, loop, handler)
        kind = self.rng.choice(("if", "for", "while", "try", "try", "try"))
        if kind == "if":
            lines = ["if %s:" % self.rng.choice(("n % 2", "n > 1", "len(out) < 3", "not n", "n == 1 or out"))] + block()
            return lines + (["else:"] + block() if self.chance(0.5) else [])
        if kind == "try":
            return self.flow_try(block)
        lines = ["for i%d in range(%d):" % (depth, self.rng.choice((1, 2, 3)))] if kind == "for" else [
            "while len(out) < %d and n < 9:" % self.rng.choice((3, 6)), "    n += 1"]
        return lines + block(True) + (["else:"] + block() if self.chance(0.4) else [])

    def flow_try(self, block):
        lines = ["try:"] + block()
        classes = ["ValueError", "KeyError", "(IndexError, TypeError)", "ZeroDivisionError", "LookupError", "Exception", "ArithmeticError"]
        chosen = sorted(self.rng.sample(classes, self.rng.choice((0, 1, 1, 2))), key=classes.index)
        for kind in chosen:
            lines += ["except %s as error:" % kind] + block(handler=True)
        if chosen and self.chance(0.3):
            lines += ["else:"] + block()
        if not chosen or self.chance(0.4):
            lines += ["finally:"] + block()
        return lines

    def text_makers(self):
        return (self.formatted, self.percent, self.string_method, self.host_code, self.array_error, self.flow)
