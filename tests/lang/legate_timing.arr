# null: skip
import numpy as np
from legate.timing import time
import legate.timing
import legate.timing as timing

t0 = time()
a = np.linspace(0, 1, 200_000)
for k in range(5):
    a = np.sqrt(a + k)
t1 = time()
b = a * 2
t2 = legate.timing.time("us")
print(t0 <= t1, t1 <= t2, (t2 - t0) / 1e6 < 60, t1.dtype)
print(b[0] == a[0] * 2)
ns = timing.time("ns")
us = timing.time(units="us")
print(ns // 1_000_000 <= us, ns > us)
try_once = time()
while time() <= try_once:
    pass
print("done")
