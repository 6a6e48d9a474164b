# What needs another's result, or overwrites its operand, runs after it.
# flags: --ompthreads 2
# plan: ^tasks_beside 0$
import numpy as np
x = np.arange(200000.0)
print(x[9])
a = np.cumsum(x)
b = np.cumsum(a)
np.cumsum(b, out=x)
c = np.cumsum(x[:100000])
print(a[-1], b[-1], c[-1])
