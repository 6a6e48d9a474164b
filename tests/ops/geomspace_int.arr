# cuda: skip, since powers one digit below a whole number are cut to the one below it
# Powers that are whole only up to rounding, cut to ints: what exp and log give decides.
import numpy as np

print(np.geomspace(1, 256, num=9, dtype=int), np.geomspace(1, 1000, 4, dtype=np.int32))
