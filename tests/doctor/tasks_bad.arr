# Many tiny tasks.
import numpy as np
a = np.linspace(0, 1, 400)
b = np.zeros(400)
for i in range(0, 390):
    for j in range(0, 6):
        b[j:j + 3] = a[i:i + 3] + b[j + 1:j + 4]  #: A104 run
print(b.sum())
