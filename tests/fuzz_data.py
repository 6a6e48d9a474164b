"""Statements whose shapes or places depend on data: masks, index arrays, sorting, scans, joins, and
random fills. A mixin of fuzz_statements.Statements; each maker gives the lines of one statement."""
from fuzz_generate import Reject


class DataStatements:

    def mask(self, shape):
        """A comparison that is exact: a mask that flips would change shapes."""
        if self.inexact:
            raise Reject("inexact program")
        left = self.operand(shape)
        mask = self.apply("({0} %s %s)" % (self.rng.choice(("<", ">", "==", "!=", ">=")),
                                           self.rng.choice(("0", "1", "2", "0.5"))), left)
        if mask.shape != shape:
            raise Reject("shape")
        return mask

    def index_array(self, extent, count):
        if extent == 0:
            raise Reject("empty")
        items = [self.rng.randrange(-extent, extent) for _ in range(count)]
        if self.chance(0.4):
            return "[%s]" % ", ".join(map(str, items)) if items else "[]"
        return "np.array(%s, dtype=np.%s)" % (items, self.rng.choice(("int64", "int32", "int8")))

    def advanced_index(self, array):
        """Index arrays for one or two axes, with slices and ints between."""
        if not array.value.ndim:
            raise Reject("0-d")
        count = self.rng.choice((0, 1, 2, 3, 5))
        chosen = set(self.rng.sample(range(array.value.ndim), min(array.value.ndim, self.rng.choice((1, 1, 2)))))
        items = [self.index_array(extent, count) if axis in chosen else self.index_item(extent)
                 for axis, extent in enumerate(array.shape)]
        while items and items[-1] == ":":
            items.pop()
        return ", ".join(items)

    def masked_place(self):
        array = self.pick_array()
        if not array.value.flags.writeable:
            raise Reject("read-only")
        ndim = array.value.ndim
        rank = ndim if self.chance(0.75) else self.rng.randrange(1, ndim + 1) if ndim else 0
        return array, self.mask(array.shape[:rank])

    def bind_masked(self):
        array, mask = self.masked_place()
        return ["%s = %s" % (self.target(), self.apply("{0}[{1}]", array, mask).text)]

    def store_masked(self):
        array, mask = self.masked_place()
        place = self.apply("{0}[{1}]", array, mask)
        if self.chance(0.4):
            return self.augmented(place, self.rng.choice(("+=", "*=", "-=")), self.literal(array.kind))
        value = self.literal(array.kind) if self.chance(0.6) else self.apply("{0}[{1}]", self.pick_array(), mask)
        value = self.casted(value, array.value.dtype)
        return ["%s = %s" % (place.text, value.text)]

    def bind_gathered(self):
        array = self.pick_array()
        return ["%s = %s" % (self.target(), self.apply("{0}[%s]" % self.advanced_index(array), array).text)]

    def store_scattered(self):
        array = self.pick_array()
        if not array.value.flags.writeable:
            raise Reject("read-only")
        place = self.apply("{0}[%s]" % self.advanced_index(array), array)
        if self.chance(0.4):
            return self.augmented(place, self.rng.choice(("+=", "*=", "-=")), self.value_for(place))
        value = self.casted(self.value_for(place), array.value.dtype)
        return ["%s = %s" % (place.text, value.text)]

    def bind_ordered(self):
        array = self.pick_array()
        ndim = array.value.ndim
        if not ndim or self.inexact:
            raise Reject("0-d or inexact")
        axis = self.rng.randrange(-ndim, ndim)
        texts = ["_z(np.sort({0}, axis=%d))" % axis, "np.argsort({0}, axis=%d, kind='stable')" % axis,
                 "np.argmax({0}, axis=%d)" % axis, "np.argmin({0})", "np.argmax({0})",
                 "np.count_nonzero({0}, axis=%d)" % axis]
        if array.kind != "c":
            texts += ["np.cumsum({0}, axis=%d)" % axis, "np.cumsum({0})"]
        return ["%s = %s" % (self.target(), self.apply(self.rng.choice(texts), array).text)]

    def bind_joined(self):
        array = self.pick_array()
        ndim = array.value.ndim
        if not ndim:
            raise Reject("0-d")
        axis = self.rng.randrange(ndim)
        other = self.random_view(array) if self.chance(0.5) else array
        text = self.rng.choice((
            "np.concatenate(({0}, {1}), axis=%d)" % axis, "np.stack(({0}, {0}), axis=%d)" % axis,
            "np.vstack(({0}, {1}))", "np.hstack(({0}, {1}))",
            "np.roll({0}, %d, axis=%d)" % (self.rng.choice((1, -1, 3)), axis),
            "np.flip({0}, axis=%d)" % axis, "np.repeat({0}, %d, axis=%d)" % (self.rng.choice((0, 1, 3)), axis),
            "np.tile({0}, %s)" % self.rng.choice(("2", "(2, 1)", "(1, 2)")), "np.triu({0})", "np.tril({0}, 1)"))
        children = (array, other) if "{1}" in text else (array,)
        return ["%s = %s" % (self.target(), self.apply(text, *children).text)]

    def bind_random(self):
        shape = self.shape()
        seed = self.rng.randrange(100)
        text = self.rng.choice(("random(%s)" % (shape,), "uniform(-2, 3, %s)" % (shape,),
                                "random(%s, dtype=np.float32)" % (shape,),
                                "integers(0, 16, %s)" % (shape,), "integers(-5, 6, %s)" % (shape,),
                                "normal(1, 2, %s)" % (shape,), "permutation(9)", "choice(7, 4)", "choice(9, 5, replace=False)",
                                "permuted(np.arange(6).reshape(2, 3), axis=1)", "exponential(2, %s)" % (shape,)))
        make = "np.random.RandomState(%d).%s" if self.chance(0.15) else "np.random.default_rng(%d).%s"
        if "RandomState" in make:
            text = self.rng.choice(("rand(3, 2)", "randn(5)", "randint(0, 9, 6)", "uniform(-1, 1, 4)", "random_sample(3)", "permutation(5)"))
        expr = self.apply(make % (seed, text))
        return ["%s = %s" % (self.target(), expr.text)]

    def data_makers(self):
        return (self.bind_masked, self.store_masked, self.bind_gathered, self.store_scattered,
                self.bind_ordered, self.bind_joined, self.bind_random)
