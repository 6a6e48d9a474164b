# null: skip
# Sums of fractions show the order of additions in their last digits: every device has NumPy's.
import numpy as np

a = np.random.default_rng(1).random(20000) - 0.3
for n in [7, 8, 9, 20, 127, 128, 129, 1000, 5000, 8192, 8193, 20000]:
    print(n, repr(a[:n].sum()), repr((a[:n] * 3).sum()), repr(a[:n].mean()), repr(a[:n][::-1].sum()))
    print(repr(a[:n].astype("f4").sum()), repr((a[:n] + 1j * a[:n][::-1]).sum()), repr((a[:n] * a[:n]).sum()))
m = a[:19200].reshape(40, 480)
for axis in [0, 1, None]:
    print(repr(m.sum(axis=axis))[:200], repr(m.T.sum(axis=axis))[:200], repr(m[:, ::2].sum(axis=axis))[:200])
    print(repr(m.astype("f4").sum(axis=axis))[:200], repr(m[:20, :100].mean(axis=axis))[:200], repr(m.var(axis=axis))[:200])
