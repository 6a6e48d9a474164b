# a[mask] = v and a[mask] op= v with one value fuse with what makes the mask:
# true elements are not counted.
# plan: ^pulls 1$
# plan: ^pulls_size 0$
# plan: nodes=9: less where greater copy multiply where copy subtract where;.*temporaries=3
import numpy as np
a = np.linspace(-1, 1, 1000)
a[a < 0] = 0.5
m = a > 0.75
a[m] *= 2
a[m] -= 1
print(a[::100])
