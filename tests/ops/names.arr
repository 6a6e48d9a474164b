# Names that other tests use rarely: attributes, creation by likeness, spellings.
# null: skip
import numpy
import sys, time

a = numpy.arange(6, dtype=numpy.int16).reshape(2, 3)
b = a.astype(numpy.complex64)
print(a.dtype.name, b.dtype.name, numpy.dtype("float32").name, a.real.dtype.name)
print(a.dtype.kind, b.dtype.kind, numpy.dtype(bool).kind, (a > 1).dtype.kind)
print(a.itemsize, b.itemsize, a.T.itemsize, a.dtype.itemsize)
print(a.nbytes, b.nbytes, a[:, ::2].nbytes, numpy.float32(1).nbytes)
print(a.flatten(), a.T.flatten(), a[::-1, 1:].flatten())
c = a.flatten()
c[0] = 99
print(a[0, 0])

print(numpy.empty((2, 0)), numpy.empty(3, dtype=bool).shape, numpy.empty((), numpy.int8).dtype)
print(numpy.ones_like(a), numpy.ones_like(b), numpy.ones_like([1.5, 2]), numpy.ones_like(a, dtype=float))
print(numpy.empty_like(a).dtype, numpy.empty_like(a, dtype=float).shape, numpy.empty_like([1, 2]).shape)
print(numpy.full_like(a, 7), numpy.full_like(a, 2.75, dtype=float), numpy.full_like(b, 1j))
print(numpy.ndarray((2, 3)).shape, numpy.ndarray(4, dtype=int).dtype, numpy.ndarray((0, 2), numpy.bool_))
print(numpy.identity(3), numpy.identity(1, dtype=int), numpy.identity(0))
print(numpy.atleast_1d(3), numpy.atleast_1d([1, 2]), numpy.atleast_1d(a).shape)
print(numpy.atleast_2d(3), numpy.atleast_2d([1, 2]), numpy.atleast_2d(a).shape)
print(numpy.fliplr(a), numpy.flipud(a), numpy.fliplr(a.T), numpy.flipud(numpy.arange(3)))
print(numpy.vdot([1, 2], [3, 4]), numpy.vdot(b, b * 1j), numpy.vdot(a, a))
print(numpy.concat(([1], [2.5])), numpy.concat((a, a), axis=1), numpy.concat((a, a), axis=None))
print(numpy.permute_dims(a, (1, 0)), numpy.permute_dims(a[None], (2, 0, 1)).shape, numpy.permute_dims(a).shape)
print(numpy.matmul(a, a.T), numpy.matmul(a, [1, 0, 2]), numpy.matmul(a[None], a.T).shape)

i = numpy.array([1, 2, 255], dtype=numpy.uint8)
i <<= 1
print(i)
i >>= 1
print(i)
i ^= 3
print(i)
i ^= i[::-1]
print(i)
i <<= numpy.array([0, 1, 2], dtype=numpy.uint8)
print(i)
i >>= numpy.array([0, 1, 2], dtype=numpy.uint8)
print(i)
m = numpy.array([[1.0, 2.0], [3.0, 4.0]])
m @= m
print(m)
m @= numpy.eye(2)[::-1]
print(m)
v = m[:, ::-1]
v @= numpy.array([[0.0, 1.0], [1.0, 0.0]])
print(m, v)

s = slice(1, None, 2)
print(numpy.arange(7)[s], numpy.arange(7)[slice(3)], a[:, slice(None, None, -1)])
print("a" + "b" + 'c', "x" + str(3) + "y", ("r" + "s") + "")
started = time.perf_counter()
print(time.perf_counter() >= started, time.time() > 0)
print(len(sys.argv))
r = numpy.arange(3)
w = numpy.resize(r, (3, 1))
r += 5
print(w, numpy.resize(r, 2), numpy.resize(r, (2, 4)))
r = numpy.arange(3)
w = numpy.round(r, 1)
r += 5
print(w, numpy.round(r[::-1]), numpy.round(r, -1), r.round() is r)
print(repr(numpy.round(numpy.arange(1).reshape(()), 1)), repr(numpy.round(3, 2)), repr(numpy.round(numpy.int64(3), 1)), repr(numpy.round(numpy.float64(2.5))), repr(numpy.arange(3).round(1)), repr(numpy.int8(3).round(2)), repr(numpy.arange(1).reshape(()).round()))
