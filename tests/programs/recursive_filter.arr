# A recursive smoothing filter (Deriche's, first order) over the rows and columns of an image.
# null: skip
import sys
import numpy as np


def smooth_rows(image, alpha):
    k = (1 - alpha) ** 2 / (1 + 2 * alpha * 0.5 - alpha ** 2)
    height, width = image.shape
    causal = np.empty_like(image)
    causal[:, 0] = image[:, 0]
    for j in range(1, width):
        causal[:, j] = (1 - alpha) * image[:, j] + alpha * causal[:, j - 1]
    result = causal.copy()
    for j in range(width - 2, -1, -1):
        result[:, j] = (1 - alpha) * causal[:, j] + alpha * result[:, j + 1]
    return result


def smooth(image, alpha):
    return smooth_rows(smooth_rows(image, alpha).T, alpha).T


size = int(sys.argv[1]) if len(sys.argv) > 1 else 32
y, x = np.mgrid[0:size, 0:size]
image = ((x - size / 2) ** 2 + (y - size / 2) ** 2 < (size / 4) ** 2).astype(np.float64)
image[::5, ::7] += 0.5
out = smooth(image, 0.5)
gy, gx = out[1:, :-1] - out[:-1, :-1], out[:-1, 1:] - out[:-1, :-1]
edge = np.hypot(gx, gy)
print(out.shape, out.min() >= 0, "%.6f" % out.max(), "%.9f" % out.mean())
print(np.round(out[size // 2, ::4], 6))
rows, columns = np.nonzero(edge > 0.12)
print(len(rows), rows[:5], columns[:5])
print(np.round(smooth(image.astype(np.float32), np.float32(0.5))[0, :4], 4))
