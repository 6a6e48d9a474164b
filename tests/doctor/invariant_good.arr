# What changes in the loop, by name, in place or through a view.
import numpy as np
a = np.linspace(0, 1, 36).reshape(6, 6)
inner = a[1:-1]
rng = np.random.default_rng(1)
noise = np.zeros(6)
v = np.ones(6)
def step(x):
    x[0] += 1
scale = np.exp(-a).sum()
for k in range(5):
    v = a @ v / scale
    a[0] += 0.01
    a[1, 1] = k
    top = np.sum(inner)
    fresh = np.zeros(6)
    step(noise)
    level = np.sum(noise)
    size = np.sqrt(k + 1)
    u = np.sin(rng.random(3))
print(v.sum(), top, level, size, fresh.sum(), u.shape)
