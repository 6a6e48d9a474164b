# null: skip
import numpy as np
nan = np.nan
a = np.arange(12.0).reshape(3, 4)
a[0, 1] = nan
a[:, 3] = nan
a[2, 0] = -np.inf
for dt in (np.float32, np.float64):
    x = a.astype(dt)
    for axis in (None, 0, 1, -1, (0, 1)):
        print(np.nansum(x, axis), np.nanprod(x, axis), np.nanmax(x, axis), np.nanmin(x, axis=axis))
        print(np.nanmean(x, axis), np.nanmean(x[:2], axis, keepdims=True), np.nanvar(x[:2], axis), np.nanstd(x[:2], axis, ddof=1))
        print(np.nansum(x, axis, keepdims=True).dtype, np.nanmax(x, axis, keepdims=True), np.nanvar(x[:2], axis, keepdims=True).dtype)
    print(np.nancumsum(x), np.nancumsum(x, 0), np.nancumprod(x[:2], axis=1))
    print(np.nan_to_num(x), np.nan_to_num(x, nan=-5, posinf=3, neginf=7), np.nan_to_num(x).dtype)
i = np.arange(6).reshape(2, 3)
for dt in (np.bool_, np.int8, np.uint32, np.int64):
    y = i.astype(dt)
    print(np.nansum(y, 0), np.nanprod(y), np.nanmax(y, 1), np.nanmin(y), np.nanmean(y, 0), np.nanvar(y), np.nanstd(y, 0))
    print(np.nancumsum(y), np.nan_to_num(y), np.nan_to_num(y).dtype)
print(np.nansum([1, nan]), np.nanmax([nan, 2, 1]), np.nanmean([[1, nan], [3, 4]]), repr(np.nansum(nan)))
z = a[:2] + 1j * np.where(a[:2] > 4, nan, 2)
print(np.nansum(z), np.nanmean(z, 0), np.nanvar(z, 1), np.nan_to_num(z), np.nanprod(z, axis=0))
print(repr(np.nan_to_num(nan)), repr(np.nan_to_num(np.inf)), np.nan_to_num([1, 2]), np.nan_to_num(3), repr(np.nan_to_num(np.float32(nan))))
b = a.copy()
c = np.nan_to_num(b, copy=False, nan=1.5)
print(b, c is b or (c == b).all())
out = np.zeros(4)
print(np.nansum(a[:2], 0, out=out), np.nanmean(a[:2], 0, out=out), np.nanmax(a[:2], 0, out=out), np.nanvar(a[:2], 0, out=out), out)
o32 = np.zeros(4, np.float32)
print(np.nanmean(a[:2], 0, out=o32), o32.dtype, np.nanmean(a, dtype=np.float32).dtype)
