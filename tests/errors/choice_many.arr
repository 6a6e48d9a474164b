# expect: ValueError: Cannot take a larger sample than population when replace is False
import numpy as np
r = np.random.default_rng(1)
r.choice(5, 6, replace=False)
