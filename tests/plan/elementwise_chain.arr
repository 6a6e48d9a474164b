# A chain of elementwise ops is one task: one load per input, one store, and
# what lies between stays in registers.
# plan: ^  task .* nodes=5: .*loads=3 stores=1 reductions=0 temporaries=4
import numpy as np


def chain(a, b, c):
    return (a * b + c) ** 2 - a * .5


a, b, c = np.ones(1000), np.full(1000, 2.0), np.zeros(1000)
print(a[0], b[0], c[0])
x = chain(a, b, c)
print(x[::500])
