# expect-arr: NotImplementedError: mmap_mode= is not in arr yet
import numpy as np
np.load('nowhere.npy', mmap_mode='r')
