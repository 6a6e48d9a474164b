# oracle: ulp=64 -- exp and log are good to 1 ulp, not equal to NumPy's last bit; sums add that up
# argv: 1000
# Prices of European options: about forty operations on arrays, no loop.
# The arrays inside price() are never seen outside, so none of them is stored:
# the whole function is one pass over its five inputs.
import sys
import numpy as np


def normal_cdf(x):
    """Abramowitz and Stegun 26.2.17: the cumulative normal distribution to 7.5e-8."""
    t = 1 / (1 + 0.2316419 * abs(x))
    tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    density = np.exp(-0.5 * x * x) * 0.3989422804014327
    return np.where(x >= 0, 1 - density * tail, density * tail)


def price(spot, strike, years, rate, volatility):
    spread = volatility * np.sqrt(years)
    d1 = (np.log(spot / strike) + (rate + 0.5 * volatility ** 2) * years) / spread
    d2 = d1 - spread
    discounted = strike * np.exp(-rate * years)
    call = spot * normal_cdf(d1) - discounted * normal_cdf(d2)
    put = call - spot + discounted
    return call, put


n = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000_000
k = np.arange(n)
spot = 50 + 20 * np.sin(k * 0.001)
strike = np.linspace(30, 80, n)
years = 0.25 + (k % 16) / 8
volatility = 0.1 + 0.3 * (k % 7) / 7

call, put = price(spot, strike, years, 0.02, volatility)
print("call", call[:4])
print("put ", put[-4:])
print("mean call", call.sum() / n, "mean put", put.sum() / n)
print("worth exercising now:", np.sum(spot > strike), "of", n)
