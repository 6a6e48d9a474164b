# Independent library tasks of one thread each run side by side, also where something that only one of
# them needs stands between them.
# flags: --ompthreads 2
# plan: nodes=1: cholesky
# plan: may run beside cholesky of .*:13, one thread each
# plan: may run beside cumsum of .*:16, one thread each
# plan: ^tasks_beside 4$
import numpy as np
m = (np.arange(40000.0) % 91).reshape(200, 200)
n = m @ m.T + 200 * np.eye(200)
x = np.arange(200000.0)
print(n[3, 4], x[9])
p = np.linalg.cholesky(n)
q = np.linalg.cholesky(n + np.eye(200))
print(round(p[0, 0] ** 2 - n[0, 0], 6), round(q[0, 0] ** 2 - n[0, 0], 6))
a = np.cumsum(x)
s = a[:100] * 2
b = np.cumsum(x[::-1])
t = b[:100] * 2
print(s[-1], t[-1])
