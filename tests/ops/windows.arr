# oracle: ulp=8 cosines and exponentials are SLEEF's, within an ulp of NumPy's before they are scaled
import numpy as np
for M in (0, 1, 2, 3, 8, 13):
    print(np.bartlett(M))
    print(np.hamming(M), np.kaiser(M, 5), np.kaiser(M, 0))
print(np.hanning(4), np.hanning(7)[1:-1], np.blackman(8)[1:-1], np.hanning(1), np.blackman(1), np.hanning(0), np.blackman(0))
print(np.i0([0.0, 0.5, 1, 2, 7.9, 8, 8.1, 20, -3]), np.i0(2), np.i0(np.arange(3)), np.i0(np.float32(2)).dtype, np.kaiser(12, 14))
