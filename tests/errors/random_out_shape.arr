# expect: ValueError: size must match out.shape when used together
import numpy as np
r = np.random.default_rng(1)
r.standard_normal(3, out=np.zeros(4))
