# null: skip
# Each distribution, few (drawn at the statement) and many (deferred), alone,
# in shapes, and with parameters that are arrays.
import numpy as np

def show(a):
    print(a[:2], a[-3:], a.dtype, a.shape)

def draw_all(r, n):
    show(r.normal(1, 2, n)); show(r.standard_normal(n)); show(r.lognormal(.5, 2, n))
    show(r.exponential(2, n)); show(r.standard_exponential(n)); show(r.gamma(.5, 2, n))
    show(r.gamma(3, size=n)); show(r.gamma(1, 3, size=n)); show(r.standard_gamma(2.5, n)); show(r.standard_gamma(0, n))
    show(r.beta(.5, .5, n)); show(r.beta(1, 1, n)); show(r.beta(2, 3, n)); show(r.chisquare(3, n))
    show(r.f(2, 3, n)); show(r.standard_t(4, n)); show(r.standard_cauchy(n)); show(r.pareto(2, n))
    show(r.weibull(2, n)); show(r.weibull(0, n)); show(r.power(2, n)); show(r.rayleigh(2, n))
    show(r.laplace(1, 2, n)); show(r.gumbel(1, 2, n)); show(r.logistic(1, 2, n)); show(r.wald(1, 2, n))
    show(r.triangular(1, 2, 4, n)); show(r.poisson(3, n)); show(r.poisson(30, n)); show(r.poisson(0, n)); show(r.poisson(1e6, n))
    show(r.binomial(10, .3, n)); show(r.binomial(100, .6, n)); show(r.binomial(10000, .4, n)); show(r.binomial(10**6, .999, n))
    show(r.binomial(7, 0, n)); show(r.binomial(0, .5, n)); show(r.binomial(9, 1, n)); show(r.binomial(20, .9, n))
    show(r.negative_binomial(3, .4, n)); show(r.geometric(.5, n)); show(r.geometric(.01, n)); show(r.geometric(1, n))

def draw_one(r):
    print([r.normal(), r.standard_normal(), r.normal(2), r.lognormal(), r.exponential(), r.exponential(scale=3.), r.gamma(2), r.beta(2, 2)])
    print([r.poisson(), r.poisson(12.5), r.binomial(5, .5), r.geometric(.2), r.negative_binomial(2, .5), r.triangular(0, 1, 2), r.wald(2, 3)])
    print([r.laplace(), r.gumbel(), r.logistic(), r.rayleigh(), r.weibull(1.5), r.power(3), r.pareto(1.5), r.f(1, 2), r.chisquare(2)])
    print(r.normal(np.float64(1), np.array(2)), r.poisson(np.array(4)), r.normal(size=(2, 2)), r.exponential(size=()), r.poisson(2, (2, 3)), r.normal(size=0))

def draw_arrays(r):
    print(r.normal([1, 2, 3], [.1, .2, .3]), r.normal(0, [[1], [2]], (2, 3)), r.normal(np.arange(4.)), r.normal([5.], 1))
    print(r.exponential([1, 2]), r.gamma([1, 2, .5], 2), r.gamma([[1], [3]], [1, 2]), r.poisson([1, 20, 3, 0]), r.binomial([10, 20], [.5, .1]))
    print(r.binomial(10, [.5, .1, .9]), r.geometric([.5, .01]), r.laplace([0, 10], 1), r.beta([1, .5], .5), r.uniform([1, 2], 3), r.standard_gamma([1, 3]))
    print(r.chisquare([1, 2, 3]), r.lognormal([0, 1], [1, .1]), r.weibull([1, 2]), r.logistic([1, 2], size=(2, 2)), r.normal([], 1))
    a = r.normal(np.arange(2000.), 2)
    print(a[:3], a[-3:], r.random())

for seed in (1, 2):
    for r in (np.random.default_rng(seed), np.random.RandomState(seed)):
        draw_all(r, 5)
        draw_all(r, 1500)
        draw_one(r)
        draw_arrays(r)
    np.random.seed(seed)
    print(np.random.normal(1, 2, 3), np.random.exponential(2), np.random.poisson(3, 4), np.random.standard_exponential(2), np.random.gamma(2.), np.random.binomial(5, .5, 3), np.random.standard_gamma(2, size=2))

# float32 and out=
r = np.random.default_rng(7)
print(r.standard_normal(3, dtype=np.float32), r.standard_normal(dtype='f4'), r.standard_exponential(5, 'f4'), r.random())
print(r.standard_exponential(3, method='inv'), r.standard_exponential(3, 'f4', 'inv'), r.standard_exponential(), r.random(2, np.float32))
a = r.standard_normal(40001, dtype=np.float32)
b = r.standard_exponential(40001, dtype=np.float32)
print(a[-3:], b[-3:], a.min(), a.max(), b.max(), r.random())
e = r.standard_exponential(40001)
print(e[-3:], e.min(), e.max(), r.random())
o = np.zeros(4)
print(r.random(out=o) is o, o, r.standard_normal(4, out=o), r.standard_exponential(out=o), r.standard_gamma(2, out=o))
o = np.zeros((2, 2), np.float32)
r.random(dtype=np.float32, out=o)
print(o, r.standard_normal((2, 2), np.float32, o))

# One long stream of all sorts: counted fills behind those that are not.
r = np.random.default_rng(11)
x = r.normal(size=3000)
y = r.random(3000)
z = r.random(3001, dtype=np.float32)
i = r.integers(0, 8, 1001)
j = r.integers(0, 100, 2001, dtype=np.uint8)
k = r.integers(2**40, size=5)
w = r.uniform(2, 3, 7)
print(x[-2:], y[-2:], z[-2:], i[-5:], j[-5:], k, w, r.random(), r.integers(9), r.random(dtype=np.float32))
r.normal(size=2000)
r.poisson(3, 2000)
print(r.normal(size=2000)[-1], r.random(3))

# Bit generators and seed sequences by name.
g = np.random.Generator(np.random.PCG64(3))
print(g.random(), np.random.default_rng(np.random.SeedSequence(3)).random(), g, np.random.default_rng(np.random.PCG64(5)).integers(100, size=3))
print(np.random.PCG64(np.random.SeedSequence([1, 2])) is None, np.random.Generator(np.random.PCG64(np.random.SeedSequence(4))).normal())
bits = np.random.PCG64(9)
p, q = np.random.Generator(bits), np.random.Generator(bits)
print(p.random(), q.random(), p.normal(size=2), q.normal(size=2))
