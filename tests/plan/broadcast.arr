# A row and a column meet in one task over the box that they span; neither is
# ever stored at that size.
# plan: domain=\(100,80\) nodes=2: multiply add; loads=2 stores=1
import numpy as np
row = np.arange(80.)
column = np.arange(100.)[:, None]
print(row[-1], column[-1])
table = row * column + row
print(table[99, 79], table.shape)
