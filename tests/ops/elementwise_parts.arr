# null: skip
# Parts of floats: modf, frexp, ldexp, view; divmod, float_power; the array API's names
import numpy as np
x = np.array([1.5, -2.25, 0.0, -0.0, 1e300, -3e-310, 5e-324, np.inf, -np.inf, np.nan, 7, 0.1, -1024.0])
for d in (np.float64, np.float32, np.int64, np.int16):
    y = x[:1] * 3 if np.dtype(d).kind == 'i' else x[:4]
    y = y.astype(d)
    print(np.modf(y), np.frexp(y), np.modf(y)[0].dtype, np.frexp(y)[0].dtype, np.frexp(y)[1].dtype)
print(np.frexp(x), np.modf(x))
print(np.frexp(8.0), np.modf(-3.5), np.modf(4), np.frexp(np.float32(0.3)))
m, e = np.frexp(x)
print(np.ldexp(m, e) == x, np.ldexp(1.5, 3), np.ldexp(np.float32(3), [1, -200, 200]), np.ldexp(5, 2), np.ldexp([1.0, 2.0], np.array([1, 2], np.int8)))
print(np.divmod(7, 3), np.divmod([7, -7, 8], [2, 2, -3]), np.divmod(7.5, [2, -2]), np.divmod(np.arange(5, dtype=np.uint8), np.uint8(2)))
print(np.float_power(2, 3), np.float_power([1, 2, 4], -1), np.float_power(np.float32(2), 0.5).dtype, np.float_power([1j, 2], 2), np.float_power([-8.0, 8], 3, out=np.zeros(2)))
print(np.acos(0.5) == np.arccos(0.5), np.pow(2, 10), np.concat(([1], [2, 3])), np.permute_dims(np.ones((2, 3)), (1, 0)).shape, np.bitwise_invert(5), np.bitwise_left_shift(1, 3), np.bitwise_right_shift(9, 1), np.atan2(0.0, -1.0))
a = np.arange(6, dtype=np.int32).reshape(2, 3)
print(a.view(np.uint8).shape, a.view('int16')[1], a.view(np.float32).dtype, a.T.view(np.uint32).strides, a.view().shape)
v = a.view(np.int16)
v[0, 0] = 300
v[1, ::2] += 1
print(a, v)
z = np.array([1 + 2j, 3 - 4j])
w = z.view(float)
w[1::2] = 7
w *= 2
print(z, w, z.view(np.int64).dtype, w.view(complex)[::-1], np.float64(1.0).view(np.int64), np.int32(-1).view(np.uint32), repr(np.float32(0.5).view(np.int32)))
b = np.zeros((2, 8), np.uint8)
b.view(np.uint32)[:, 1] = 0x01020304
b.view(np.int64)[0] += 5
print(b, b.view(np.uint64), b[:, :4].copy().view(np.int32), np.zeros((3, 0)).view(np.int8).shape)
