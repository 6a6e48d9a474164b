# where=: what is left out is not told; np.where() chooses after both sides were computed.
import numpy as np

a = np.array([1.0, 0.0, -1.0])
print(np.divide(1, a, out=np.zeros(3), where=a != 0))
print(np.log(a, out=np.zeros(3), where=a > 0))
print(np.where(a != 0, 1 / a, 0))
print(np.where(a > 0, np.sqrt(a), 0))
b = np.linspace(-1, 1, 3001)
print(np.where(b == 0, 5, 1 / b).sum().round(6))
c = np.where(b > 0.5, b / (b - b), np.where(b < -0.5, np.log(b), b))
print(c[:2], c[-2:], c[1500])
