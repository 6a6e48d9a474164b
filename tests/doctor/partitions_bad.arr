import numpy as np

a = np.ones((200, 200))
b = np.arange(40000.0).reshape(200, 200)
for step in range(20):
    a = a * 0.5 + b.T  #: A105 run
    b = b * 0.5 + a
print(a.sum())
