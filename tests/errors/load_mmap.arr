# expect-arr: NotImplementedError: mmap_mode= is None or 'r' in arr: files are mapped to be read
import numpy as np
np.load('nowhere.npy', mmap_mode='r+')
