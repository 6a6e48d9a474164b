# A 2-D convolution layer by shifted slices: padding, stride, channels, max pooling, ReLU.
import sys
import numpy as np


def conv2d(x, kernels, bias=None, stride=1, padding=0):
    if padding:
        x = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    count, channels, kh, kw = kernels.shape
    assert channels == x.shape[0], "%d channels, not %d" % (channels, x.shape[0])
    oh = (x.shape[1] - kh) // stride + 1
    ow = (x.shape[2] - kw) // stride + 1
    out = np.zeros((count, oh, ow), dtype=x.dtype)
    for i in range(kh):
        for j in range(kw):
            patch = x[:, i:i + oh * stride:stride, j:j + ow * stride:stride]
            for f in range(count):
                for c in range(channels):
                    out[f] += kernels[f, c, i, j] * patch[c]
    if bias is not None:
        out += bias[:, None, None]
    return out


def relu(x):
    return np.maximum(x, 0)


def max_pool(x, k=2):
    c, h, w = x.shape
    return x[:, :h // k * k, :w // k * k].reshape(c, h // k, k, w // k, k).max(axis=(2, 4))


size = int(sys.argv[1]) if len(sys.argv) > 1 else 12
x = (np.arange(3 * size * size) % 11 - 5.0).reshape(3, size, size)
sobel = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
kernels = np.stack([np.stack([sobel, sobel.T, sobel * 0.5]), np.stack([np.eye(3), np.ones((3, 3)), -np.eye(3)])])
bias = np.array([0.5, -1.0])
for stride, padding in [(1, 0), (1, 1), (2, 1)]:
    y = conv2d(x, kernels, bias, stride, padding)
    pooled = max_pool(relu(y))
    print(stride, padding, y.shape, y.sum(), pooled.shape, pooled[0, 0])
print(conv2d(x.astype(np.float32), kernels.astype(np.float32)).dtype)
try:
    conv2d(x[:2], kernels)
except AssertionError as error:
    print("AssertionError:", error)
