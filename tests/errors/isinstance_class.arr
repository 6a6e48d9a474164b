# expect: TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union
import numpy as np
isinstance(1, 5)
