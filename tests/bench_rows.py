"""The rows of bench.py's second table: one statement each, at sizes from 1e2 to 1e7.

Each row is setup, body, and what is read at the end of every repetition, so
that nothing is left undone; R is the square root of the size N. traffic: bytes
per element that cannot be avoided, for the share of the copy bandwidth; None:
memory is not what the row is about.
"""

VECTORS = """a = np.linspace(0, 1, N) + 0.25
b = np.linspace(1, 3, N) + 0.25
c = np.linspace(-1, 1, N) + 0.25
"""
MATRIX = "g = np.sin(np.arange(R * R) * 0.7).reshape(R, R)\n"
MASK = "a = np.sin(np.arange(N) * 1.7)\nm = a > 0.3\nk = np.arange(N) * 7 % N\n"
POLYNOMIAL = "x = " + "(" * 19 + "a" + "".join(" * 0.9 + %.2f) * a" % (k / 7) for k in range(19)) + " + 1"
NORMAL_CDF = """k = np.arange(N)
spot = (50 + 20 * np.sin(k * 0.001)).astype(T)
strike = np.linspace(30, 80, N).astype(T)
years = (0.25 + (k % 16) / 8).astype(T)
vol = (0.1 + 0.3 * (k % 7) / 7).astype(T)

def normal_cdf(x):
    t = 1 / (1 + 0.2316419 * np.abs(x))
    tail = np.exp(-0.5 * x * x) * 0.3989422804014327 * t * (0.31938153 + t * (-0.356563782
        + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    return np.where(x >= 0, 1 - tail, tail)

"""
PRICE = """d1 = (np.log(spot / strike) + (0.02 + 0.5 * vol ** 2) * years) / (vol * np.sqrt(years))
x = spot * normal_cdf(d1) - strike * np.exp(-0.02 * years) * normal_cdf(d1 - vol * np.sqrt(years))"""

ROWS = (  # name, setup, body, read, bytes per element
    ("(a*b+c)**2-a*.5", VECTORS, "x = (a*b+c)**2-a*.5", "x[0]", 32),
    ("exp(-a*a)*sin(b)+sqrt(c)", VECTORS + "c += 1\n", "x = np.exp(-a*a)*np.sin(b)+np.sqrt(c)", "x[0]", None),
    ("polynomial, degree 20", VECTORS, POLYNOMIAL, "x[0]", None),
    ("black_scholes float64", NORMAL_CDF.replace("T)", "np.float64)"), PRICE, "x[0]", None),
    ("black_scholes float32", NORMAL_CDF.replace("T)", "np.float32)"), PRICE, "x[0]", None),
    ("copy", VECTORS, "x = a.copy()", "x[0]", 16),
    ("sum", VECTORS, "x = a.sum()", "x", 8),
    ("dot", VECTORS, "x = a @ b", "x", 16),
    ("norm", VECTORS, "x = np.sqrt((a * a).sum())", "x", 8),
    ("var", VECTORS, "x = a.var()", "x", 8),
    ("min and max", VECTORS, "x = a.max() - a.min()", "x", 8),
    ("row sums", MATRIX, "x = g.sum(axis=1)", "x[0]", 8),
    ("column sums", MATRIX, "x = g.sum(axis=0)", "x[0]", 8),
    ("argmax", VECTORS, "x = a.argmax()", "x", 8),
    ("softmax of rows", MATRIX, "e = np.exp(g - g.max(axis=1, keepdims=True))\nx = e / e.sum(axis=1, keepdims=True)",
     "x[0, 0]", None),
    ("jacobi step", MATRIX, "g[1:-1, 1:-1] = 0.25 * (g[:-2, 1:-1] + g[2:, 1:-1] + g[1:-1, :-2] + g[1:-1, 2:])",
     "g[1, 1]", 16),
    ("a[::2] + a[1::2]", VECTORS, "x = a[::2] + a[1::2]", "x[0]", 12),
    ("transposed copy", MATRIX, "x = g.T.copy()", "x[0, 0]", 16),
    ("outer sum", MATRIX + "u = g[0].copy()\n", "x = u[:, None] + u", "x[0, 0]", 8),
    ("a[m]", MASK, "x = a[m]", "x[0]", None),
    ("a[m] = 0", MASK, "a[m] = 0", "a[0]", None),
    ("where(m, a, 2)", MASK, "x = np.where(m, a, 2.0)", "x[0]", 17),
    ("a[k]", MASK, "x = a[k]", "x[0]", None),
    ("a[k] = b", MASK + "b = a * 2\n", "a[k] = b", "a[0]", None),
    ("cumsum", VECTORS, "x = np.cumsum(a)", "x[0]", 16),
    ("sort", "k = np.arange(N)\na = np.sin(k * k * 0.37)\n", "x = np.sort(a)", "x[0]", None),
    ("random fill", "rng = np.random.default_rng(1)\n", "x = rng.random(N)", "x[0]", None),
    ("matmul of N elements", MATRIX, "x = g @ g", "x[0, 0]", None),
)

# Whole programs of host values: no arrays at all.
INTERPRETER = (
    ("collatz", """def collatz(limit):
    best = 0
    for start in range(1, limit):
        n = start
        length = 0
        while n != 1:
            if n % 2 == 0:
                n = n // 2
            else:
                n = 3 * n + 1
            length += 1
        if length > best:
            best = length
    return best
""", "collatz(20000)"),
    ("nested for, floats", """def nested(n):
    total = 0.0
    for i in range(n):
        for j in range(n):
            total = total + (i * 0.5 - j) * 0.25
    return total
""", "nested(700)"),
    ("sieve in a list", """def sieve(n):
    flags = [True] * n
    count = 0
    for i in range(2, n):
        if flags[i]:
            count += 1
            for j in range(i * i, n, i):
                flags[j] = False
    return count
""", "sieve(200000)"),
    ("product of nested lists", """def product(a, b, n):
    c = [[0.0] * n for i in range(n)]
    for i in range(n):
        for j in range(n):
            total = 0.0
            for k in range(n):
                total += a[i][k] * b[k][j]
            c[i][j] = total
    return c

m = [[i * j * 0.5 for j in range(60)] for i in range(60)]
""", "product(m, m, 60)"),
    ("math and builtins", """import math

def roots(n):
    total = 0.0
    for i in range(n):
        total += math.sqrt(i) + abs(i - 100) + min(i, 7)
    return total
""", "roots(200000)"),
    ("building lists, strings", """def build(n):
    out = []
    text = ''
    for i in range(n):
        out.append(i * 2)
        text += 'ab'
    total = 0
    for x in out:
        total += x
    return total + len(text)
""", "build(100000)"),
    ("calls of a function", """def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)
""", "fib(24)"),
)
