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

# What the mask takes in is told, of every kind of op and type.
some = np.array([True, True, False])
print(np.divide(1, a, where=some, out=np.zeros(3)))
print(np.log(a, where=some, out=np.zeros(3)))
print(np.sqrt(a, where=~some, out=np.zeros(3)))
i = np.array([4, 0, 0])
print(np.floor_divide(7, i, where=some, out=np.zeros(3, int)), np.floor_divide(7, i, where=i > 0, out=np.zeros(3, int)))
print(np.remainder(i, i, where=~some, out=np.ones(3, int)))
print(np.arctanh([1, 0, 1], where=[False, True, False], out=np.zeros(3)))
print(np.arctanh([1, 0, 1], where=[True, True, False], out=np.zeros(3)))
print(np.exp(np.array([1000, 1], np.float32), where=np.array([[True], [False]]), out=np.zeros((2, 2), np.float32)) > 2)
print(np.multiply(1e300, [1e300, 1], where=[False, True], out=np.zeros(2)), np.multiply(1e300, [1e300, 1], where=[True, True], out=np.zeros(2)))
z = np.array([0j, 1 + 1j])
print(np.divide(1, z, where=z != 0, out=z.copy()))
print(np.power(a, -1, where=a != 0, out=np.zeros(3)))
with np.errstate(all='ignore'):
    print(np.divide(1, a, where=some, out=np.zeros(3)))
