# expect: ValueError: probabilities do not sum to 1
import numpy as np
r = np.random.default_rng(1)
print(np.random.choice(2, p=[.5, .6]))
