# x = f(x) ten times is one chain; the nine x in between never reach memory.
# plan: ^temporaries_avoided 9$
# plan: ^bytes_written 16000$
import numpy as np
start = np.arange(1000.)
x = start
x = x * 0.5 + 1
x = x * 0.5 + 1
x = x * 0.5 + 1
x = x * 0.5 + 1
x = x * 0.5 + 1
print(x[:4])
