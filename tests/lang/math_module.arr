# null: skip
# Every function of math, also of NumPy scalars; ints of any size.
import math
import numpy as np
from math import sqrt, pi as PI

print(math.pi, math.e, math.tau, math.inf, -math.inf, math.nan, PI, sqrt(2))
for x in (0.0, -0.0, 0.5, -0.25, 1.0, 0.9999, True):
    print(math.acos(x), math.asin(x), math.atan(x), math.sin(x), math.cos(x), math.tan(x), math.sinh(x), math.cosh(x),
          math.tanh(x), math.asinh(x), math.exp(x), math.expm1(x), math.exp2(x), math.cbrt(x), math.erf(x), math.erfc(x),
          math.log1p(x), math.fabs(x), math.degrees(x), math.radians(x), math.floor(x), math.ceil(x), math.trunc(x))
for x in (1, 2.5, 10, 171.25, 1e300, 2**100, 10**400, 7):
    print(math.log(x), math.log2(x), math.log10(x), math.log(x, 3), end=" ")
    if x < 1e308:
        print(math.sqrt(x), math.acosh(x), math.lgamma(x), math.frexp(x), math.modf(x), math.ulp(x))
print()
print(math.gamma(0.5), math.gamma(5), math.gamma(-1.5), math.gamma(170.5), math.lgamma(-0.5), math.lgamma(3), math.gamma(1e-5))
print(math.atanh(0.5), math.atan2(1, -1), math.atan2(-0.0, -1.0), math.copysign(3, -0.0), math.fmod(-7, 3), math.fmod(7.5, -2))
print(math.remainder(7, 2), math.remainder(-5.5, 2), math.pow(2, 0.5), math.pow(0, 0), math.pow(math.inf, -1), math.nextafter(1, 2))
print(math.ldexp(0.75, 4), math.ldexp(1, -1074), math.ldexp(5, -10**30), math.frexp(-0.1), math.frexp(math.inf), math.modf(-2.75), math.modf(math.inf))
print(math.hypot(3, 4), math.hypot(), math.hypot(-2), math.hypot(1, 2, 3, 4), math.hypot(1e200, 1e200), math.hypot(5e-324, 5e-324),
      math.hypot(math.inf, math.nan), math.dist((1, 2), (4, 6)), math.dist([0.1], [0.3]), math.hypot(0.1, 0.2, 0.3))
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(10**300), math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1),
      math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-12), math.isclose(0, 1e-12, abs_tol=1e-9), math.isclose(math.inf, math.inf))
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.floor(1e300) == int(1e300), math.ceil(2**70), math.floor(np.float64(2.7)))
print(math.gcd(), math.gcd(12, 18), math.gcd(-12, 0), math.gcd(2**70, 2**65 * 3, 2**66), math.lcm(), math.lcm(4, 6, 10), math.lcm(-3, 7), math.lcm(0, 5))
print(math.factorial(0), math.factorial(20), math.factorial(30), math.factorial(100), math.factorial(np.int8(5)))
print(math.comb(5, 2), math.comb(100, 50), math.comb(3, 5), math.comb(2**65, 2), math.perm(5), math.perm(5, 2), math.perm(3, 4), math.perm(30, 20))
print(math.isqrt(0), math.isqrt(24), math.isqrt(25), math.isqrt(2**127), math.isqrt(10**60 - 1))
print(math.fsum([0.1] * 10), math.fsum([1e100, 1.0, -1e100]), math.fsum([]), math.fsum([-0.0]), math.fsum([1e16, 1, 1e-16]), math.fsum(np.arange(4) * 0.1),
      math.fsum([math.inf, 1]), math.fsum([1e308, -1e308, 1]))
print(math.prod([1, 2, 3]), math.prod([]), math.prod([0.5, 4], start=3), math.prod(range(1, 25)), math.prod(np.arange(1, 4)))
print(math.sqrt(np.float64(2)), math.sqrt(np.int16(9)), math.sin(np.float32(0.5)), math.exp(np.array(1.0)), math.floor(np.float64(-0.5)))
