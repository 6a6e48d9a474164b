# expect: AttributeError: 'numpy.random._generator.Generator' object has no attribute 'foo'
import numpy as np
np.random.default_rng(1).foo
