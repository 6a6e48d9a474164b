# Keywords of creation functions that are asked for less often.
import numpy as np

print(np.array([1, 2], ndmin=2), np.array(3, ndmin=3).shape, np.array([[1]], ndmin=1).shape, np.array([1.5], int, ndmin=2), np.array([], ndmin=2).shape)
a = np.arange(6).reshape(2, 3)
b = np.array(a, ndmin=3)
b[0, 0, 0] = 99
print(a[0, 0], b.shape, np.array(a, copy=False, ndmin=3).shape)
print(np.array(a, order="F").strides, np.array(a.T, order="C").strides, np.array(a.T).strides, np.array([[1, 2], [3, 4]], order="C"))
print(np.array([[1, 2], [3, 4]], order="F").strides, np.array(a, float, order="F").strides, np.array(a.T, np.int32, order="C").strides, np.array(a, copy=None, order="F").strides)
print(np.zeros_like(a, order="F").strides, np.ones_like(a, shape=(2, 2, 2), order="F").strides, np.full_like(a, [1, 2, 3], order="F"), np.ones_like(a.T, order="K").strides)
print(np.zeros_like(a, shape=(2, 2)), np.ones_like(a, float, shape=3), np.full_like(a, 7, shape=()), np.empty_like(a, shape=(0, 3)).shape, np.zeros_like(a, subok=False).shape, np.zeros_like(a.T, order="C").strides, np.zeros_like(a.T).strides)
print(np.linspace(0, 1, 5, retstep=True), np.linspace(0, 1, 5, False, True), np.linspace(2, 2, 3, retstep=True), np.linspace(0, 1, 1, retstep=True), np.linspace(0, 1, 0, retstep=True))
x, dx = np.linspace(0, np.pi, 7, retstep=True)
print(dx, type(dx), x[1] == dx, np.linspace([0, 1], [2, 5], 3, retstep=True), np.linspace(0, 10, 5, dtype=int, retstep=True), np.linspace(np.float32(0), np.float32(1), 3, retstep=True))
print(np.clip(a, min=1, max=4), np.clip(a, min=2), np.clip(a, max=3), np.clip(a, 1, 4), a.clip(1, 4), np.clip([1, 9], min=None, max=5))
print(np.median([3, 1, 2], overwrite_input=True), np.median([[3, 1], [2, 4]], 0, None, False, True))
for bad in (lambda: np.clip(a, 1, 2, min=3), lambda: np.clip(a, 1), lambda: np.array([1], ndmin=99), lambda: np.zeros_like(a, order="X"), lambda: np.zeros_like(a, shape=-1), lambda: np.array(1, ndmin="x")):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
