# expect: ValueError: casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' (got 'foo')
import numpy as np
np.can_cast("f8", "f4", "foo")
