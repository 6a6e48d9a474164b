# arange, full and zeros are made inside the loop that uses them: no bytes are
# read, and only what has a name at the end is written.
# plan: ^plan: tasks=1 dropped=0$
# plan: ^bytes_read 0$
# plan: ^bytes_written 8000$
import numpy as np


def parabola(n):
    x = np.arange(n) * 0.5
    return x * x + np.ones(n)


y = parabola(1000)
print(y[:3])
