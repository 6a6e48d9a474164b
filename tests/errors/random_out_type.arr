# expect: TypeError: Supplied output array has the wrong type. Expected float64, got float32
import numpy as np
r = np.random.default_rng(1)
r.random(3, out=np.zeros(3, "f4"))
