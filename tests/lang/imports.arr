# The modules there are: numpy under any name, its members, sys, time.
import numpy as np
import numpy
import sys
import time
import numpy as other, sys as system
from numpy import pi
from numpy import e as euler, sqrt
from sys import argv
from time import perf_counter

print(np.pi == pi == numpy.pi, pi, euler, np.e, np.inf, -np.inf, np.nan)
print(np is numpy, other is np, system is sys)
print(sqrt(16.0), np.sqrt(2.0))
print(len(argv) == len(sys.argv), len(sys.argv))
t = perf_counter()
print(perf_counter() >= t, time.perf_counter() >= t, time.time() > 1e9)

def inside():
    import numpy as local
    from numpy import cos
    return local.cos(0.0), cos(0.0)

print(inside())
