# Gaussian classes, a confusion matrix by add.at, ROC, folds.
# null: skip
import numpy as np

class_names = ("setosa", "versicolor")
rng = np.random.default_rng(2024)
X = np.concatenate([rng.normal(5.0, 0.35, (20, 3)), rng.normal(6.0, 0.5, (20, 3))])
y = np.repeat([0, 1], 20)
stats = {c: {"mean": X[y == k].mean(0), "var": X[y == k].var(0)} for k, c in enumerate(class_names)}
for c, s in stats.items():
    print(f"{c:<12} mean={s['mean'].round(2)} var={np.round(s['var'], 3)}")

def log_gauss(x, mean, var):
    return -0.5 * (np.log(2 * np.pi * var) + (x - mean) ** 2 / var).sum(axis=-1)

ll = np.stack([log_gauss(X, stats[c]["mean"], stats[c]["var"]) for c in class_names], axis=1)
post = np.exp(ll - ll.max(axis=1, keepdims=True))
post /= post.sum(axis=1, keepdims=True)
pred = post.argmax(1)
print("accuracy: {:.1%}".format((pred == y).mean()))
cm = np.zeros((2, 2), dtype=int)
np.add.at(cm, (y, pred), 1)
print("confusion:\n", cm)
tp, fp, fn = cm[1, 1], cm[0, 1], cm[1, 0]
precision, recall = tp / (tp + fp), tp / (tp + fn)
print(f"precision={precision:.3f} recall={recall:.3f} f1={2 * precision * recall / (precision + recall):.3f}")
thr = np.linspace(0, 1, 6)
tpr = [(post[y == 1, 1] >= t).mean() for t in thr]
fpr = [(post[y == 0, 1] >= t).mean() for t in thr]
for t, a, b in zip(thr, tpr, fpr):
    print(f"{t:.1f} {a:.2f} {b:.2f}")
print("auc", round(-np.trapezoid(tpr, fpr), 4))
idx = rng.permutation(len(X))
folds = np.array_split(idx, 4)
print([len(f) for f in folds], np.sort(np.concatenate(folds))[:5])
onehot = (y[:, None] == np.arange(2)).astype(np.float32)
print(onehot.dtype, onehot.sum(0), -np.mean(np.log(post[np.arange(len(y)), y])).round(6))
print(np.histogram2d(X[:, 0], X[:, 1], bins=3)[0])
print(np.add.reduceat(np.arange(10), [0, 4, 7]), np.maximum.reduceat([3, 1, 4, 1, 5, 9], [0, 2, 4]), np.multiply.accumulate([1, 2, 3, 4]))
