# cuda: fallbacks=0 bytes_in=3000000 ulp=0
# Transforms of all sorts of lengths and layouts have the bits of the CPU's: what NumPy makes of them is tests/ops/fft.arr.
import numpy as np
def mix(n):
    k = np.arange(n)
    return (k * 7919 % 1013 - 400) / 256 + (k % 7) / 3
for n in [1, 2, 3, 4, 5, 7, 8, 12, 30, 49, 61, 62, 67, 121, 134, 1000, 5000, 4099, 8198]:
    x = mix(n)
    z = x + 1j * x[::-1] / 3
    at = [0, n // 3, n // 2, n - 1]
    print(n, np.fft.fft(z)[at].tolist(), np.fft.ifft(z)[at].tolist())
    print(np.fft.fft(x)[at].tolist(), np.fft.rfft(x)[n // 2], np.fft.irfft(z, n)[at[1]])
    print(np.fft.ifft(x)[at[1]], np.fft.hfft(z, n)[at[2]], np.fft.ihfft(x)[n // 2])
    print(np.fft.fft(z.astype("complex64"))[at[1]], np.fft.rfft(x.astype("float32"))[n // 2])
m = mix(600).reshape(20, 30)
c = m + 1j * m[::-1]
for axis in [0, 1]:
    print(np.fft.fft(c, axis=axis)[3, 4:6].tolist(), np.fft.rfft(m.T, axis=axis)[5, 2], np.fft.ifft(c[::2, ::-3], axis=axis)[1, 1])
    print(np.fft.fft(m, n=24, axis=axis)[2, 3], np.fft.fft(m, n=67, axis=axis)[2, 3], np.fft.irfft(c, axis=axis, norm="ortho")[1, 2])
print(np.fft.fft2(c)[3, 4:6].tolist(), np.fft.ifft2(m)[1, 2], np.fft.rfft2(m)[3, 4], np.fft.fftn(m.reshape(4, 5, 30))[1, 2, 3])
print(np.fft.irfft2(np.fft.rfft2(m))[3, 4], np.fft.fft(np.arange(6) % 4 + 1)[1], np.fft.fft(m[:0], axis=1).shape)
t = mix(3000).reshape(1000, 3) + 0.5j
print(np.fft.fft(t)[::333].tolist(), np.fft.fft(t, axis=0)[[1, 500, 999]].tolist())
