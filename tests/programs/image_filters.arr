# Box blur, gradients, median filter and histogram of a small image.
# null: skip
import numpy as np

img = np.zeros((12, 14), dtype=np.uint8)
img[3:9, 4:10] = 200
img[5, 6] = 255
yy, xx = np.ogrid[:12, :14]
img[(yy - 6) ** 2 + (xx - 7) ** 2 <= 4] //= 2
print(img)

def box(a, k=3):
    p = np.pad(a.astype(float), k // 2, mode="edge")
    out = np.zeros(a.shape)
    for i in range(k):
        for j in range(k):
            out += p[i:i + a.shape[0], j:j + a.shape[1]]
    return out / k ** 2

b = box(img)
print(b.round(1)[2:5])
gx = np.zeros_like(b)
gx[:, 1:-1] = (b[:, 2:] - b[:, :-2]) / 2
gy = np.zeros_like(b)
gy[1:-1] = (b[2:] - b[:-2]) / 2
mag = np.hypot(gx, gy)
print("max gradient", mag.max().round(3), "at", np.unravel_index(mag.argmax(), mag.shape))
edges = mag > mag.mean() + mag.std()
for row in edges:
    print("".join("#" if v else "." for v in row))
med = np.median(np.lib.stride_tricks.sliding_window_view(img, (3, 3)), axis=(2, 3))
print(med.astype(int))
hist, bins = np.histogram(img, bins=4, range=(0, 256))
for n, lo, hi in zip(hist, bins[:-1], bins[1:]):
    print(f"{lo:6.1f}-{hi:6.1f} {n:4d} {'*' * (n // 4)}")
inv = 255 - img
print(inv.dtype, inv.min(), inv.max(), (img + 100)[3, 4], img.astype(np.int16)[3, 4] + 100)
print(np.clip(img * 1.5, 0, 255).astype(np.uint8)[5])
gamma = (255 * (img / 255.0) ** 0.5).round().astype("uint8")
print(gamma[5:7, 5:9])
