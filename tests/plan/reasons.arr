# Each task says which operation, of which line, kept it from joining that one's task.
# plan: reasons.arr:13 domain.*; needs sum of tests/plan/reasons.arr:12, which is not finished inside its loop$
# plan: reasons.arr:14 domain.*; another domain than that of subtract of tests/plan/reasons.arr:13$
# plan: reasons.arr:15 domain.*nodes=1: matmul.*; a library call is a task of its own$
# plan: reasons.arr:16 domain.*; matmul of tests/plan/reasons.arr:15 is a library call, a task of its own$
# plan: reasons.arr:17 domain.*; reduces over other axes or in another order than sum of tests/plan/reasons.arr:16$
# plan: reasons.arr:22 domain.*; reads elements that copy of tests/plan/reasons.arr:21 writes elsewhere in its loop$
# plan: reasons.arr:29 domain.*; overwrites elements that sqrt of tests/plan/reasons.arr:28 still needs$
import numpy as np

a = np.arange(12.) % 5
s = a.sum()
b = a - s
c = b[1:] + b[:-1]
m = c[:9].reshape(3, 3) @ b[:9].reshape(3, 3)
e = (m * 2).sum(axis=0)
f = (m * 2).max(axis=1)
print(e, f, c[-1])

x = np.zeros(8)
x[:6] = np.arange(6.)
y = x[1:7] * 2
print(y)

u = np.arange(12.)
print(u[1])
v = u[:5] * 2
w = np.sqrt(u[1:6])
u[2:7] = v
print(u, w)
