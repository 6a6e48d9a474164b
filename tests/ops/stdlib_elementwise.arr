# oracle: ulp=4  (sin and arctan2)
# null: skip
import numpy as np
x = np.linspace(-2, 2, 9)
z = np.array([1, 1j, -1, -1j, 1 + 1j, 0])
print(np.sinc(x), np.sinc(0), repr(np.sinc(0.5)), np.sinc(x.astype(np.float32)).dtype, np.sinc([0, 1]))
print(np.angle(z), np.angle(z, deg=True), np.angle(x), repr(np.angle(1j)), np.angle(z.astype(np.complex64)).dtype)
print(np.fix(x), np.fix([2.5, -2.5]), repr(np.fix(2.7)))
e = np.array([np.inf, -np.inf, np.nan, 0, 1])
print(np.isposinf(e), np.isneginf(e), np.isposinf(3), repr(np.isneginf(-np.inf)), np.isposinf(e, np.zeros(5, np.bool_)))
print(np.real(z), np.imag(z), np.real(x), np.imag(x), np.isreal(z), np.iscomplex(z), np.isreal(x), np.iscomplex(x))
print(np.iscomplexobj(z), np.iscomplexobj(x), np.isrealobj(z), np.isrealobj([1]))
print(np.logspace(0, 2, 5), np.logspace(1, 3, 3, base=2), np.logspace(0, 1, 4, endpoint=False), np.logspace(0, 3, 4, dtype=np.int64))
