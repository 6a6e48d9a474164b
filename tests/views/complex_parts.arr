import numpy as np
z = np.array([1 + 2j, 3 - 4j, -5j])
print(z.real, z.imag, z[1].real, z[1].imag, z[::-1].imag)
z.real[0] = 9
z.imag[1:] *= 2
print(z)
z.real = 1
z.imag = [1, 2, 3]
print(z)
z.real += z.imag
print(z)
m = np.ones((2, 2), np.complex64)
m.T.imag[0] = 5
print(m, m.real.dtype, m.imag.dtype, m.real.strides)
a = np.arange(3)
print(a.real is a, a.imag, a.real)
a.real[1] = 50
print(a)
a.real = 4
print(a)
print((3 + 4j).real, (3 + 4j).imag, (2.5).imag, (7).real, np.float32(2).imag, np.complex64(1 + 2j).real)
