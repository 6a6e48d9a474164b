# expect: IndexError: tuple index out of range
import numpy as np
(1, 2)[5]
