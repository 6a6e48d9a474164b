# Clocks around work whose result was looked at.
import numpy as np
import time
from legate.timing import time as ticks
x = np.linspace(0, 1, 1000)
start = time.perf_counter()
y = np.sin(x) + 1
value = float(y[0])
seconds = time.perf_counter() - start
t0 = ticks()
y = y * 2
t1 = ticks()
print(seconds < 60, t1 >= t0, value)
