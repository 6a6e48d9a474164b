# null: skip
# Rounded: the last digits are those of another order of additions.
import numpy as np
from numpy.fft import fft, rfft
F = np.fft
a = np.arange(6).reshape(2, 3) ** 2
x = np.cos(np.arange(60) ** 2 * 0.37).reshape(3, 4, 5) + 0.1
z = x + 1j * np.sin(np.arange(60.) * 2.3).reshape(3, 4, 5)


def show(x):
    print(x.shape, x.dtype)
    print(np.round(x, 3 if x.dtype.name == 'float32' or x.dtype.name == 'complex64' else 7) + 0)


# one axis: lengths, axes, norms
for f in (F.fft, F.ifft):
    show(f([1, 2, 4, 7]))
    show(f([1, 2, 4, 7], n=5))
    show(f([1, 2, 4, 7], 3, norm='ortho'))
    show(f([1j, 2, 4, 7], norm='forward'))
    show(f([1, 2, 4, 7], norm='backward'))
    show(f(x))
    show(f(z, axis=0))
    show(f(z, 6, 1))
    show(f(z.T[::-1, 1:], axis=-2))
    show(f(x[1], 2, axis=0))
    show(f(z.astype(np.complex64)))
    show(f(x.astype(np.float32)[0], norm='ortho'))
    show(f([True, False, True]))
    show(f([5]))
show(rfft([1, 2, 4, 7]))
show(F.rfft([1, 2, 4, 7, 3]))
show(F.rfft(x))
show(F.rfft(x, 7, axis=1, norm='ortho'))
show(F.rfft(x, 3, axis=0, norm='forward'))
show(F.rfft(x.astype(np.float32), axis=1))
show(F.rfft([3, 4], n=1))
show(F.irfft([1, 2j, 4, 7 + 1j]))
show(F.irfft([1 + 5j, 2j, 4, 7 + 1j], n=5))
show(F.irfft(z, axis=1))
show(F.irfft(z, 6, axis=0, norm='ortho'))
show(F.irfft(x, 12, norm='forward'))
show(F.irfft(z.astype(np.complex64)))
show(F.irfft([3, 4], n=1))
show(F.hfft([1, 2j, 3]))
show(F.hfft([1, 2j, 3], n=5, norm='ortho'))
show(F.ihfft([1, 2, 3, 5]))
show(F.ihfft(x, axis=0, norm='forward'))

# all small lengths, primes, powers: against the sum, and back
for n in list(range(1, 40)) + [61, 64, 67, 97, 100, 120, 128, 134]:
    k = np.arange(n)
    w = np.exp(-2j * np.pi * (k * k[:, None] % n) / n)
    v = np.sin(k * k * 0.7) + 1j * np.cos(k)
    t = F.fft(v)
    u = F.rfft(v.real)
    good = np.abs(t - w @ v).max() < 1e-12 and np.abs(F.ifft(t) - v).max() < 1e-13
    good = good and np.abs(u - (w @ v.real)[:n // 2 + 1]).max() < 1e-12 and np.abs(F.irfft(u, n) - v.real).max() < 1e-13
    good = good and np.abs(F.ifft(v.real) - (w.conj() @ v.real) / n).max() < 1e-13
    rows = F.fft(np.stack([v, v * 2, v[::-1]] * 7))
    good = good and (rows[0] == t).all() and (rows[18] == t).all() and np.array_equal(F.fft(np.stack([v, v], axis=1), axis=0)[:, 1], t)
    single = F.fft(v.astype(np.complex64))
    good = good and single.dtype == np.complex64 and np.abs(single - t).max() < 1e-4
    print(n, good)
for n in (1009, 4096, 5000, 67 * 67, 30030, 65536, 131101):
    v = np.cos(np.arange(n) * 0.1) + 1j
    t = F.fft(v)
    print(n, np.abs(F.ifft(t) - v).max() < 1e-13, np.abs(F.irfft(F.rfft(v.real), n) - v.real).max() < 1e-13, np.abs(t[0] - v.sum()) < 1e-9)
    print(np.round(t[[0, 1, n // 2, n - 1]], 6) + 0)

# many axes
for f in (F.fft2, F.ifft2, F.rfft2, F.fftn, F.ifftn, F.rfftn, F.irfft2, F.irfftn):
    show(f(a))
    show(f(x))
    show(f(a, norm='ortho'))
    show(f(x, s=(2, 6), axes=(0, 1)))
    show(f(x, axes=(2, 0)))
show(F.fftn(z, axes=(0,)))
show(F.fftn(z, s=(-1, 3), axes=(1, 2)))
show(F.irfftn(F.rfftn(x), s=x.shape))
show(F.irfftn(F.rfftn(x[:, :, :4])) - x[:, :, :4])
print(repr(F.fftn(3)), repr(F.fftn(a, axes=())))

# what is exact: the ends of the spectra of real elements are real
t = F.fft(np.sin(np.arange(24.)))
print(t[0].imag + 0, F.rfft(np.sin(np.arange(24.)))[12].imag, F.ifft([1., 2, 3])[0], F.fft([1, np.nan, 3])[0])
print(F.fft(np.zeros((0, 3))), F.fft(np.zeros((2, 0)), 3), F.rfft(np.zeros((0, 4))).shape, F.irfft(np.zeros((0, 4))).dtype)
out = np.zeros(3, complex)
print(F.fft([1, 2, 3], out=out) is out, np.round(out, 6))
w = z.copy()
F.fft(w, axis=1, out=w)
show(w)

# frequencies, shifts
print(F.fftfreq(5), F.fftfreq(4, 0.5), F.fftfreq(n=3, d=2), F.rfftfreq(5), F.rfftfreq(4, 0.5), F.fftfreq(1))
print(F.fftshift([1, 2, 3, 4, 5]), F.fftshift(a), F.fftshift(a, axes=0), F.fftshift(a, axes=(1,)))
print(F.ifftshift([1, 2, 3, 4, 5]), F.ifftshift(a, 1), F.ifftshift(F.fftshift(x)).shape, F.fftshift(F.fftfreq(6)))
