"""Statements of random programs that are Python's rather than arrays': comprehensions, dicts, try,
f-strings, functions of every sort, print options; and the library's functions. A mixin of
fuzz_statements.Statements; each maker gives the lines of one statement."""
from fuzz_generate import Reject

# {0} is an array; k an axis of it, n its extent there. Where the last bits or a zero's sign are
# NumPy's own affair, the text is marked. Columns: least rank, kinds, text.
FUNCTIONS = (
    (0, "biufc", "np.unique(_z({0}))"), (1, "iuf", "np.diff({0}, axis={k})"), (1, "biufc", "np.take({0}, [0, -1, 0], axis={k})"),
    (1, "biufc", "np.pad({0}, 1)"), (1, "biuf", "np.pad({0}, 1, mode='edge')"), (1, "biufc", "np.pad({0}, 2, mode='wrap')"),
    (1, "biuf", "np.insert({0}, 1, 7, axis={k})"), (1, "biufc", "np.delete({0}, 0, axis={k})"), (1, "biufc", "np.delete({0}, slice(None, None, 2), axis={k})"),
    (2, "biufc", "np.rot90({0}, {r})"), (1, "iuf", "_z(np.ptp({0}, axis={k}))"), (1, "iuf", "_z(np.median({0}, axis={k}))"),
    (1, "biuf", "np.searchsorted(np.sort({0}.ravel()), {0}.ravel()[:5], side='right')"), (1, "biuf", "np.partition({0}.ravel(), 0)[0] + 0"),
    (1, "iu", "np.histogram({0}, bins=4)[0]"), (1, "iu", "np.einsum('i...->...', {0})"), (2, "iu", "np.einsum('ij,kj->ik', {0}, {0})"),
    (2, "iu", "np.tensordot({0}, {0}, axes=([1], [1]))"), (1, "biu", "np.add.accumulate({0}, axis={k})"), (1, "biuf", "_z(np.maximum.accumulate({0}, axis={k}))"),
    (1, "biuf", "np.add.outer({0}.ravel()[:4], {0}.ravel()[:3])"), (1, "biu", "np.add.reduce({0}, axis={k})"), (1, "biu", "np.logical_or.reduce({0}, axis={k})"),
    (2, "biufc", "np.moveaxis({0}, 0, -1)"), (1, "biufc", "np.array_split({0}, 2, axis={k})[1]"), (0, "biufc", "np.append({0}, {0})"),
    (0, "biufc", "np.argwhere({0})"), (0, "biufc", "np.flatnonzero({0})"), (1, "biuf", "np.unravel_index(np.argmax({0}), {0}.shape)[0]"),
    (0, "f", "np.nan_to_num({0})"), (0, "biuf", "np.isin({0}, [0, 1, 2, 2.5])"), (1, "biuf", "np.digitize({0}, [0, 1, 2, 5])"),
    (2, "biufc", "np.fliplr({0})"), (1, "biufc", "np.column_stack(({0}, {0}))"), (2, "biu", "np.trace({0})"), (2, "biufc", "np.diagonal({0}, 1)"),
    (1, "biuf", "_z(np.take_along_axis({0}, np.argsort({0}, axis={k}, kind='stable'), axis={k}))"), (1, "biu", "np.cumsum({0}, axis={k}, dtype=np.float64)"),
    (0, "iuf", "np.clip({0}, -1, 3)"), (0, "biufc", "np.where({0})[0]"), (1, "biufc", "np.resize({0}, (3, 2))"), (2, "biufc", "np.kron({0}, np.eye(2, dtype={0}.dtype))"),
    (1, "biuf", "np.select([{0} > 1, {0} < 0], [{0}, -{0}], default=5)"), (1, "biufc", "np.choose([0, 1, 0], [{0}.ravel()[:3], np.arange(3)])"),
    (1, "biu", "np.bincount(np.abs({0}.astype(int)).ravel() % 7, minlength=3)"), (0, "biufc", "{0}.tolist()"), (0, "iuf", "np.round({0}, 1)"),
    (0, "biuf", "np.isclose({0}, {0} + 1e-9)"), (1, "biuf", "np.nanmax({0}, axis={k})"), (1, "biu", "np.average({0}, axis={k})"),
    (0, "biufc", "np.atleast_2d({0})"), (1, "biufc", "np.lib.stride_tricks.sliding_window_view({0}.ravel()[:9], 2)"), (0, "biuf", "np.sign({0}) * np.heaviside({0}, 0.5)"),
    (1, "biufc", "np.lexsort(({0}.ravel()[:5], {0}.ravel()[:5][::-1]))"), (1, "biuf", "np.quantile({0}.ravel()[:1], 0.25)"), (0, "biufc", "{0}.view()"), (1, "biufc", "np.array(list({0}.flat)[:7])"),
)
FUNCTIONS += (
    (0, "iufc", "np.positive({0})"), (0, "fc", "np.isinf({0})"), (0, "iuf", "np.mod({0}, 3)"), (0, "iuf", "np.floor_divide({0}, -2)"), (0, "iuf", "np.remainder(7, {0})"),
    (0, "iuf", "_p(np.arctan2({0}, 2))"), (0, "biuf", "_p(np.hypot({0}, 1.5))"), (0, "biufc", "np.equal({0}, 1)"), (0, "biuf", "np.less_equal({0}, {0}.ravel()[:1])"),
    (0, "biufc", "np.not_equal({0}, {0}[...])"), (1, "iufc", "_p(np.std(_p({0}), axis={k}, ddof=1))"), (1, "biufc", "_p({0}.var(axis={k}, keepdims=True))"),
    (1, "iu", "np.sum({0}, axis={k}, dtype=np.float64)"), (1, "iu", "np.sum({0}, axis={k}, dtype=np.int16)"), (1, "biu", "np.prod({0} % 3, axis={k}, dtype=np.int32)"),
    (1, "iuf", "np.max({0}, axis={k}, initial=3)"), (1, "iu", "np.sum({0}, axis={k}, where={0} > 0, initial=2)"), (1, "iuf", "_z(np.min({0}, axis={k}, where={0} > 1, initial=9))"),
    (1, "biu", "np.any({0}, axis={k}, where={0} < 3, keepdims=True)"), (1, "iu", "np.mean({0}, axis={k}, keepdims=True)"), (1, "iu", "np.mean({0}, where={0} > 1)"),
    (2, "biu", "np.sum({0}, axis=(0, 1))"), (2, "biu", "np.max({0}, axis=(-1, 0), keepdims=True)"), (1, "iu", "np.cumprod({0} % 4, axis={k})"),
    (1, "iu", "np.percentile({0}, [10, 50, 99], axis={k})"), (1, "iu", "np.quantile({0}, 0.3, axis={k}, method='lower')"), (1, "iu", "np.nanmedian({0}, axis={k})"),
    (0, "iuf", "np.interp({0}, [0, 1, 5], [2.0, 4.0, -1.0])"), (1, "iu", "np.convolve({0}.ravel()[:9], [1, -1, 2], mode='same')"), (2, "iuf", "_p(np.cov(_p({0})))"),
    (1, "iufc", "_p(np.linalg.norm(_p({0}), axis={k}))"), (1, "iuf", "_p(np.linalg.solve(np.eye(3) * 4 + 1, _p({0}.ravel()[:3] / 8)))"), (2, "iuf", "_p(np.linalg.det(np.eye(2) * 4 + np.clip(np.nan_to_num(_p({0}[:2, :2])), -99, 99) / 64))"),
    (1, "f", "_p(np.nansum(_p({0}), axis={k}))"), (1, "f", "_p(np.nanmean(_p({0}), axis={k}))"), (1, "f", "_z(np.nanmin({0}, axis={k}))"), (1, "f", "np.nanargmax({0}, axis={k})"),
    (1, "iu", "np.nancumsum({0}, axis={k})"), (1, "biufc", "np.meshgrid({0}.ravel()[:3], [1, 2])[1]"), (1, "biufc", "np.meshgrid({0}.ravel()[:4], {0}.ravel()[:2], indexing='ij')[0]"),
    (0, "biufc", "np.atleast_1d({0})"), (1, "biufc", "np.flipud({0})"), (1, "biufc", "np.concat(({0}, {0}), axis={k})"), (2, "biufc", "{0}.mT"), (0, "biufc", "np.unique_values(_z({0}))"),
    (0, "biu", "np.unique_counts({0}).counts"), (0, "biu", "np.unique({0}, return_inverse=True)[1]"), (0, "biu", "np.unique({0}, return_index=True, return_counts=True)[1]"),
    (2, "biu", "np.unique({0}, axis=0)"), (1, "biu", "np.cumulative_sum({0}, axis={k}, include_initial=True)"), (0, "biu", "np.bitwise_invert({0})"), (0, "iu", "np.left_shift({0}, 2)"),
    (0, "iu", "np.right_shift({0}, [1, 3])"), (0, "iu", "np.bitwise_count({0})"), (0, "iu", "np.gcd({0}, 12)"), (0, "i", "np.lcm(np.abs({0} % 50), 6)"),
    (0, "biufc", "np.full_like({0}, 3)"), (0, "biufc", "np.full_like({0}, 1.5, dtype=np.float32)"), (0, "biuf", "np.allclose({0}, {0} + 1e-9)"), (0, "biufc", "np.array_equal({0}, {0}[::-1])"),
    (1, "biufc", "{0}.nonzero()[0]"), (0, "biufc", "{0}.flatten()"), (0, "biufc", "{0}.conj()"), (0, "biufc", "{0}.nbytes"), (0, "biufc", "{0}.item(0)"), (0, "biufc", "{0}.ravel(order='F')"),
    (1, "biufc", "{0}.reshape(-1, order='F')"), (1, "biufc", "np.copy({0}, order='F')"), (1, "biufc", "np.mgrid[0:2, 1:{0}.shape[0]]"), (1, "biufc", "np.indices({0}.shape)[-1]"),
    (1, "biufc", "np.ravel_multi_index([[0]] * {0}.ndim, {0}.shape)"), (1, "biufc", "np.vander({0}.ravel()[:3] % 5 if {0}.dtype.kind in 'iu' else [1, 2], 3)"), (1, "iuf", "np.ediff1d({0})"),
    (1, "biuf", "np.compress([True, False, True], {0}.ravel()[:3])"), (1, "biuf", "np.extract({0} > 0, {0})"), (1, "biufc", "np.r_[{0}.ravel()[:2], 5]"), (1, "biufc", "np.dsplit({0}.ravel()[:4].reshape(1, 1, -1), 2)[0]"),
    (1, "iu", "np.polyval([1, 2, 3], {0} % 10)"), (1, "iu", "np.trapezoid({0}, axis={k})"), (1, "iu", "np.gradient({0}, axis={k})"), (1, "biuf", "np.apply_along_axis(lambda r: r[::-1], {k}, {0})"),
    (1, "iu", "np.setdiff1d({0}, [1, 2])"), (1, "biu", "np.intersect1d({0}, [0, 1, 2, 5])"), (1, "biu", "np.union1d({0}, [-1, 4])"), (1, "iuf", "np.histogram({0}[np.isfinite({0})], bins=[-5, 0, 1, 10])[0]"),
    (2, "iu", "np.histogram2d({0}[:, 0], {0}[:, 1], bins=2, range=((0, 9), (0, 9)))[0]"), (1, "iu", "np.correlate({0}.ravel()[:7], [1, 2])"), (1, "biufc", "np.block([[{0}.ravel()[:2]], [{0}.ravel()[-2:]]])"),
    (1, "biufc", "np.roll({0}, (1, -1), axis=(0, -1))"), (1, "iuf", "np.cross({0}.ravel()[:3], [1, 0, 2])"), (1, "iu", "np.outer({0}.ravel()[:3], {0}.ravel()[:4])"), (1, "iu", "np.inner({0}, {0})"),
    (1, "iu", "np.vdot({0}, {0})"), (0, "c", "np.angle(_p({0}))"), (0, "biufc", "np.isreal({0})"), (0, "biuf", "np.fmax({0}, 1)"), (0, "f", "np.modf({0})[0]"), (0, "f", "_z(np.spacing({0}))"), (0, "f", "np.signbit(np.nan_to_num({0}))"),
    (0, "f", "np.frexp({0})[1]"), (0, "f", "np.ldexp({0}, 3)"), (0, "f", "np.nextafter({0}, 0)"), (0, "biuf", "np.float_power({0}, 2)"), (0, "iuf", "np.divmod({0}, 3)[1]"), (0, "biuf", "_p(np.cbrt({0}))"),
    (0, "biuf", "_p(np.logaddexp({0}, 1))"), (0, "iuf", "_p(np.deg2rad({0}))"), (0, "iuf", "_p(np.sinc({0}))"), (0, "iuf", "np.fix({0})"), (0, "if", "_z(np.around({0}, -1))"), (1, "biufc", "np.trim_zeros({0}.ravel())"),
    (2, "biufc", "np.tril_indices_from({0})[0]" ), (1, "biufc", "np.array_repr({0}.ravel()[:5]) == repr({0}.ravel()[:5])"), (1, "biufc", "np.may_share_memory({0}, {0}[1:])"), (1, "biuf", "np.piecewise({0} * 1.0, [{0} > 1], [lambda v: v - 1, 0])"),
)
FAILING = ("{a}[np.array([99999])]", "{a}[[0, 99999]]", "np.linalg.inv(np.zeros((2, 2)))", "{a} + np.ones(9999)", "np.arange(3) ** np.array([1, -1, 2])",
           "{a}.reshape(9999, 7)", "np.sum({a}, axis=9)", "1 // 0", "[1, 2][9]", "{{'a': 1}}['b']", "int('x')", "undefined_name", "np.ones(2).foo",
           "np.take({a}, 99999)", "np.concatenate(({a}, np.ones((2, 2, 2, 2, 2))))", "np.zeros(0).max()", "np.array([1, 2], dtype=np.uint8) + 300")
CATCH = ("Exception", "(ValueError, IndexError, TypeError, ArithmeticError, KeyError, NameError, AttributeError)", "(ArithmeticError, LookupError, ValueError, TypeError, NameError, AttributeError)")


class LanguageStatements:

    def bind_function(self):
        array = self.pick_array()
        ndim = array.value.ndim
        rank, kinds, text = self.rng.choice(FUNCTIONS)
        if "_p(" in text and array.kind in "biu":
            self.inexact_only()
        if ndim < rank or array.kind not in kinds or array.value.size > 400 or not array.value.size:
            raise Reject("rank or kind")
        text = text.replace("{k}", str(self.rng.randrange(-ndim, ndim) if ndim else 0)).replace("{r}", str(self.rng.choice((1, 2, 3, -1))))
        if ".tolist" in text:
            text = "np.array(%s)" % text
        return ["%s = %s" % (self.target(), self.apply(text, array).text)]

    def comprehension(self):
        """Arrays from lists that comprehensions make."""
        array = self.pick_array()
        if array.value.size > 200:
            raise Reject("size")
        count = self.rng.choice((1, 3, 5))
        texts = ["np.array([x * 2 for x in range(%d)])" % count, "np.array([[i * j for j in range(3)] for i in range(%d) if i != 1])" % count,
                 "np.array([i + j for i in range(3) for j in range(%d) if i <= j])" % count, "sum(k * k for k in range(%d))" % count,
                 "max([abs(x - 2) for x in range(%d)])" % count, "len({{k: k + 1 for k in range(%d)}})" % count]
        if array.value.ndim and array.value.size:
            texts += ["np.array([x * 2 for x in {0}])", "np.array([np.max(x) for x in {0}])" if array.kind in "biu" else "np.array([x for x in {0}])",
                      "np.stack([row + i for i, row in enumerate({0})])", "np.array([x for x in reversed({0})])",
                      "np.array([p == q for p, q in zip({0}, {0}[::-1])])", "np.array([x.size for x in {0}])"]
        text = self.rng.choice(texts)
        children = (array,) if "{0}" in text else ()
        return ["%s = %s" % (self.target(), self.apply(text, *children).text)]

    def dictionary(self):
        """A dict of arrays: what is changed through it is the array itself."""
        first, second = self.pick_array(), self.pick_array()
        if not first.value.flags.writeable or first.kind not in "iufc":
            raise Reject("read-only")
        name = self.target()
        change = self.rng.choice(("d['a'] += 1", "d['a'] = d['a'] * 2", "d['c'] = d.pop('b')", "d.update(b=3)", "d['a'][...] = 1"))
        result = self.rng.choice(("np.concatenate([np.ravel(x) for x in d.values()])", "d['a'] - 1", "np.array([np.size(x) for _, x in sorted(d.items())])",
                                  "d.get('b', d['a'])", "len([key for key in d if key != 'a'])"))
        return ["d = {'a': %s, 'b': %s}" % (first.text, second.text), change, "%s = %s" % (name, result)]

    def attempt(self):
        """An error that is caught, at the statement where CPython has it; a target stays as it was."""
        array = self.pick_array()
        if self.loop or not array.value.flags.writeable or array.kind not in "iuf":
            raise Reject("loop")
        failing = self.rng.choice(FAILING).format(a=array.text)
        name, other = self.target(), self.new_name()
        body = self.rng.choice(("%s = %s" % (name, failing), "%s[...] = %s" % (array.text, failing), "%s += %s" % (array.text, failing)))
        lines = ["try:", "    %s = %s * 1" % (other, array.text), "    " + body, "    %s += 100" % array.text]
        lines += ["except %s as error:" % self.rng.choice(CATCH), '    print("#%d", type(error).__name__)' % self.next_label()]
        if self.chance(0.5):
            lines += ["    %s *= 2" % array.text]
        if self.chance(0.3):
            lines += ["else:", "    %s *= 3" % array.text]
        if self.chance(0.3):
            lines += ["finally:", "    %s += 1" % array.text]
        return lines

    def next_label(self):
        self.label += 1
        return self.label

    def exact_only(self):
        if self.inexact:
            raise Reject("inexact program")

    def print_options(self):
        array = self.pick_array()
        self.exact_only()
        if self.loop or array.value.size > 300:
            raise Reject("loop")
        option, usual = self.rng.choice((("precision=3", "precision=8"), ("suppress=True", "suppress=False"), ("threshold=5, edgeitems=2", "threshold=1000, edgeitems=3"),
                                         ("linewidth=30", "linewidth=75"), ("sign='+'", "sign='-'"), ("floatmode='fixed'", "floatmode='maxprec'"),
                                         ("nanstr='-', infstr='oo'", "nanstr='nan', infstr='inf'")))
        form = self.rng.choice(("%s", "repr(%s)")) % array.text
        return ["np.set_printoptions(%s)" % option, 'print("#%d", %s)' % (self.next_label(), form), "np.set_printoptions(%s)" % usual]

    def function_forms(self):
        """Calls with stars and keywords, closures, generators as arguments."""
        array = self.pick_array()
        self.label += 1
        name, f = self.target(), "g%d_%d" % (self.index, self.label)
        lines = self.rng.choice((
            ["def %s(x, *, scale=2, shift=0):" % f, "    return x * scale + shift", "%s = %s(%s, shift=1)" % (name, f, array.text)],
            ["def %s(*parts):" % f, "    return np.concatenate([np.ravel(p) for p in parts])", "%s = %s(*[%s, 1, 2])" % (name, f, array.text)],
            ["def %s(x):" % f, "    count = 0", "    def step(y):", "        nonlocal count", "        count += 1", "        return y + count", "    return step(step(x))", "%s = %s(%s)" % (name, f, array.text)],
            ["%s = (lambda x, y=3: x - y)(%s)" % (f, array.text), "%s = %s + %s" % (name, f, f), "del %s" % f],
            ["def %s(x: int, y: 'how' = 1) -> float:" % f, "    assert y == 1, 'no'", "    return x / (y + 1)", "%s = %s(%s)" % (name, f, array.text)],
        ))
        if self.loop:
            raise Reject("loop")
        return lines

    def written(self):
        """Functions that write to their argument."""
        array = self.pick_array()
        if not array.value.flags.writeable or not array.value.ndim or not array.value.size or array.kind not in "if":
            raise Reject("read-only")  # NumPy adds ints to uint64 as floats, and casts back what no longer fits
        extent = array.shape[0]
        place = self.rng.randrange(extent)
        texts = ["np.add.at(%s, [%d, 0, %d], 1)" % (array.text, place, place), "np.put(%s, [0, -1], [3, 4])" % array.text, "%s.flat[::2] = 5" % array.text,
                 "%s.flat[0] = 2" % array.text, "np.copyto(%s, 3)" % array.text, "np.subtract.at(%s, %d, 2)" % (array.text, place), "%s.sort(axis=0)" % array.text]
        if array.value.ndim == 2:
            texts.append("np.fill_diagonal(%s, 9)" % array.text)
        text = self.rng.choice(texts)
        if ".sort(" in text:  # NumPy's vectors make zeros of what may be -0.0
            return ["%s += 0" % array.text, text]
        return [text]

    def iterated(self):
        """Loops over several things at once, with else; what they give is bound."""
        array = self.pick_array()
        if self.loop or not array.value.ndim or not 0 < array.shape[0] < 30 or array.kind not in "iuf" or not array.value.flags.writeable:
            raise Reject("shape")
        name = self.new_name()
        header, body = self.rng.choice((("for i, x in enumerate(%s):" % array.text, ["%s[i] = x + i" % array.text]),
                                        ("for x, y in zip(%s, %s[::-1]):" % (array.text, array.text), ["t.append(x + y)"]),
                                        ("for i in reversed(range(len(%s))):" % array.text, ["if i %% 2: continue", "%s[i] = %s[0]" % (array.text, array.text)]),
                                        ("while len(t) < 4:", ["t.append(%s[0] * 1)" % array.text])))
        lines = ["t = []", header] + ["    " + line.replace("%%", "%") for line in body]
        return lines + ["%s = np.array(t)" % name]

    def language_makers(self):
        return (self.bind_function, self.comprehension, self.dictionary, self.attempt, self.print_options,
                self.function_forms, self.written, self.iterated)
