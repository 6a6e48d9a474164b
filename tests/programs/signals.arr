# Spectra, windows, autocorrelation, moving averages, frames, runs of ones.
# null: skip
import numpy as np

N = 64
t = np.arange(N) / N
sig = np.sin(2 * np.pi * 4 * t) + 0.3 * np.cos(2 * np.pi * 10 * t)
F = np.fft.fft(sig)
k = np.argsort(-np.abs(F[:N // 2]))[:2]
print("dominant bins", k, np.abs(F[k]).round(4))
F2 = F.copy()
F2[np.abs(F2) < 15] = 0
rec = np.fft.ifft(F2).real
print("residual", np.round(np.sqrt(np.mean((sig - rec) ** 2)), 6))
print(np.fft.fftshift(np.fft.fftfreq(8, 0.5)))
win = {"hann": np.hanning(8), "hamming": np.hamming(8), "black": np.blackman(8), "bart": np.bartlett(8)}
for name, w in win.items():
    print(f"{name:>8}", np.array2string(w, precision=3, suppress_small=True))
def autocorr(x):
    x = x - x.mean()
    r = np.correlate(x, x, mode="full")[len(x) - 1:]
    return r / r[0]
r = autocorr(sig)
print(r[:6].round(4), np.argmax(r[5:]) + 5)
def moving_average(x, w):
    c = np.cumsum(np.insert(x, 0, 0))
    return (c[w:] - c[:-w]) / w
print(moving_average(np.arange(10.0), 4))
alpha, ema = 0.3, [1.0]
for v in [2, 4, 8, 16]:
    ema.append(alpha * v + (1 - alpha) * ema[-1])
print(["%.3f" % v for v in ema])
frames = np.lib.stride_tricks.sliding_window_view(sig, 16)[::8]
S = np.abs(np.fft.rfft(frames * np.hanning(16), axis=1)) ** 2
print(S.shape, S.argmax(axis=1))
print(np.unwrap([0, 3, 6.5, 0.5]).round(4), np.angle([1, 1j, -1]).round(4), np.rad2deg(np.pi), np.deg2rad([180, 90]))
peaks = np.flatnonzero((sig[1:-1] > sig[:-2]) & (sig[1:-1] > sig[2:])) + 1
print(peaks, sig[peaks].round(3))
dec = sig[::4]
up = np.zeros(len(dec) * 2)
up[::2] = dec
print(up[:8].round(3), np.array_split(np.arange(7), 3))
noise = np.random.default_rng(5).normal(0, 0.1, N)
snr = 10 * np.log10(np.sum(sig ** 2) / np.sum(noise ** 2))
print(f"SNR {snr:.2f} dB")
print(np.polyval([3, 2, 1], 2), np.convolve([1, 2], [1, -1]))
x = np.array([1, 1, 0, 1, 1, 1, 0])
edges = np.diff(np.concatenate(([0], x, [0])))
starts, ends = np.where(edges == 1)[0], np.where(edges == -1)[0]
print(list(zip(starts.tolist(), ends.tolist())), (ends - starts).max())
