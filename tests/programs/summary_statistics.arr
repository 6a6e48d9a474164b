# A table of statistics, covariances, histograms, a bootstrap and a line fit.
# null: skip
import numpy as np

rng = np.random.default_rng(42)
data = rng.normal(loc=[10, 20, 30], scale=[1, 2, 3], size=(200, 3))
names = ["alpha", "beta", "gamma"]
print(f"{'name':<8}|{'mean':>9}|{'std':>9}|{'min':>9}|{'max':>9}|{'p50':>9}")
print("-" * 8 + ("+" + "-" * 9) * 5)
for i, name in enumerate(names):
    c = data[:, i]
    print(f"{name:<8}|{c.mean():9.4f}|{c.std(ddof=1):9.4f}|{c.min():9.4f}|{c.max():9.4f}|{np.percentile(c, 50):9.4f}")
print(np.corrcoef(data.T).round(4))
print(np.cov(data, rowvar=False).round(4))
z = (data - data.mean(0)) / data.std(0)
print("outliers:", (np.abs(z) > 2.5).sum(axis=0))
q1, q3 = np.quantile(data, [0.25, 0.75], axis=0)
print("iqr", q3 - q1)
h, e = np.histogram(data[:, 0], bins="auto")
print(len(h), h.sum(), e[0].round(3))
counts = np.bincount(np.digitize(data[:, 1], [16, 18, 20, 22, 24]), minlength=6)
print(counts, counts / counts.sum())
boot = np.array([rng.choice(data[:, 0], size=200).mean() for _ in range(50)])
print("bootstrap: %.4f +- %.4f" % (boot.mean(), boot.std()))
slope, intercept = np.polyfit(data[:, 0], data[:, 1], 1)
print(f"fit {slope:+.4f}x{intercept:+.4f}")
print(np.average(data, axis=0, weights=np.arange(200)))
print({n: round(float(v), 3) for n, v in zip(names, np.ptp(data, axis=0))})
