# null: skip
# oracle: ulp=64 least squares and eigenvalues by LAPACK, in another order of operations
import numpy as np
print(np.polyadd([1, 2], [9, 5, 4]), np.polyadd([1.5], [1, 2]), np.polysub([2, 10, -2], [3, 10, -4]), np.polysub(3, [1, 2]), np.polymul([1, 2, 3], [9, 5, 1]), np.polymul([0, 1, 2], [0, 0, 3]), np.polymul([1, 1j], [2, 0]))
print(np.polyder([1, 1, 1, 1]), np.polyder([1, 1, 1, 1], 2), np.polyder([2.5, 3]), np.polyder([5]), np.polyint([1, 1, 1]), np.polyint([6, 2], 2), np.polyint([1, 1, 1], 3, [6, 5, 3]), np.polyint([1], k=7))
print(np.polydiv([3.0, 5.0, 2.0], [2.0, 1.0]), np.polydiv([1, 2], [1, 2, 3]), np.polydiv([1, 0, -1], [1, 1]), np.polyval([3, 0, 1], 5))
print(np.poly([1, 2]), np.poly([]), np.poly([[2.0, 0], [0, 3]]).round(9), np.poly([1j, -1j]), np.roots([1, -3]), np.sort(np.roots([1, -6, 11, -6])).round(9), np.roots([0, 0]), np.roots([2, 4, 0, 0]), np.sort_complex(np.roots([1, 0, 1])).round(9), np.roots([5]))
x = np.arange(8) / 4
y = 3 * x ** 2 - 2 * x + 1
print(np.polyfit(x, y, 2).round(9), np.polyfit(x, np.stack((y, -y), 1), 2).round(9), np.polyfit(x, y, 1, w=x + 1).round(9), np.polyfit(x, y, 0).round(9))
p, res, rank, sv, rc = np.polyfit(x, y, 1, full=True)
print(p.round(9), res.round(9), rank, sv.round(9), rc)
p, c = np.polyfit(x, y, 1, cov=True)
print(p.round(9), c.round(9), np.polyfit(x, y, 1, cov='unscaled')[1].round(9))
