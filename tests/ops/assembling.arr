# null: skip
import numpy as np
a = np.array([1, 2, 3, 4, 5])
m = np.arange(6).reshape(2, 3)
x = m * 1.5 - 2
for mode in ('constant', 'edge', 'reflect', 'symmetric', 'wrap', 'linear_ramp', 'maximum', 'minimum', 'mean', 'median'):
    print(mode, np.pad(a, 2, mode), np.pad(a, (3, 1), mode), np.pad(m, ((1, 2), (2, 1)), mode), np.pad(x, ((0, 1),), mode), np.pad(m, ((2,), (1,)), mode), np.pad(x, 1, mode).dtype, np.pad(a[::-2], (1, 2), mode))
for mode in ('edge', 'reflect', 'symmetric', 'wrap'):
    print(mode, np.pad([1, 2, 3], (7, 9), mode), np.pad([4], 3, mode), np.pad(m.T, (4, 5), mode), np.pad([1.5, 2], (0, 5), mode))
print(np.pad(a, (2, 3), constant_values=(4, 6)), np.pad(m, ((1, 1), (2, 2)), constant_values=((1, 2), (3, 4))), np.pad(m, 1, constant_values=9), np.pad(x, 1, constant_values=np.nan), np.pad(a, (2, 3), 'linear_ramp', end_values=(5, -4)), np.pad(x, 2, 'linear_ramp', end_values=1), np.pad(a, 2, 'maximum', stat_length=2), np.pad(a, 2, 'mean', stat_length=(1, 3)), np.pad(m, 1, 'minimum', stat_length=((1, 1), (2, 1))), np.pad(a, 2, 'median', stat_length=3))
print(np.pad(a, (2, 3), 'reflect', reflect_type='odd'), np.pad(a, (2, 3), 'symmetric', reflect_type='odd'), np.pad(x, 1, 'reflect', reflect_type='odd'), np.pad(a, (6, 9), 'symmetric', reflect_type='odd'), np.pad(np.zeros((0, 2)), 1), np.pad(a, np.array([1, 2])), np.pad(a > 2, 1), np.pad(m + 1j, 1, 'edge'), np.pad(np.array([200, 100], np.uint8), 1, 'mean'), np.pad(a, 0), np.pad(a, [(1, 0)]))
print(np.insert(a, 1, 5), np.insert(m, 1, 5, axis=1), np.insert(m, 1, [7, 8, 9], axis=0), np.insert(m, 1, [[7], [8]], axis=1), np.insert(m, [1], [[7], [8]], axis=1), np.insert(a, [2, 2], [5, 6]), np.insert(a, slice(2, 4), [5, 6]), np.insert(a, [2, 2], [7.13, False]), np.insert(m, (1, 3), 999, axis=1), np.insert(a, -1, [8, 9]), np.insert(m, 0, 1), np.insert(m, 2, 6, axis=0), np.insert(a, [], [1]), np.insert(a, np.array([True, False, True, False, False]), 0), np.insert(x, [0, -1, 3], [1, 2, 3], axis=1), np.insert(a, 5, 9), np.insert(a, [4, 1, 1], [10, 20, 30]))
print(np.delete(a, 1), np.delete(a, -1), np.delete(m, 1, 0), np.delete(m, [0, 2], axis=1), np.delete(m, slice(None, None, 2), 1), np.delete(m, [1, 3, 5], None), np.delete(a, [1, 1, -1]), np.delete(a, slice(1, 3)), np.delete(a, slice(-2, None)), np.delete(a, []), np.delete(a, a > 3), np.delete(m, np.array([True, False]), axis=0), np.delete(a, slice(3, 1)), np.delete(a, np.array([2])), np.delete(a, slice(4, 0, -2)), np.delete(a, slice(0, 2, 1)), np.delete(a, slice(10, 20)))
print(np.resize(m, (2, 2)), np.resize(m, (3, 4)), np.resize(a, 7), np.resize([], (2, 2)), np.resize(m, (0, 3)).shape, np.resize(5, (2, 2)), np.resize(a, ()))
print(np.trim_zeros([0, 0, 1, 2, 0, 3, 0]), np.trim_zeros(np.array([0, 0, 1, 2, 0, 3, 0]), 'b'), np.trim_zeros(np.array([0.0, 5, 0]), trim='f'), np.trim_zeros(np.zeros(3)), np.trim_zeros((0, 1, 0)), np.trim_zeros(np.array([[0, 0, 0], [0, 3, 0]])), np.trim_zeros(np.array([[0, 0, 0], [0, 3, 0]]), axis=1), np.trim_zeros(np.array([1, 2])))
A = np.eye(2)
B = np.full((2, 3), 2.0)
C = np.ones((1, 5))
print(np.block([[A, B], [C]]), np.block([a, 9]), np.block([1, 2, 3]), np.block([[a[:2]], [a[3:]]]), np.block(m), np.block([[[m]], [[m]]]).shape, np.block([A, A * 2]), np.block([[1, 2], [3, 4]]), np.block([[m, m], [m * 10, m]]).T)
print(np.unstack(m), np.unstack(m, axis=1), np.unstack(np.arange(3)))
for inc in (False, True):
    print(np.cumulative_sum([1, 2, 3], include_initial=inc), np.cumulative_sum(m, axis=1, include_initial=inc), np.cumulative_prod(m + 1, axis=0, include_initial=inc), np.cumulative_sum([True, True], include_initial=inc), np.cumulative_prod([0.5, 2], dtype=np.float32, include_initial=inc))
print(np.astype(x, int), np.astype(m, np.float32).dtype, np.astype(m, m.dtype, copy=False) is m, np.array_equiv([1, 2], [[1, 2], [1, 2]]), np.array_equiv([1, 2], [1, 3]), np.array_equiv([1, 2], [1, 2, 3]))
print(np.may_share_memory(a, a[2:]), np.may_share_memory(a[::2], a[1::2]), np.shares_memory(a[::2], a[1::2]), np.shares_memory(m.T, m[0]), np.shares_memory(a, a.copy()), np.may_share_memory(a, m), np.shares_memory(a[:2], a[2:]))
p = np.linspace(0, np.pi, num=5)
p[3:] += np.pi
print(np.unwrap(p), np.unwrap([0, 1, 2, -1, 0], period=4), np.unwrap([1, 2, 3, 4, 5, 6, 1, 2, 3], period=6), np.unwrap([2, 3, 4, 5, 2, 3, 4, 5], period=4), np.unwrap(np.array([[0.0, 4.0, 8.5], [7, 1, 0]]), axis=0), np.unwrap(p, discont=4), np.unwrap(np.array([0, 3, 7, 10])))
print(np.geomspace(1, 1000, 4), np.geomspace(1, 256, num=9), np.geomspace(1000, 1, num=4), np.geomspace(-1000, -1, num=4), np.geomspace(1, 1000, 3, endpoint=False), np.geomspace(0.5, 8, 5), np.geomspace(2, 3, 0), np.geomspace(2, 3, 1))
