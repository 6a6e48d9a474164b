# expect: AttributeError: 'QRResult' object has no attribute 'q'
import numpy as np
np.linalg.qr(np.eye(2)).q
