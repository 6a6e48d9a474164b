"""What the language promises: every name and construct, each with a program that uses it.

A row is (section, name, program, use). The program must show in arr what it
shows in CPython. use says how uses are counted in tests: a name looks for
this name or attribute; '.name' for the attribute alone; a function of a node
of Python's syntax tree says whether the node is one.
Sections begin with their tier.
"""
import ast

ROWS = []


def rows(section, table, use=None):
    """Lines 'name | program'; a program that needs several lines has ' / ' between them."""
    for line in table.strip().splitlines():
        name, program = (part.strip() for part in line.split(" | ", 1))
        ROWS.append((section, name, program.replace(" / ", "\n"), use or name.split("(")[0].split(" ")[0]))


def syntax(section, name, program, test):
    ROWS.append((section, name, program, test))


def node(*kinds):
    return lambda n: isinstance(n, kinds)


def binary(kind):
    return lambda n: isinstance(n, ast.BinOp) and isinstance(n.op, kind)


def augmented(kind=ast.operator):
    return lambda n: isinstance(n, ast.AugAssign) and isinstance(n.op, kind)


def compares(*kinds):
    return lambda n: isinstance(n, ast.Compare) and isinstance(n.ops[0], kinds)


def constant(*types):
    return lambda n: isinstance(n, ast.Constant) and type(n.value) in types


def function_with(test):
    return lambda n: isinstance(n, (ast.FunctionDef, ast.Lambda)) and test(n.args)


def nested(n):
    return isinstance(n, ast.FunctionDef) and any(isinstance(m, ast.FunctionDef) for m in ast.walk(n) if m is not n)


def calls(name):
    return lambda n: isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name


def indexes(test):
    return lambda n: isinstance(n, ast.Subscript) and test(n.slice)


def has(kind):
    return lambda n: any(isinstance(m, kind) for m in ast.walk(n))


# --- MUST: syntax --------------------------------------------------------------

S = "MUST syntax"
syntax(S, "import numpy as np", "import numpy as np\nnp.pi", node(ast.Import))
syntax(S, "import numpy", "import numpy\nnumpy.pi", lambda n: isinstance(n, ast.Import) and n.names[0].name == "numpy" and not n.names[0].asname)
syntax(S, "import sys", "import sys\nlen(sys.argv) > 0", lambda n: isinstance(n, ast.Import) and n.names[0].name == "sys")
syntax(S, "from numpy.random import", "def f():\n    from numpy.random import default_rng\n    return default_rng(1).random()\nf()", node(ast.ImportFrom))
syntax(S, "comment, continuation", "x = (1 +  # one\n     2)\ny = 1 + \\\n    2\nx, y", node(ast.Module))
syntax(S, "several statements in a line", "x = 1; y = 2; print(x, y)", node(ast.Module))
syntax(S, "docstring", "def f():\n    'says'\n    return 1\nf()", lambda n: isinstance(n, ast.FunctionDef) and ast.get_docstring(n) is not None)
syntax(S, "def", "def f(a, b=2):\n    return a + b\nf(1), f(1, b=3), f(b=1, a=1)", node(ast.FunctionDef))
syntax(S, "keyword call", "def f(a, b):\n    return a - b\nf(b=1, a=5)", lambda n: isinstance(n, ast.Call) and bool(n.keywords))
syntax(S, "recursion", "def f(n):\n    return 1 if n == 0 else n * f(n - 1)\nf(30)", lambda n: isinstance(n, ast.FunctionDef) and any(calls(n.name)(m) for m in ast.walk(n)))
syntax(S, "return", "def f():\n    return\ndef g():\n    return 1, 2\nf(), g()", node(ast.Return))
syntax(S, "lambda", "(lambda a, b=2: a * b)(3)", node(ast.Lambda))
syntax(S, "closure", "def f(a):\n    def g(b):\n        return a + b\n    return g\nf(1)(2)", nested)
syntax(S, "UnboundLocalError", "x = 1\ndef f():\n    y = x\n    x = 2\nf()", node(ast.FunctionDef))
syntax(S, "if elif else", "x = 2\nif x == 1:\n    print(1)\nelif x == 2:\n    print(2)\nelse:\n    print(3)", node(ast.If))
syntax(S, "for range", "for i in range(5, 0, -2):\n    print(i)", lambda n: isinstance(n, ast.For) and calls("range")(n.iter))
syntax(S, "for array", "for row in np.eye(2):\n    print(row)", node(ast.For))
syntax(S, "for tuple target", "for i, (a, b) in [(1, (2, 3))]:\n    print(i, a, b)", lambda n: isinstance(n, ast.For) and isinstance(n.target, ast.Tuple))
syntax(S, "while", "i = 0\nwhile i < 3: i += 1\nprint(i)", node(ast.While))
syntax(S, "break", "for i in range(9):\n    if i == 3: break\nprint(i)", node(ast.Break))
syntax(S, "continue", "for i in range(3):\n    if i == 1: continue\n    print(i)", node(ast.Continue))
syntax(S, "pass", "if True: pass", node(ast.Pass))
syntax(S, "chained assignment", "a = b = 3\na, b", lambda n: isinstance(n, ast.Assign) and len(n.targets) > 1)
syntax(S, "unpacking", "(a, b), c = (1, 2), 3\nk = np.zeros(2)\nk[0], k[1] = 4, 5\na, b, c, k", lambda n: isinstance(n, ast.Assign) and isinstance(n.targets[0], (ast.Tuple, ast.List)))
syntax(S, "subscript assignment", "a = np.zeros((2, 3))\na[1, ::2] = 7\na", lambda n: isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Subscript))
for sign, kind in (("+", ast.Add), ("-", ast.Sub), ("*", ast.Mult), ("/", ast.Div), ("//", ast.FloorDiv), ("%", ast.Mod), ("**", ast.Pow)):
    syntax(S, f"a {sign} b", f"7 {sign} 2, np.array([7.0, -7.0]) {sign} 2", binary(kind))
    syntax(S, f"a {sign}= b", f"x = np.array([7.0, 2.0])\nx {sign}= 2\nx[0] {sign}= 3\nx", augmented(kind))
for sign, kind in (("<<", ast.LShift), (">>", ast.RShift), ("&", ast.BitAnd), ("|", ast.BitOr), ("^", ast.BitXor)):
    syntax(S, f"a {sign} b", f"7 {sign} 2, np.array([7, 12]) {sign} 2", binary(kind))
    syntax(S, f"a {sign}= b", f"x = np.array([7, 2])\nx {sign}= 2\nx", augmented(kind))
syntax(S, "a @ b", "np.arange(4.0).reshape(2, 2) @ np.ones(2)", binary(ast.MatMult))
syntax(S, "a @= b", "x = np.eye(2)\nx @= x + 1\nx", augmented(ast.MatMult))
syntax(S, "in-place cast error", "x = np.arange(3)\nx += 0.5", node(ast.AugAssign))
syntax(S, "~ - +", "~np.array([1, 2]), -np.array([1]), +np.array([1]), ~5, -5", node(ast.UnaryOp))
for sign, kind in (("==", ast.Eq), ("!=", ast.NotEq), ("<", ast.Lt), ("<=", ast.LtE), (">", ast.Gt), (">=", ast.GtE)):
    syntax(S, f"a {sign} b", f"1 {sign} 2, np.array([1, 2]) {sign} 2, 1 {sign} 2 {sign} 3", compares(kind))
syntax(S, "chained comparison", "1 < 2 <= 2, 3 > 2 > 5", lambda n: isinstance(n, ast.Compare) and len(n.ops) > 1)
syntax(S, "and or not", "0 or 3, 1 and 2, not 3", node(ast.BoolOp))
syntax(S, "truth of an array", "if np.ones(3): pass", node(ast.If, ast.IfExp, ast.BoolOp))
syntax(S, "is, is not", "None is None, 1 is not None", compares(ast.Is, ast.IsNot))
syntax(S, "conditional expression", "1 if np.ones(1)[0] > 0 else 2", node(ast.IfExp))
syntax(S, "precedence", "-3**2, 2**-1, not 1 == 2, 1 | 2 == 3, -2 ** 2 // 3 % 4", node(ast.BinOp))
syntax(S, "int literals", "0x1F, 0o17, 0b101, 1_000", constant(int))
syntax(S, "float literals", "1., .5, 1e-3, 1_0.5", constant(float))
syntax(S, "imaginary literals", "1j, 2.0j, 1 + 2j", constant(complex))
syntax(S, "strings", "'a\\n' \"b\\t\\x41\" 'c'", constant(str))
syntax(S, "True False None", "True, False, None", constant(bool, type(None)))
syntax(S, "tuples", "(), (1,), (1, (2, 3))", node(ast.Tuple))
syntax(S, "lists", "[], [1, [2, 3]]", node(ast.List))
syntax(S, "index int", "a = np.arange(6).reshape(2, 3)\na[1], a[-1, 0], [1, 2][-1]", node(ast.Subscript))
syntax(S, "index slice", "a = np.arange(9)\na[2:7:2], a[::-3], a[10:], a[-3:]", indexes(has(ast.Slice)))
syntax(S, "index ellipsis", "np.arange(8).reshape(2, 2, 2)[..., 0]", indexes(lambda s: any(isinstance(m, ast.Constant) and m.value is Ellipsis for m in ast.walk(s))))
syntax(S, "index newaxis", "np.arange(3)[None, :, np.newaxis].shape", indexes(lambda s: any(isinstance(m, ast.Attribute) and m.attr == "newaxis" or isinstance(m, ast.Constant) and m.value is None for m in ast.walk(s))))
syntax(S, "index mask", "a = np.arange(6).reshape(2, 3)\na[a > 2], a[np.array([True, False])]", indexes(has(ast.Compare)))
syntax(S, "index arrays", "a = np.arange(12).reshape(3, 4)\na[[0, 2], 1:3], a[np.array([0, 1]), [1, 2]], a[0, :, None][[1]]", indexes(has(ast.List)))
syntax(S, "assign to mask", "a = np.arange(6)\na[a > 2] = 0\na[a == 1] += 5\na", lambda n: isinstance(n, (ast.Assign, ast.AugAssign)) and indexes(has(ast.Compare))(n.targets[0] if isinstance(n, ast.Assign) else n.target))
syntax(S, "assign to index arrays", "a = np.zeros((3, 3))\na[[0, 2], [1, 1]] = [5, 6]\na", lambda n: isinstance(n, ast.Assign) and indexes(has(ast.List))(n.targets[0]))
syntax(S, "views", "a = np.zeros(4)\nb = a[1:3]\nb[...] = 5\na", node(ast.Slice))
syntax(S, "string % values", "'%d %s %.3f %g %e %5d|%-5s|' % (3, 'a', 2.5, 0.1, 1e10, 42, 'b')", lambda n: binary(ast.Mod)(n) and constant(str)(n.left))
syntax(S, "string + string", "'a' + 'b'", lambda n: binary(ast.Add)(n) and constant(str)(n.left))
syntax(S, "big ints", "2 ** 100, -(2 ** 70) // 3, 10 ** 30 % 7", constant(int))

# --- MUST: builtins and numpy -----------------------------------------------------

rows("MUST Python builtins", """
print | print(1, 'a', sep='-', end='!\\n')
len | len(np.ones((3, 2))), len([1, 2]), len('abc')
range | list(range(3)), range(5)[2]
abs | abs(-3), abs(np.array([-1, 2]))
min | min(3, 1), min([4, 2]), min(np.array([3, 1]))
max | max(3, 1), max([4, 2]), max(np.array([3, 1]))
sum | sum([1, 2, 3]), sum(np.array([1, 2])), sum([1, 2], 10)
round | round(2.5), round(1.2345, 2), round(np.float64(2.675), 2)
int | int(3.7), int('12'), int(np.float64(4))
float | float(3), float('1.5'), float(np.int64(2))
bool | bool(0), bool([1]), bool(np.array([0]))
complex | complex(1, 2), complex(3)
str | str(1.0), str([1, 'a'])
repr | repr('a'), repr(1e22)
tuple | tuple([1, 2]), tuple(np.arange(2))
list | list((1, 2)), list(np.arange(2))
""")
rows("MUST constants and dtypes", """
pi | np.pi
e | np.e
inf | np.inf, -np.inf
nan | np.nan
newaxis | np.newaxis is None
bool_ | np.bool_(1), np.bool(0)
int8 | np.int8(3), np.array([1], dtype='int8')
int16 | np.int16(3), np.array([1], dtype=np.int16)
int32 | np.int32(3), np.array([1], dtype=np.int32)
int64 | np.int64(3), np.array([1.5], dtype=int)
uint8 | np.uint8(3), np.ubyte(255)
uint16 | np.uint16(3), np.array([1], dtype=np.uint16)
uint32 | np.uint32(3), np.array([1], dtype=np.uint32)
uint64 | np.uint64(3), np.array([1], dtype=np.uint64)
float32 | np.float32(0.1), np.array([1], dtype='float32')
float64 | np.float64(0.1), np.array([1], dtype=float)
complex64 | np.complex64(1j), np.array([1], dtype=np.complex64)
complex128 | np.complex128(1j), np.array([1], dtype=complex)
dtype | np.dtype('int8').name, np.dtype(float).itemsize, np.dtype(bool).kind
.name | np.arange(3).dtype.name
.kind | np.arange(3).dtype.kind
""")
rows("MUST creation", """
zeros | np.zeros((2, 3)), np.zeros(2, dtype=int)
ones | np.ones(2), np.ones((1, 2), dtype=np.int8)
empty | np.empty((2, 3)).shape, np.empty(2, dtype=int).dtype
full | np.full((2, 2), 7), np.full(2, 1, dtype=float)
zeros_like | np.zeros_like(np.arange(3)), np.zeros_like([1.5], dtype=int)
ones_like | np.ones_like(np.arange(3), dtype=float)
empty_like | np.empty_like(np.arange(3)).dtype, np.empty_like([1], dtype=float).shape
full_like | np.full_like(np.arange(3), 2), np.full_like(np.arange(3), 2.5, dtype=float)
ndarray | np.ndarray((2, 3), dtype=int).shape
array | np.array([[1, 2], [3, 4.5]]), np.array(3), np.array([1], dtype=float, copy=True)
asarray | np.asarray([1, 2]), np.asarray([1], dtype=float)
copy | np.copy(np.arange(2)), np.arange(2).copy()
arange | np.arange(3), np.arange(1, 2, 0.25), np.arange(5, 0, -2), np.arange(3, dtype=float)
linspace | np.linspace(0, 1, 5), np.linspace(0, 1, 4, endpoint=False), np.linspace(1, 3, num=3, dtype=int)
eye | np.eye(2), np.eye(2, 3, k=1, dtype=int)
identity | np.identity(2)
diag | np.diag([1, 2]), np.diag(np.arange(4).reshape(2, 2)), np.diag([1], k=1)
triu | np.triu(np.ones((3, 3)), 1)
tril | np.tril(np.ones((3, 3)), k=-1)
fromfunction | np.fromfunction(lambda i, j: i + j, (2, 3)), np.fromfunction(lambda i: i, (2,), dtype=int)
""")
UNARY = ("negative positive abs absolute square sqrt exp expm1 log log2 log10 log1p sin cos tan arcsin arccos "
         "arctan sinh cosh tanh floor ceil trunc round sign logical_not isnan isinf isfinite")
BINARY = ("add subtract multiply divide floor_divide mod remainder power arctan2 maximum minimum equal not_equal "
          "less less_equal greater greater_equal logical_and logical_or logical_xor")
for name in UNARY.split():
    ROWS.append(("MUST elementwise", name, f"np.round(1.0 * np.{name}(np.array([0.25, 0.5])), 6), np.{name}(0.5).shape", name))
for name in BINARY.split():
    ROWS.append(("MUST elementwise", name, f"np.round(1.0 * np.{name}(np.array([0.25, 2.5]), 2), 6), np.{name}(np.arange(1, 3), np.arange(2, 4))", name))
rows("MUST elementwise", """
out= keyword | x = np.zeros(2) / np.add([1, 2], 3, out=x) / x
out= positional | x = np.zeros(2) / np.sqrt([4.0, 9.0], x) / x
where(c, x, y) | np.where(np.array([True, False]), 1, [2, 3])
where(c) | np.where(np.array([True, False, True]))
clip | np.clip([1, 5, 9], 2, 6), np.clip(np.arange(3.0), None, 1)
add.outer | np.add.outer([1, 2], [10, 20])
""")
ROWS[:] = [(s, n, p, "out" if n.startswith("out=") else "outer" if n == "add.outer" else u) for s, n, p, u in ROWS]
for name in "sum prod mean std var max amax min amin any all".split():
    ROWS.append(("MUST reductions", name, f"a = np.arange(6.0).reshape(2, 3)\nnp.{name}(a), np.{name}(a, axis=0), np.{name}(a, axis=(0, 1)), np.{name}(a, axis=-1, keepdims=True)", name))
rows("MUST reductions", """
dtype= of sum | np.sum(np.ones(3, np.int8), dtype=np.int8), np.mean(np.arange(3), dtype=np.float32), np.prod([2, 3], dtype=float)
ddof= of std | np.std([1.0, 2, 4], ddof=1), np.var([1.0, 2, 4], ddof=1)
argmax | np.argmax([1, 3, 2]), np.argmax(np.eye(2), axis=1)
argmin | np.argmin([1, 3, 0]), np.argmin(np.eye(2), axis=1)
cumsum | np.cumsum([1, 2]), np.cumsum(np.ones((2, 2)), axis=0)
cumprod | np.cumprod([1, 2, 3]), np.cumprod(np.ones((2, 2)), axis=1)
count_nonzero | np.count_nonzero([0, 1, 2]), np.count_nonzero(np.eye(2), axis=0)
""")
ROWS[:] = [(s, n, p, {"dtype= of sum": "dtype", "ddof= of std": "ddof"}.get(n, u)) for s, n, p, u in ROWS]
rows("MUST shape", """
reshape | np.reshape(np.arange(6), (2, -1)), np.arange(4).reshape(2, 2)
transpose | np.transpose(np.ones((2, 3))).shape, np.transpose(np.ones((2, 3, 4)), (1, 0, 2)).shape
swapaxes | np.swapaxes(np.ones((2, 3)), 0, 1).shape
flip | np.flip([1, 2, 3]), np.flip(np.eye(2), axis=0)
roll | np.roll([1, 2, 3], 1), np.roll(np.eye(2), 1, axis=0)
concatenate | np.concatenate(([1], [2, 3])), np.concatenate((np.eye(2), np.eye(2)), axis=1)
stack | np.stack(([1, 2], [3, 4])), np.stack(([1, 2], [3, 4]), axis=1)
hstack | np.hstack(([1], [2]))
vstack | np.vstack(([1], [2]))
repeat | np.repeat([1, 2], 2), np.repeat(np.eye(2), 2, axis=0)
tile | np.tile([1, 2], 2), np.tile([1], (2, 2))
squeeze | np.squeeze(np.ones((1, 2))).shape, np.squeeze(np.ones((1, 2)), axis=0).shape
expand_dims | np.expand_dims([1, 2], 0).shape
broadcast_to | np.broadcast_to([1, 2], (2, 2))
ravel | np.ravel(np.eye(2))
""")
rows("MUST linear algebra", """
matmul | np.matmul(np.ones((2, 2)), np.ones(2)), np.matmul(np.ones((3, 2, 2)), np.ones((2, 2))).shape
dot | np.dot([1, 2], [3, 4]), np.arange(2).dot([1, 1])
outer | np.outer([1, 2], [3, 4])
inner | np.inner([1, 2], [3, 4])
norm | np.linalg.norm([3.0, 4.0]), np.linalg.norm(np.eye(2), ord=1), np.linalg.norm(np.eye(2), axis=0)
inv | np.round(np.linalg.inv(np.array([[2.0, 0], [0, 4]])), 8)
solve | np.round(np.linalg.solve(np.array([[2.0, 0], [0, 4]]), [2.0, 4.0]), 8)
cholesky | np.linalg.cholesky(np.array([[4.0, 0], [0, 9]]))
""")
rows("MUST search and sort", """
nonzero | np.nonzero([0, 1, 2])
sort | np.sort([3, 1, 2]), np.sort(np.array([[2, 1]]), axis=0)
argsort | np.argsort([3, 1, 2]), np.argsort([2, 1], kind='stable')
bincount | np.bincount([0, 1, 1]), np.bincount([0, 1], weights=[0.5, 1]), np.bincount([1], minlength=3)
allclose | np.allclose([1.0], [1.0 + 1e-10])
array_equal | np.array_equal([1, 2], [1, 2])
""")
rows("MUST random", """
default_rng | np.random.default_rng(3).random()
.random | np.random.default_rng(3).random(2), np.random.default_rng(3).random((1, 2), dtype=np.float32)
.uniform | np.random.default_rng(3).uniform(-1, 1, 2)
.integers | np.random.default_rng(3).integers(0, 10, 3), np.random.default_rng(3).integers(5, size=2, dtype=np.uint8)
seed | np.random.seed(1) / np.random.rand(2)
rand | np.random.seed(1) / np.random.rand(2, 1)
randn | np.random.seed(1) / np.random.randn(2)
randint | np.random.seed(1) / np.random.randint(0, 9, 3), np.random.randint(5)
random.random | np.random.seed(1) / np.random.random(2)
random.uniform | np.random.seed(1) / np.random.uniform(0, 2, 2)
""")
ROWS[:] = [(s, n, p, n.split(".")[-1] if n.startswith("random.") else u) for s, n, p, u in ROWS]
rows("MUST attributes and methods", """
.shape | np.ones((2, 3)).shape
.dtype | np.ones(2).dtype
.ndim | np.ones((2, 3)).ndim
.size | np.ones((2, 3)).size
.itemsize | np.ones(2).itemsize
.nbytes | np.ones(2).nbytes
.T | np.ones((2, 3)).T.shape
.real | np.array([1 + 2j]).real
.imag | np.array([1 + 2j]).imag
.copy | np.arange(2).copy()
.astype | np.array([1.5]).astype(int), np.arange(2).astype(float, copy=False)
.reshape | np.arange(4).reshape(2, 2), np.arange(4).reshape((4, 1)).shape
.sum | np.eye(2).sum(), np.eye(2).sum(axis=0)
.prod | np.eye(2).prod(axis=0)
.mean | np.eye(2).mean(), np.eye(2).mean(axis=1)
.std | np.eye(2).std(), np.arange(3.0).std(ddof=1)
.var | np.eye(2).var()
.min | np.eye(2).min(axis=0)
.max | np.eye(2).max(axis=0)
.any | np.eye(2).any()
.all | np.eye(2).all(axis=1)
.argmax | np.eye(2).argmax(axis=0)
.argmin | np.eye(2).argmin()
.cumsum | np.arange(3).cumsum()
.dot | np.eye(2).dot([1, 2])
.transpose | np.ones((2, 3, 4)).transpose(2, 0, 1).shape
.ravel | np.eye(2).ravel()
.flatten | np.eye(2).flatten()
.fill | x = np.zeros(2) / x.fill(3) / x
.item | np.array([3]).item(), np.arange(4).item(2)
.sort | x = np.array([2, 1]) / x.sort() / x
.argsort | np.array([2, 1]).argsort()
""")

# --- SHOULD: first ------------------------------------------------------------------

rows("SHOULD first", """
mgrid | np.mgrid[0:2, 0:3], np.mgrid[0:1:3j]
a.shape = s | x = np.arange(6) / x.shape = (2, 3) / x
histogram | np.histogram([1, 2, 1], bins=2), np.histogram([1, 2, 1], bins=[0, 1, 3], weights=[1, 2, 3])
cov | np.cov([[1.0, 2, 4], [1, 3, 2]])
matrix_rank | np.linalg.matrix_rank(np.eye(3)), np.linalg.matrix_rank(np.ones((2, 2)))
""")
ROWS[:] = [(s, n, p, (lambda n: isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Attribute) and n.targets[0].attr == "shape") if n == "a.shape = s" else u) for s, n, p, u in ROWS]

S = "SHOULD syntax"
syntax(S, "f-string", "x = 2.5\nf'{x} {x:.3f} {x!r} {x=} {3:>5}|{\"a\":^5}|{1000000:,}'", node(ast.JoinedStr))
syntax(S, "list comprehension", "[i * j for i in range(3) for j in range(2) if i != j]", node(ast.ListComp))
syntax(S, "generator argument", "sum(i * i for i in range(4)), max(x for x in [1, 3])", node(ast.GeneratorExp))
syntax(S, "enumerate", "for i, x in enumerate([5, 6], 1): print(i, x)", calls("enumerate"))
syntax(S, "zip", "for a, b in zip([1, 2], np.arange(2)): print(a, b)", calls("zip"))
syntax(S, "reversed", "list(reversed([1, 2])), list(reversed(range(3)))", calls("reversed"))
syntax(S, "sorted", "sorted([3, 1, 2]), sorted([1, 2], reverse=True), sorted([-2, 1], key=abs)", calls("sorted"))
syntax(S, "isinstance", "isinstance(1, int), isinstance(np.ones(1), np.ndarray), isinstance(1.0, (int, float))", calls("isinstance"))
syntax(S, "slice()", "np.arange(5)[slice(1, 3)]", calls("slice"))
syntax(S, "in, not in", "1 in [1, 2], 3 not in (1, 2), 2 in np.arange(3), 'a' in 'abc'", compares(ast.In, ast.NotIn))
syntax(S, "assert", "assert 1 == 1\nassert 1 == 2, 'no'", node(ast.Assert))
syntax(S, "raise", "raise ValueError('bad value')", node(ast.Raise))
for name in ("IndexError", "TypeError", "KeyError", "RuntimeError", "ZeroDivisionError", "NotImplementedError", "ArithmeticError", "OverflowError", "Exception"):
    syntax(S, f"raise {name}", f"raise {name}('x')", lambda n, name=name: isinstance(n, ast.Name) and n.id == name)
syntax(S, "nested def, outer read", "def f():\n    x = 1\n    def g():\n        return x\n    x = 2\n    return g()\nf()", nested)
syntax(S, "dict literal", "d = {'a': 1, 'b': np.arange(2)}\nd['c'] = 3\nd, d['a'], len(d), 'b' in d", node(ast.Dict))
syntax(S, "dict methods", "d = {'a': 1}\nlist(d.items()), list(d.keys()), list(d.values()), d.get('z', 0), d.pop('a'), d", lambda n: isinstance(n, ast.Attribute) and n.attr in ("items", "keys", "values", "get", "pop"))
syntax(S, "for over dict", "for k, v in {'a': 1}.items(): print(k, v)", lambda n: isinstance(n, ast.Attribute) and n.attr == "items")
syntax(S, "dict comprehension", "{k: k * k for k in range(3)}", node(ast.DictComp))
syntax(S, "dict()", "dict(a=1, b=2)", calls("dict"))
syntax(S, "try except", "try:\n    np.zeros(3)[7]\nexcept (ValueError, IndexError) as error:\n    print('caught', error)", node(ast.Try))
syntax(S, "try finally", "try:\n    print(1)\nfinally:\n    print(2)", lambda n: isinstance(n, ast.Try) and bool(n.finalbody))
syntax(S, "try else", "try:\n    x = 1\nexcept ValueError:\n    print('no')\nelse:\n    print('yes')", lambda n: isinstance(n, ast.Try) and bool(n.orelse))
syntax(S, "global", "n = 1\ndef f():\n    global n\n    n = 5\nf()\nn", node(ast.Global))
syntax(S, "del", "x = [1, 2, 3]\ndel x[0]\ny = 1\ndel y\nx", node(ast.Delete))
syntax(S, "*args in a call", "def f(a, b):\n    return a - b\nx = (5, 3)\nf(*x)", lambda n: isinstance(n, ast.Call) and any(isinstance(a, ast.Starred) for a in n.args))
syntax(S, "keyword-only parameters", "def f(a, *, b=1):\n    return a + b\nf(1, b=2)", function_with(lambda a: bool(a.kwonlyargs)))
syntax(S, "annotations", "def f(a: int, b: 'x' = 1) -> float:\n    c: int = a + b\n    return c\nf(1)", function_with(lambda a: any(p.annotation for p in a.args)))
syntax(S, "if __name__ == '__main__'", "if __name__ == '__main__':\n    print('main')", lambda n: isinstance(n, ast.Name) and n.id == "__name__")
syntax(S, "import math", "import math\nmath.sqrt(2), math.pi, math.isnan(1.0), math.floor(2.5)", lambda n: isinstance(n, ast.Import) and n.names[0].name == "math")
syntax(S, "import time", "import time\ntime.perf_counter() > 0", lambda n: isinstance(n, ast.Import) and n.names[0].name == "time")

# --- SHOULD: builtins ------------------------------------------------------------------

rows("SHOULD algebra", """
einsum | np.einsum('ij,jk->ik', np.eye(2), np.ones((2, 2))), np.einsum('ii', np.eye(3)), np.einsum('ij->j', np.ones((2, 3)))
tensordot | np.tensordot(np.ones((2, 3)), np.ones((3, 2)), axes=1), np.tensordot(np.ones((2, 3)), np.ones((3, 2)), axes=([0], [1]))
trace | np.trace(np.eye(3)), np.trace(np.ones((2, 3)), offset=1)
kron | np.kron([1, 2], [1, 1])
cross | np.cross([1, 0, 0], [0, 1, 0])
vdot | np.vdot([1 + 1j], [1 - 1j]), np.vdot([1, 2], [3, 4])
qr | q, r = np.linalg.qr(np.array([[2.0, 1], [1, 3]])) / np.round(q @ r, 8)
svd | np.round(np.linalg.svd(np.array([[3.0, 0], [0, 2]]), compute_uv=False), 8)
eigh | w, v = np.linalg.eigh(np.array([[2.0, 1], [1, 2]])) / np.round(w, 8)
eigvalsh | np.round(np.linalg.eigvalsh(np.array([[2.0, 1], [1, 2]])), 8)
det | round(float(np.linalg.det(np.array([[2.0, 1], [1, 2]]))), 8)
""")
rows("SHOULD selection", """
unique | np.unique([2, 1, 2]), np.unique([2, 1, 2], return_index=True, return_inverse=True, return_counts=True), np.unique([[1, 2], [1, 2]], axis=0)
quantile | np.quantile([1.0, 2, 4], 0.5), np.quantile([1.0, 2, 4], [0.25, 0.75])
percentile | np.percentile([1.0, 2, 4], 50), np.percentile([[1.0, 2], [3, 4]], 50, axis=0)
median | np.median([3, 1, 2]), np.median([[1, 2], [3, 4]], axis=0)
diff | np.diff([1, 4, 9]), np.diff([1, 4, 9], n=2)
interp | np.interp([0.5, 1.5], [0, 1, 2], [0, 10, 20])
pad | np.pad([1, 2], 1), np.pad([1, 2], (1, 2), mode='edge'), np.pad([1, 2, 3], 2, mode='reflect'), np.pad([1], 1, constant_values=9)
searchsorted | np.searchsorted([1, 2, 3], 2), np.searchsorted([1, 2, 3], [2, 5], side='right')
digitize | np.digitize([0.5, 1.5], [0, 1, 2])
convolve | np.convolve([1, 2, 3], [0, 1]), np.convolve([1, 2, 3], [0, 1], mode='same'), np.convolve([1, 2, 3], [1, 1], 'valid')
take | np.take([4, 5, 6], [2, 0]), np.take(np.eye(2), [1], axis=0)
put | x = np.arange(4) / np.put(x, [0, 2], [9, 8]) / x
choose | np.choose([0, 1], [[1, 2], [3, 4]])
select | np.select([np.array([True, False])], [np.array([1, 2])], default=7)
take_along_axis | np.take_along_axis(np.array([[3, 1]]), np.array([[1, 0]]), axis=1)
nansum | np.nansum([1.0, np.nan])
nanmean | np.nanmean([1.0, np.nan])
nanmax | np.nanmax([1.0, np.nan])
nanmin | np.nanmin([1.0, np.nan])
nanprod | np.nanprod([2.0, np.nan])
nanstd | np.nanstd([1.0, 3.0, np.nan])
nanvar | np.nanvar([1.0, 3.0, np.nan])
nanmedian | np.nanmedian([1.0, 3.0, np.nan])
nanargmax | np.nanargmax([1.0, np.nan, 3.0])
nanargmin | np.nanargmin([np.nan, 1.0])
nancumsum | np.nancumsum([1.0, np.nan, 2])
""")
rows("SHOULD elementwise", """
copysign | np.copysign(1.0, [-1, 2])
hypot | np.hypot(3.0, [4.0])
isclose | np.isclose([1.0, 2.0], [1.0, 2.1]), np.isclose(1.0, 1.1, atol=0.2)
conj | np.conj([1 + 2j]), np.conjugate([1j])
angle | np.angle([1j, -1.0]), np.angle(1j, deg=True)
real | np.real([1 + 2j])
imag | np.imag([1 + 2j])
bitwise_and | np.bitwise_and([6], [3])
bitwise_or | np.bitwise_or([6], [3])
bitwise_xor | np.bitwise_xor([6], [3])
bitwise_not | np.bitwise_not([6]), np.invert([6])
left_shift | np.left_shift([1], 3)
right_shift | np.right_shift([8], 2)
""")
rows("SHOULD shapes", """
meshgrid | np.meshgrid([1, 2], [3, 4]), np.meshgrid([1, 2], [3], indexing='ij')
indices | np.indices((2, 2))
unravel_index | np.unravel_index(5, (2, 3)), np.unravel_index([1, 5], (2, 3))
ravel_multi_index | np.ravel_multi_index(([1, 0], [2, 1]), (2, 3))
atleast_1d | np.atleast_1d(3)
atleast_2d | np.atleast_2d([1, 2])
moveaxis | np.moveaxis(np.ones((2, 3, 4)), 0, -1).shape
rot90 | np.rot90(np.array([[1, 2], [3, 4]])), np.rot90(np.eye(2), k=2)
fliplr | np.fliplr(np.eye(2))
flipud | np.flipud(np.eye(2))
split | np.split(np.arange(4), 2), np.split(np.arange(4), [1, 3])
array_split | np.array_split(np.arange(5), 2)
append | np.append([1], [2, 3]), np.append(np.eye(2), np.eye(2), axis=0).shape
insert | np.insert([1, 2], 1, 9), np.insert(np.eye(2), 0, 5, axis=1)
delete | np.delete([1, 2, 3], 1), np.delete(np.eye(3), [0, 1], axis=0)
partition | np.partition([3, 1, 2], 1)[1]
argpartition | np.argpartition([3, 1, 2], 1)[1]
lexsort | np.lexsort(([1, 0], [2, 2]))
flatnonzero | np.flatnonzero([0, 3])
diagonal | np.diagonal(np.eye(2)), np.arange(4).reshape(2, 2).diagonal(offset=1)
fill_diagonal | x = np.zeros((2, 2)) / np.fill_diagonal(x, 5) / x
argwhere | np.argwhere(np.eye(2))
average | np.average([1, 2, 3]), np.average([1.0, 2], weights=[3, 1])
sliding_window_view | np.lib.stride_tricks.sliding_window_view(np.arange(4), 2)
""")
rows("SHOULD ufunc methods, types", """
reduce | np.add.reduce([1, 2, 3]), np.maximum.reduce(np.eye(2), axis=0)
accumulate | np.add.accumulate([1, 2, 3]), np.multiply.accumulate([1, 2, 3])
outer | np.multiply.outer([1, 2], [3, 4]), np.subtract.outer([1], [2, 3])
at | x = np.zeros(3) / np.add.at(x, [0, 0, 2], 1) / x
reduceat | np.add.reduceat(np.arange(6), [0, 3])
issubdtype | np.issubdtype(np.int32, np.integer), np.issubdtype(float, np.floating)
iinfo | np.iinfo(np.int8).max, np.iinfo('int16').min
finfo | np.finfo(float).eps, np.finfo(np.float32).max
.view | np.array([1.0]).view(np.int64), np.arange(2).view()
.flat | np.eye(2).flat[1], list(np.eye(2).flat)
.tolist | np.eye(2).tolist()
.take | np.arange(3).take([2, 0])
.repeat | np.arange(2).repeat(2)
.clip | np.arange(3).clip(1, 2), np.arange(3).clip(min=1)
.round | np.array([1.26]).round(1)
.conj | np.array([1j]).conj()
.nonzero | np.array([0, 1]).nonzero()
set_printoptions | np.set_printoptions(precision=3) / print(np.array([0.123456])) / np.set_printoptions(precision=8)
save | np.save('saved.npy', np.arange(3)) / np.load('saved.npy')
load | np.save('saved.npy', np.eye(2)) / np.load('saved.npy')
""")
rows("SHOULD fft", """
fft | np.round(np.fft.fft([1.0, 2, 3, 4]), 8)
ifft | np.round(np.fft.ifft([4.0, 0, 0, 0]), 8)
rfft | np.round(np.fft.rfft([1.0, 2, 3, 4]), 8)
irfft | np.round(np.fft.irfft([4.0, 0, 0]), 8)
fftfreq | np.fft.fftfreq(4), np.fft.fftfreq(4, d=0.5)
fft2 | np.round(np.fft.fft2(np.eye(2)), 8)
fftshift | np.fft.fftshift(np.arange(4))
""")
rows("SHOULD random", """
.normal | np.random.default_rng(1).normal(0, 2, 3), np.random.default_rng(1).normal()
.standard_normal | np.random.default_rng(1).standard_normal(3)
.choice | np.random.default_rng(1).choice(5, 3), np.random.default_rng(1).choice([1.5, 2.5], size=2, replace=False), np.random.default_rng(1).choice(3, p=[0.1, 0.2, 0.7])
.permutation | np.random.default_rng(1).permutation(5), np.random.default_rng(1).permutation([3, 4])
.shuffle | r = np.random.default_rng(1) / x = np.arange(5) / r.shuffle(x) / x
""")
rows("SHOULD NumPy 2 aliases", """
concat | np.concat(([1], [2]))
permute_dims | np.permute_dims(np.ones((2, 3)), (1, 0)).shape
acos | np.acos(1.0)
asin | np.asin(0.0)
atan | np.atan(0.0)
atan2 | np.atan2(0.0, 1.0)
acosh | np.acosh(1.0)
asinh | np.asinh(0.0)
atanh | np.atanh(0.0)
bitwise_invert | np.bitwise_invert([1])
bitwise_left_shift | np.bitwise_left_shift([1], 1)
bitwise_right_shift | np.bitwise_right_shift([4], 1)
pow | np.pow([2, 3], 2)
matrix_transpose | np.matrix_transpose(np.ones((2, 3))).shape
.mT | np.ones((4, 2, 3)).mT.shape
vecdot | np.vecdot([1, 2], [3, 4])
isdtype | np.isdtype(np.dtype('int8'), 'integral')
unique_values | np.unique_values([2, 1, 2])
unique_counts | np.unique_counts([2, 1, 2]).counts
unique_inverse | np.unique_inverse([2, 1, 2]).inverse_indices
unique_all | np.unique_all([2, 1, 2]).indices
cumulative_sum | np.cumulative_sum([1, 2, 3]), np.cumulative_sum([1, 2], include_initial=True)
cumulative_prod | np.cumulative_prod([1, 2, 3])
""")
