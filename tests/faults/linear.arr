# Memory fails at every moment of this program (alloc_faults.c): factorisations, einsum, transforms.
# null: skip
import numpy as np
a = np.array([[4., 1, 2], [1, 5, 3], [2, 3, 6]])
s = np.stack([a, a + 1])
q, r = np.linalg.qr(s)
print(np.round(q @ r, 6), np.linalg.eigh(a).eigenvalues.round(4))
u, w, v = np.linalg.svd(a[:2].astype(np.float32))
print(w.round(3), np.linalg.slogdet(s).sign, np.linalg.eigvals(a).round(4))
print(np.linalg.lstsq(a[:, :2], a[0])[2], np.linalg.pinv(a[:2]).shape, np.linalg.norm(s, 2, axis=(1, 2)).round(4))
print(np.einsum('bij,bjk->ik', s, s).round(4), np.einsum('ii->i', a), np.einsum(a, [0, 1], a, [1, 0]))
print(np.einsum('...i,i,j->...j', s, a[0], a[1]).sum().round(4), np.tensordot(s, a, 1).shape)
f = np.fft.fft(a[0])
print(f.round(4) + 0, np.fft.irfft(np.fft.rfft(np.arange(8.))).round(4) + 0, np.fft.fft2(s).shape)
print(np.abs(np.fft.ifft(np.fft.fft(np.arange(67.))) - np.arange(67)).max() < 1e-9)
