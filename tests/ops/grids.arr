# null: skip
import numpy as np
print(np.diag_indices(3), np.diag_indices(2, 3), np.diag_indices_from(np.zeros((2, 2, 2))))
for n, k, m in ((3, 0, None), (4, 1, 2), (2, -1, 4), (3, 5, None), (0, 0, None)):
    print(np.tril_indices(n, k, m), np.triu_indices(n, k, m))
print(np.tril_indices_from(np.ones((3, 2))), np.triu_indices_from(np.ones((2, 3)), 1), np.mask_indices(3, np.triu), np.mask_indices(3, np.tril, -1))
print(np.indices((2, 3)), np.indices((2, 3), dtype=float)[1], np.indices((2, 1, 2), sparse=True), np.indices(()).shape, np.indices((0, 2)).shape)
print(np.mgrid[0:3, 0:2], np.mgrid[:4], np.mgrid[-1:1:5j], np.mgrid[0:1:3j, 5:7], np.mgrid[1:5:2, 0.5:2], np.mgrid[5:0:-2], np.mgrid[0:2, 0:2, 0:2].shape, np.mgrid[3:1], np.mgrid[0:0.5:0.1].dtype)
print(np.ogrid[0:3, 0:2], np.ogrid[:4], np.ogrid[-1:1:5j, :3], np.ogrid[0:2:0.5])
print(np.s_[1:5], np.s_[2, ..., None], np.index_exp[1:5], np.index_exp[1, 2], np.arange(10)[np.s_[2:8:3]])
print(np.r_[1:4, 0, 4], np.r_[np.array([1, 2, 3]), 0, 0, np.array([4, 5, 6])], np.r_[0:1:5j, 9], np.r_[1.5:4], np.r_[[1, 2], [3.5]], np.r_[5], np.r_[-1:1:0.5], np.c_[[1, 2, 3], [4, 5, 6]], np.c_[np.array([[1, 2, 3]]), 0, 0, np.array([[4, 5, 6]])], np.r_[np.ones((2, 2)), np.zeros((1, 2))], np.c_[0:3, [7, 8, 9]])
print(np.unravel_index([22, 41, 37], (7, 6)), np.unravel_index([31, 41, 13], (7, 6), order='F'), np.unravel_index(1621, (6, 7, 8, 9)), np.unravel_index(np.array([[1, 2], [3, 0]]), (2, 2)), np.unravel_index(5, 10), np.unravel_index(np.argmax([[1, 5], [2, 3]]), (2, 2)))
print(np.ravel_multi_index(([3, 6, 6], [4, 5, 1]), (7, 6)), np.ravel_multi_index(([3, 6, 6], [4, 5, 1]), (7, 6), order='F'), np.ravel_multi_index(np.array([[3, 6, 6], [4, 5, 1]]), (4, 6), mode='clip'), np.ravel_multi_index(([3, 6], [4, 5]), (4, 4), mode=('clip', 'wrap')), np.ravel_multi_index((3, 1, 4, 1), (6, 7, 8, 9)), np.ravel_multi_index(([[0], [1]], [0, 1]), (2, 2)), np.ravel_multi_index((1, 1), [2, 2]))
print(np.broadcast_arrays([1, 2], [[3], [4]]), np.broadcast_arrays(5, [1, 2, 3]), np.broadcast_arrays(np.arange(3)), np.broadcast_shapes((1, 2), (3, 1), (3, 2)), np.broadcast_shapes((6, 7), (5, 6, 1), (7,)), np.broadcast_shapes(), np.broadcast_shapes(3, (2, 1)), np.broadcast_shapes((0,), (1,)))
print(np.diagflat([[1, 2], [3, 4]]), np.diagflat([1, 2], 1), np.diagflat([1.5], -2), np.diagflat(7))
z = np.zeros((3, 4, 5, 6))
print(np.rollaxis(z, 3, 1).shape, np.rollaxis(z, 2).shape, np.rollaxis(z, 1, 4).shape, np.rollaxis(z, -1, -1).shape)
w = np.lib.stride_tricks.sliding_window_view
x = np.arange(12).reshape(3, 4)
from numpy.lib.stride_tricks import sliding_window_view
print(w(np.arange(6), 3), w(x, (2, 2)), w(x, 3, axis=1), w(x, (2, 2), axis=(0, 0)).shape, sliding_window_view(x.T, 2, axis=0)[1], w(np.arange(8.0), 4).mean(axis=-1), w(x[::2, ::-1], (1, 2)).sum(), w(np.arange(5), 5))
b1, b2 = np.broadcast_arrays(np.zeros((1, 3)), np.zeros((2, 1)))
print(b1.shape, b2.strides)
