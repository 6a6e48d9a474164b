# expect: TypeError: SeedSequence expects int or sequence of ints for entropy not 1.5
import numpy as np
np.random.default_rng(1.5)
