# Clocks around work that is only recorded.
import numpy as np
import time
x = np.linspace(0, 1, 1000)
start = time.perf_counter()
y = np.sin(x) + 1
seconds = time.perf_counter() - start  #: A101
t0 = time.time()
for k in range(3):
    y = y * 2
t1 = time.time()  #: A101
print(seconds < 60, t1 - t0 < 60, y[0])
