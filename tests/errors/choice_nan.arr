# expect: ValueError: Probabilities contain NaN
import numpy as np
r = np.random.default_rng(1)
print(r.choice(2, p=[.5, np.nan]))
