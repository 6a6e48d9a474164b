# k-means, principal components and nearest neighbours.
# null: skip
import numpy as np

def kmeans(X, k, iters=20, seed=0):
    rng = np.random.default_rng(seed)
    centers = X[rng.choice(len(X), k, replace=False)]
    for it in range(iters):
        dist = np.linalg.norm(X[:, None] - centers[None], axis=2)
        label = dist.argmin(axis=1)
        new = np.array([X[label == j].mean(axis=0) if np.any(label == j) else centers[j] for j in range(k)])
        if np.allclose(new, centers):
            break
        centers = new
    return centers, label, it

rng = np.random.default_rng(3)
X = np.vstack([rng.normal(m, 0.3, size=(30, 2)) for m in ([0, 0], [3, 3], [0, 4])])
c, lab, it = kmeans(X, 3)
order = np.lexsort((c[:, 1], c[:, 0].round(1)))
print("converged after", it)
print(c[order].round(3))
print(np.unique(lab, return_counts=True))
inertia = sum(((X[lab == j] - c[j]) ** 2).sum() for j in range(3))
print(f"inertia = {inertia:.4f}")
# PCA
Xc = X - X.mean(0)
cov = Xc.T @ Xc / (len(X) - 1)
vals, vecs = np.linalg.eigh(cov)
vals, vecs = vals[::-1], vecs[:, ::-1]
vecs *= np.sign(vecs[0])
print(vals.round(5), vecs.round(4))
print("explained", (vals / vals.sum()).round(4))
proj = Xc @ vecs
print(np.allclose(np.var(proj, axis=0, ddof=1), vals), proj[:2].round(3))
# knn
train, test = X[::2], X[1::2]
tl = lab[::2]
d2 = ((test[:, None] - train) ** 2).sum(2)
near = np.argpartition(d2, 3, axis=1)[:, :3]
vote = np.apply_along_axis(lambda r: np.bincount(r, minlength=3).argmax(), 1, tl[near])
print("accuracy", np.mean(vote == lab[1::2]))
conf = np.zeros((3, 3), int)
np.add.at(conf, (lab[1::2], vote), 1)
print(conf)
