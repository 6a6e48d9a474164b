# Convolution, pooling, einsum over windows, im2col, normalisation.
# null: skip
import numpy as np

def conv2d(x, k, stride=1, pad=0):
    if pad:
        x = np.pad(x, ((0, 0), (pad, pad), (pad, pad)))
    c, h, w = x.shape
    o, _, kh, kw = k.shape
    oh, ow = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((o, oh, ow))
    for i in range(oh):
        for j in range(ow):
            patch = x[:, i * stride:i * stride + kh, j * stride:j * stride + kw]
            out[:, i, j] = np.tensordot(k, patch, axes=([1, 2, 3], [0, 1, 2]))
    return out

def maxpool(x, s=2):
    c, h, w = x.shape
    return x[:, :h // s * s, :w // s * s].reshape(c, h // s, s, w // s, s).max(axis=(2, 4))

rng = np.random.default_rng(1)
img = rng.integers(0, 5, (2, 6, 6)).astype(float)
ker = rng.choice([-1.0, 0, 1], (3, 2, 3, 3))
y = conv2d(img, ker, pad=1)
print(y.shape, y[0])
z = maxpool(np.maximum(y, 0))
print(z.shape, z[1], z.mean(axis=(1, 2)))
win = np.lib.stride_tricks.sliding_window_view(img, (3, 3), axis=(1, 2))
fast = np.einsum("cijkl,ockl->oij", win, ker)
print(np.array_equal(fast, conv2d(img, ker)), win.shape)
W = rng.standard_normal((4, z.size)) * 0.1
logits = W @ z.ravel()
e = np.exp(logits - logits.max())
p = e / e.sum()
print(p.round(6), p.sum().round(12), p.argmax())
im2col = win.transpose(1, 2, 0, 3, 4).reshape(16, -1)
print(im2col.shape, np.allclose((ker.reshape(3, -1) @ im2col.T).reshape(3, 4, 4), fast))
up = np.kron(z[0], np.ones((2, 2)))
print(up)
sobel = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
g = np.array([[np.sum(sobel * img[0, i:i + 3, j:j + 3]) for j in range(4)] for i in range(4)])
print(g, np.abs(g) > 5)
bn = (y - y.mean(axis=(1, 2), keepdims=True)) / np.sqrt(y.var(axis=(1, 2), keepdims=True) + 1e-5)
print(bn.mean().round(10) + 0.0, bn.std().round(4), np.clip(bn, -1, 1).min())
mask = rng.random(z.shape) > 0.5
print((z * mask / 0.5).sum().round(4), mask.sum())
print(np.pad(np.arange(3), 2, mode="reflect"), np.pad([[1, 2]], ((1, 0), (0, 1)), constant_values=9), np.pad([1, 2], (1, 2), "wrap"))
