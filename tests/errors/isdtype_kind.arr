# expect: ValueError: kind argument is a string, but 'foo' is not a known kind name.
import numpy as np
np.isdtype(np.int8, "foo")
