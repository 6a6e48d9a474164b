# oracle: ulp=64
# Radix-2 FFT by reshape, iterative: values pass through exp, so the last bits may differ.
# null: skip
import sys
import numpy as np


def fft(x):
    x = np.asarray(x, dtype=complex)
    n = x.shape[0]
    if n & (n - 1) != 0:
        raise ValueError("size of x must be a power of 2")
    n_min = min(n, 32)
    k = np.arange(n_min)
    m = np.exp(-2j * np.pi * k * k[:, None] / n_min)
    out = np.dot(m, x.reshape((n_min, -1)))
    while out.shape[0] < n:
        even = out[:, :out.shape[1] // 2]
        odd = out[:, out.shape[1] // 2:]
        factor = np.exp(-1j * np.pi * np.arange(out.shape[0]) / out.shape[0])[:, None]
        out = np.vstack([even + factor * odd, even - factor * odd])
    return out.ravel()


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1024
t = np.arange(n) / n
signal = 2.0 * np.sin(2 * np.pi * 5 * t) + 0.5 * np.cos(2 * np.pi * 40 * t) + 1.0
power = np.abs(fft(signal)) / n
peaks = [int(i) for i in np.argsort(power)[::-1][:5]]
print(sorted(peaks))
print(["%.6f" % power[i] for i in sorted(peaks)])
print(np.allclose(fft(signal)[:4], [sum(signal * np.exp(-2j * np.pi * k * t)) for k in range(4)]))
try:
    fft(np.ones(12))
except ValueError as error:
    print("refused:", error)
