#!/usr/bin/env python3
"""Tables: how many times faster than NumPy, numexpr, JAX and loops in C, in the same run.

    bench.py --arr build/arr [--quick] [--rounds 7] [--rows chain,jacobi]

Every row is one program text that arr and CPython both run: a setup, then
the timed statements, each time ended by reading one element of the result, so
that deferred work is inside the clock. The runners take turns, in an order
that rotates from round to round, so drift of the machine hits all of them;
the table holds medians. Only ratios mean anything: the last column is there
to judge whether a row was long enough to be measured. On a busy machine
medians measure the others: --least takes the least time of each side, and
--arr "build/arr --ompthreads 1" --threads 1 lets no thread wait for one that has no core.

The rows named after files of examples/ are those programs, whole and once per
process: all but the start of the interpreter and its imports is timed.

numexpr and JAX have columns where --python finds them (JAX's functions are
compiled before the clock starts), and the loops of bench_loops.c where `make
bench` built them: those are the least time that the row can take.

The second table (bench_rows.py) has one statement per row, and a column per
number of elements; every repetition reads one element. --table chooses one.

"of copy" is the bytes that the row cannot avoid to move, per second, over
the bytes per second of np.copyto in the same run (one thread). Above a few
times the number of cores it would say that not all was computed.
"""
import argparse
import os
import re
import shlex
import statistics
import subprocess
import sys
import tempfile

import bench_rows

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(HERE, "..", "examples")
WARM = 2              # untimed runs: pages are touched, plans made
TIMED = 3             # timed runs per process
LIMIT = 600           # seconds per process
TYPICAL = statistics.median  # of a row's times


class Row:
    """setup, body: Python text; force: what is read at the end; numexpr: its body or None;
    traffic: bytes that must be moved for size n; jax: more setup, and its body; loop: the row of
    bench_loops.c. An example is all setup, and quick_arguments are the program's for --quick."""

    def __init__(self, name, size, quick, setup, body, force, numexpr, traffic, quick_arguments="", jax=None,
                 loop=None):
        self.name = name
        self.size = size
        self.quick = quick
        self.setup = setup
        self.body = body
        self.force = force
        self.numexpr = numexpr
        self.traffic = traffic
        self.quick_arguments = quick_arguments
        self.jax = jax
        self.loop = loop


def example_functions(name):
    """The functions of an example, so that what is measured is what is shown."""
    with open(os.path.join(EXAMPLES, name)) as file:
        text = file.read()
    return text[text.index("def "):text.index("\nn = int(")]


def example_lines(name, first, last):
    with open(os.path.join(EXAMPLES, name)) as file:
        text = file.read()
    return text[text.index(first):text.index(last)]


def example_row(name, quick_arguments):
    """A whole example; its size is the first default that it has."""
    with open(os.path.join(EXAMPLES, name)) as file:
        text = file.read()
    size = int(re.search(r"> 1 else ([\d_]+)", text).group(1))
    quick = int(quick_arguments.split()[0])
    return Row(name, size, quick, text, None, None, None, None, quick_arguments)


VECTORS = """a = np.linspace(0, 1, N)
b = np.linspace(1, 3, N)
c = np.linspace(-1, 1, N)
a += 0.25
b += 0.25
c += 0.25
"""
OPTIONS = """k = np.arange(N)
spot = 50 + 20 * np.sin(k * 0.001)
strike = np.linspace(30, 80, N)
years = 0.25 + (k % 16) / 8
volatility = 0.1 + 0.3 * (k % 7) / 7
strike += 0.125
"""
OPTIONS_NUMEXPR = """
def normal_cdf(x):
    t = ne.evaluate("1 / (1 + 0.2316419 * abs(x))")
    tail = ne.evaluate("exp(-0.5 * x * x) * 0.3989422804014327 * t * (0.31938153 + t * (-0.356563782"
                       " + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))")
    return ne.evaluate("where(x >= 0, 1 - tail, tail)")

def price(spot, strike, years, rate, volatility):
    d1 = ne.evaluate("(log(spot / strike) + (rate + 0.5 * volatility ** 2) * years)"
                     " / (volatility * sqrt(years))")
    n1 = normal_cdf(d1)
    n2 = normal_cdf(ne.evaluate("d1 - volatility * sqrt(years)"))
    discounted = ne.evaluate("strike * exp(-rate * years)")
    call = ne.evaluate("spot * n1 - discounted * n2")
    return call, ne.evaluate("call - spot + discounted")
"""
GRID = """u = np.zeros((N, N))
u[0, :] = 1.0
u[:, -1] = np.linspace(1, 0, N)
"""
UPDATE = """x = np.linspace(0, 1, N)
y = np.linspace(1, 3, N)
"""
TEN_OPS = """for step in range(10000):
    x = (a + b) * c - 0.5 * x
    y = x * x + y * 0.25 - b
    c = 0.5 * (c + 1)"""
PROGRAMS = (  # and their arguments for --quick
    ("black_scholes.arr", "400000"), ("cavity_flow.arr", "101 20 20"), ("conjugate_gradient.arr", "1000"),
    ("gray_scott.arr", "200 50"), ("heat.arr", "200000 50"), ("jacobi.arr", "500 50"),
    ("kmeans.arr", "100000 5"), ("least_squares.arr", "50000 50"), ("logistic.arr", "200000 50"),
    ("logistic_regression.arr", "50000 50"), ("lstm.arr", "20 128 64"), ("mandelbrot.arr", "450 60"),
    ("mandelbrot_masks.arr", "450 60"), ("nbody.arr", "400 20"), ("normal_equations.arr", "200000"),
    ("richardson_lucy.arr", "300 5"), ("wave.arr", "400 50"))


JACOBI_JAX = """u = jnp.asarray(u)
f = jax.jit(lambda u: u.at[1:-1, 1:-1].set(0.25 * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:])))
"""


def jax(names, expression, target, before="", loop=""):
    """Setup and body of target = expression."""
    return (before + "%s = map(jnp.asarray, (%s))\nf = jax.jit(lambda %s: %s)\n" % (names, names, names, expression),
            loop + "%s = f(%s)" % (target, names))


def rows():
    price = "call, put = price(spot, strike, years, 0.02, volatility)"
    jacobi = example_lines("jacobi.arr", "    u[1:-1, 1:-1] =", "\nmean").strip()
    jacobi_numexpr = ("n, s, w, e = u[:-2, 1:-1], u[2:, 1:-1], u[1:-1, :-2], u[1:-1, 2:]\n"
                      "    u[1:-1, 1:-1] = ne.evaluate('0.25 * (n + s + w + e)')")
    loop = "for step in range(20):\n    "
    return (
        Row("(a*b+c)**2-a*.5", 10_000_000, 1_000_000, VECTORS, "x = (a*b+c)**2-a*.5", "x[0]",
            "x = ne.evaluate('(a*b+c)**2-a*.5')", lambda n: 32 * n,
            jax=jax("a, b, c", "(a*b+c)**2-a*.5", "x"), loop="chain"),
        Row("sum((a-b)**2)", 10_000_000, 1_000_000, VECTORS, "x = np.sum((a-b)**2)", "x",
            "x = ne.evaluate('sum((a-b)**2)')", lambda n: 16 * n,
            jax=jax("a, b", "jnp.sum((a-b)**2)", "x"), loop="squares"),
        Row("black_scholes", 4_000_000, 400_000, example_functions("black_scholes.arr") + OPTIONS,
            price, "call[0] + put[-1]", OPTIONS_NUMEXPR, lambda n: 48 * n,
            jax=(example_functions("black_scholes.arr").replace("np.", "jnp.")
                 + "price = jax.jit(price)\n", price)),
        Row("jacobi, 20 passes", 2000, 500, GRID, loop + jacobi, "u[1, 1]", loop + jacobi_numexpr,
            lambda n: 20 * 16 * n * n, jax=(JACOBI_JAX, loop + "u = f(u)"), loop="jacobi"),
        Row("small: 1000 x x*.5+a", 1000, 1000, VECTORS,
            "x = b\nfor step in range(1000):\n    x = x * 0.5 + a", "x[0]", None,
            lambda n: 1000 * 24 * n,
            jax=jax("x, a", "x * .5 + a", "x", "x = b\n", "for step in range(1000):\n    "), loop="small"),
        Row("100000 x x += 2*y", 1024, 1024, UPDATE, "for step in range(100000):\n    x += 2 * y", "x[0]",
            None, lambda n: 100000 * 24 * n,
            jax=jax("x, y", "x + 2 * y", "x", "", "for step in range(100000):\n    "), loop="update"),
        Row("100000 x 5 ops, unseen", 100, 100, VECTORS, "for step in range(100000):\n    x = (a * b + c) * a - b * .5",
            "x[0]", None, None),  # all but the last is recorded, then dropped
        Row("100000 x 5 ops, chained", 100, 100, VECTORS + "x = b\n",
            "for step in range(100000):\n    x = (x * b + c) * .1 - b * .5", "x[0]", None, None),
        Row("10000 x ten tiny ops", 25, 25, VECTORS + "x = b\ny = c\n", TEN_OPS, "y[0]",
            None, lambda n: 10000 * 24 * n),
        Row("fft(2**20)", 20, 14, "x = np.sin(np.arange(2 ** N) * 0.1) + 1j\n", "y = np.fft.fft(x)", "y[1].real",
            None, lambda n: 32 * 2 ** n),
        Row("fft2(1024 x 1024)", 1024, 128, "x = np.sin(np.arange(N * N) * 0.1).reshape(N, N) + 1j\n",
            "y = np.fft.fft2(x)", "y[1, 1].real", None, lambda n: 64 * n * n),
        Row("ij,ij->i", 2000, 500, "a = np.linspace(0, 1, N * N).reshape(N, N)\nb = a + 1\n",
            "y = np.einsum('ij,ij->i', a, b)", "y[1]", None, lambda n: 16 * n * n),
        Row("bij,bjk->bik", 4000, 400, "a = np.linspace(0, 1, N * 400).reshape(N, 20, 20)\nb = a + 1\n",
            "y = np.einsum('bij,bjk->bik', a, b)", "y[1, 1, 1]", None, lambda n: 24 * 400 * n),
        Row("solve 20 x 20, many", 4000, 400,
            "a = np.linspace(0, 1, N * 400).reshape(N, 20, 20) + 9 * np.eye(20)\nb = a[:, :, :1] + 1\n",
            "y = np.linalg.solve(a, b)", "y[1, 1, 0]", None, lambda n: 8 * 440 * n),
        Row("copy", 10_000_000, 1_000_000, VECTORS, "x = a.copy()", "x[0]", None, lambda n: 16 * n, loop="copy"),
    ) + tuple(example_row(name, quick) for name, quick in PROGRAMS)


# --- the programs ---------------------------------------------------------------


def indent(text, by="    "):
    return "".join(by + line + "\n" for line in text.split("\n"))


def program_text(row, size, body, imports=""):
    """Runs in CPython and in arr."""
    if body is None:
        return ("import time\nimport sys\nimport numpy as np\nbench_start = time.perf_counter()\n" + row.setup
                + "print('seconds', time.perf_counter() - bench_start)\n")
    timed = indent(body + "\nfloat(%s)" % row.force)
    return ("import time\nimport numpy as np\n%sN = %d\n%s\n" % (imports, size, row.setup)
            + "for repeat in range(%d):\n%s" % (WARM, timed)
            + "for repeat in range(%d):\n    start = time.perf_counter()\n%s" % (TIMED, timed)
            + "    print('seconds', time.perf_counter() - start)\n")


def copy_size(quick):
    return 1_000_000 if quick else 10_000_000


def copy_text(size):
    return ("import time\nimport numpy as np\na = np.linspace(0, 1, %d)\nb = np.zeros_like(a)\n"
            "for repeat in range(%d):\n    start = time.perf_counter()\n    np.copyto(b, a)\n"
            "    print('seconds', time.perf_counter() - start)\n" % (size, WARM + TIMED))


def numexpr_text(row, size):
    imports = "import numexpr as ne\n"
    if "def price" in row.numexpr:
        return program_text(Row(row.name, size, size, row.numexpr + OPTIONS, row.body, row.force,
                                None, None), size, row.body, imports)
    return program_text(row, size, row.numexpr, imports)


def jax_text(row, size):
    setup, body = row.jax
    imports = "import jax\njax.config.update('jax_enable_x64', True)\nimport jax.numpy as jnp\n"
    return program_text(Row(row.name, size, size, row.setup + setup, body, row.force, None, None), size, body, imports)


def run(command, text, arguments, threads):
    """Seconds of each timed run, or a line that says what went wrong."""
    environment = dict(os.environ, NUMEXPR_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads))
    with tempfile.NamedTemporaryFile("w", suffix=".arr") as file:
        file.write(text)
        file.flush()
        try:
            done = subprocess.run(command + [file.name] + arguments, capture_output=True, text=True,
                                  timeout=LIMIT, env=environment)
        except (subprocess.TimeoutExpired, OSError) as error:
            return str(error)
    if done.returncode:
        return (done.stderr.strip().split("\n") or ["?"])[-1][:60]
    return [float(found) for found in re.findall(r"^seconds (\S+)", done.stdout, flags=re.M)]


class Runner:
    def __init__(self, name, command, text, arguments=""):
        self.name = name
        self.command = command
        self.text = text
        self.arguments = arguments.split()
        self.seconds = []
        self.trouble = None

    def turn(self, threads):
        result = run(self.command, self.text, self.arguments, threads) if not self.trouble else self.trouble
        if isinstance(result, str):
            self.trouble = result
        else:
            self.seconds += result

    def median(self):
        return TYPICAL(self.seconds) if self.seconds and not self.trouble else None


def has_module(python, name):
    return subprocess.run(python + ["-c", "import " + name], capture_output=True).returncode == 0


class Loop(Runner):
    """A row of bench_loops.c: its program needs no text."""

    def turn(self, threads):
        done = subprocess.run(self.command + self.arguments, capture_output=True, text=True)
        if done.returncode:
            self.trouble = done.stderr.strip()
        self.seconds += [float(found) for found in re.findall(r"^seconds (\S+)", done.stdout, flags=re.M)]


def measure(row, arguments, others):
    size = row.quick if arguments.quick else row.size
    text = program_text(row, size, row.body)
    program = row.quick_arguments if arguments.quick else ""
    runners = [Runner("numpy", arguments.python, text, program), Runner("arr", arguments.arr, text, program)]
    if row.traffic:
        runners.append(Runner("copyto", arguments.python, copy_text(copy_size(arguments.quick))))
    if "numexpr" in others and row.numexpr:
        runners.append(Runner("numexpr", arguments.python, numexpr_text(row, size)))
    if "jax" in others and row.jax:
        runners.append(Runner("jax", arguments.python, jax_text(row, size)))
    if arguments.loops and row.loop:
        runners.append(Loop("loop", [arguments.loops], None, "%s %d" % (row.loop, size)))
    for k in range(arguments.rounds):
        for runner in runners[k % len(runners):] + runners[:k % len(runners)]:
            runner.turn(arguments.threads)
    return size, {runner.name: runner for runner in runners}


# --- the table --------------------------------------------------------------------


def ratio(slow, fast):
    return "%.2fx" % (slow / fast) if slow and fast else "-"


def table_line(row, size, runners, quick):
    arr, numpy = runners["arr"].median(), runners["numpy"].median()
    numexpr, jax_seconds, loop = (runners[name].median() if name in runners else None
                                  for name in ("numexpr", "jax", "loop"))
    share = "-"
    if arr and row.traffic:
        copy = 16 * copy_size(quick) / runners["copyto"].median()
        share = "%.0f%%" % (100 * row.traffic(size) / arr / copy)
    trouble = "; ".join("%s: %s" % (r.name, r.trouble) for r in runners.values() if r.trouble)
    took = "arr %.3g ms" % (1e3 * arr) if arr else ""
    return "%-22s %10d %9s %9s %8s %8s %8s  %s" % (
        row.name, size, ratio(numpy, arr), ratio(numexpr, arr), ratio(jax_seconds, arr), ratio(loop, arr), share,
        trouble or took)


# --- one statement at many sizes -----------------------------------------------------

SIZES = (100, 1_000, 10_000, 1_000_000, 10_000_000)
QUICK_SIZES = (100, 1_000, 10_000, 1_000_000)
STEADY = 4_000_000  # elements per timed run: short statements are repeated, but at most
MOST_REPEATS = 2000  # times


def scaled_text(setup, body, read, size):
    repeats = max(1, min(MOST_REPEATS, STEADY // size))
    once = indent(body + "\nfloat(%s)" % read)
    return ("import time\nimport numpy as np\nN = %d\nR = %d\n%s\n" % (size, round(size ** 0.5), setup)
            + "for repeat in range(%d):\n%s" % (WARM, once)
            + "for run in range(%d):\n    start = time.perf_counter()\n    for repeat in range(%d):\n%s"
            % (TIMED, repeats, indent(once.rstrip("\n")))
            + "    print('seconds', (time.perf_counter() - start) / %d)\n" % repeats)


def host_text(setup, call):
    timed = "    start = time.perf_counter()\n    %s\n    print('seconds', time.perf_counter() - start)\n" % call
    return "import time\n%s\nfor run in range(%d):\n%s" % (setup, TIMED, timed)


def compared(text, arguments, with_copy=0):
    """Medians of arr and CPython, and of np.copyto on with_copy elements, which take turns."""
    runners = [Runner("numpy", arguments.python, text), Runner("arr", arguments.arr, text)]
    if with_copy:
        runners.append(Runner("copyto", arguments.python, copy_text(with_copy)))
    for k in range(arguments.rounds):
        for runner in runners[k % len(runners):] + runners[:k % len(runners)]:
            runner.turn(arguments.threads)
    for runner in runners:
        if runner.trouble:
            print("%s: %s" % (runner.name, runner.trouble))
    return [runner.median() for runner in runners]


def scaled_line(row, sizes, arguments, ratios):
    name, setup, body, read, bytes_each = row
    cells, share = [], "-"
    for size in sizes:
        largest = size == sizes[-1] and bytes_each
        if name.startswith("matmul") and size > 4_200_000:
            cells.append("-")
            continue
        numpy, arr, *copy = compared(scaled_text(setup, body, read, size), arguments, size if largest else 0)
        cells.append(ratio(numpy, arr))
        if numpy and arr:
            ratios.setdefault(size, []).append(numpy / arr)
        if largest and arr and copy and copy[0]:
            share = "%.0f%%" % (100 * bytes_each / arr / (16 / copy[0]))
    return "%-26s" % name + "".join("%9s" % cell for cell in cells) + "%9s" % share


def scaled_table(arguments, wanted):
    sizes = QUICK_SIZES if arguments.quick else SIZES
    ratios = {}
    print("\n%-26s" % "x NumPy, by elements" + "".join("%9.0e" % size for size in sizes) + "%9s" % "of copy")
    for row in bench_rows.ROWS:
        if not wanted or any(part in row[0] for part in wanted):
            print(scaled_line(row, sizes, arguments, ratios), flush=True)
    means = ["%.2fx" % statistics.geometric_mean(ratios[size]) if ratios.get(size) else "-" for size in sizes]
    print("%-26s" % "geometric mean" + "".join("%9s" % mean for mean in means))


def host_table(arguments, wanted):
    print("\n%-26s%9s" % ("host values", "x CPython"))
    for name, setup, call in bench_rows.INTERPRETER:
        if not wanted or any(part in name for part in wanted):
            print("%-26s%9s" % (name, ratio(*compared(host_text(setup, call), arguments))), flush=True)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--arr", default="build/arr", type=shlex.split)
    parser.add_argument("--python", default=sys.executable, type=shlex.split)
    parser.add_argument("--loops", default="", help="the program of bench_loops.c")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of numexpr")
    parser.add_argument("--least", action="store_true", help="the least time instead of the median")
    parser.add_argument("--quick", action="store_true", help="small arrays, 3 rounds")
    parser.add_argument("--rows", default="", help="only rows whose name holds one of these, by comma: .arr")
    parser.add_argument("--table", choices=("all", "programs", "sizes", "host"), default="all")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.rounds = min(arguments.rounds, 3)
    return arguments


def main():
    global TYPICAL
    arguments = parse_arguments()
    if arguments.least:
        TYPICAL = min
    wanted = [part for part in arguments.rows.split(",") if part]
    if arguments.table in ("all", "programs"):
        program_table(arguments, wanted)
    if arguments.table in ("all", "sizes"):
        scaled_table(arguments, wanted)
    if arguments.table in ("all", "host"):
        host_table(arguments, wanted)
    return 0


def program_table(arguments, wanted):
    others = [name for name in ("numexpr", "jax") if has_module(arguments.python, name)]
    print("%-22s %10s %9s %9s %8s %8s %8s" % ("%s, %d rounds" % ("least" if arguments.least else "medians", arguments.rounds), "size", "x NumPy",
                                              "x numexpr", "x JAX", "x C loop", "of copy"))
    for row in rows():
        if wanted and not any(part in row.name for part in wanted):
            continue
        size, runners = measure(row, arguments, others)
        print(table_line(row, size, runners, arguments.quick), flush=True)
    for name in ("numexpr", "jax"):
        if name not in others:
            print("%s is not installed: its column is empty" % name)


if __name__ == "__main__":
    sys.exit(main())
