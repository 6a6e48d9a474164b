# expect: UFuncTypeError: Cannot cast ufunc 'fft' output from dtype('complex128') to dtype('float64') with casting rule 'same_kind'
import numpy as np
np.fft.fft([1, 2], out=np.zeros(2))
