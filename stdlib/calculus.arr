# Differences, integrals, interpolation, convolution.

# An index of `part` on this axis and all of the others.
def _at(ndim, axis, part):
    return (slice(None),) * axis + (part,) + (slice(None),) * (ndim - axis - 1)


def trapezoid(y, x=None, dx=1.0, axis=-1):
    """The integral of y along axis by the trapezoidal rule.

    x: where the samples lie, 1-D or of y's shape; otherwise they are dx apart.

    >>> trapezoid([1, 2, 3], x=[4, 6, 8])
    np.float64(8.0)
    """
    y = asarray(y)
    axis = axis_index(axis, y.ndim)
    d = dx
    if x is not None:
        x = asarray(x)
        d = diff(x) if x.ndim == 1 else diff(x, axis=axis)
        if x.ndim == 1:
            d = d.reshape((1,) * axis + d.shape + (1,) * (y.ndim - axis - 1))
    sides = y[_at(y.ndim, axis, slice(1, None))] + y[_at(y.ndim, axis, slice(None, -1))]
    return (d * sides / 2.0).sum(axis)


# The spacing along one axis: a number, or the distances of neighbours.
def _spacing(given, extent):
    x = asarray(given)
    if x.ndim == 0:
        return given
    if x.ndim != 1:
        raise_error('ValueError', 'distances must be either scalars or 1d')
    if x.shape[0] != extent:
        raise_error('ValueError',
                    'when 1d, distances must match the length of the corresponding dimension')
    return diff(x.astype(float64) if x.dtype.kind == 'i' or x.dtype.kind == 'u' else x)


# Central differences in the middle. Distances that are all equal count as one number.
def _inner_gradient(f, dx, axis):
    before = f[_at(f.ndim, axis, slice(None, -2))]
    here = f[_at(f.ndim, axis, slice(1, -1))]
    after = f[_at(f.ndim, axis, slice(2, None))]
    if ndim(dx) == 0:
        return (after - before) / (2.0 * dx)
    shape = (1,) * axis + (-1,) + (1,) * (f.ndim - axis - 1)
    d1 = dx[:-1].reshape(shape)
    d2 = dx[1:].reshape(shape)
    weighted = -d2 / (d1 * (d1 + d2)) * before + (d2 - d1) / (d1 * d2) * here
    weighted = weighted + d1 / (d2 * (d1 + d2)) * after
    return where((dx == dx[0]).all(), (after - before) / (2.0 * dx[0]), weighted)


# One-sided differences of second order, f0 being the edge; sign is -1 at the end.
def _edge_gradient(f0, f1, f2, d1, d2, sign):
    a = -(2.0 * d1 + d2) / (d1 * (d1 + d2))
    b = (d1 + d2) / (d1 * d2)
    c = -d1 / (d2 * (d1 + d2))
    if sign < 0:
        return -c * f2 + -b * f1 + -a * f0
    return a * f0 + b * f1 + c * f2


def _gradient(f, dx, axis, edge_order):
    if f.shape[axis] < edge_order + 1:
        raise_error('ValueError', 'Shape of array too small to calculate a numerical gradient, '
                    'at least (edge_order + 1) elements are required.')
    n = f.ndim
    result = empty_like(f)
    result[_at(n, axis, slice(1, -1))] = _inner_gradient(f, dx, axis)
    first = dx if ndim(dx) == 0 else dx[0]
    last = dx if ndim(dx) == 0 else dx[-1]
    f0 = f[_at(n, axis, 0)]
    f1 = f[_at(n, axis, 1)]
    g0 = f[_at(n, axis, -1)]
    g1 = f[_at(n, axis, -2)]
    if edge_order == 1:
        result[_at(n, axis, 0)] = (f1 - f0) / first
        result[_at(n, axis, -1)] = (g0 - g1) / last
        return result
    f2 = f[_at(n, axis, 2)]
    g2 = f[_at(n, axis, -3)]
    if ndim(dx) == 0:
        result[_at(n, axis, 0)] = -1.5 / dx * f0 + 2.0 / dx * f1 + -0.5 / dx * f2
        result[_at(n, axis, -1)] = 0.5 / dx * g2 + -2.0 / dx * g1 + 1.5 / dx * g0
        return result
    result[_at(n, axis, 0)] = _edge_gradient(f0, f1, f2, dx[0], dx[1], 1)
    result[_at(n, axis, -1)] = _edge_gradient(g0, g1, g2, dx[-1], dx[-2], -1)
    return result


#: gradient(f, *varargs, axis=None, edge_order=1)
def gradient(f, varargs, axis=None, edge_order=1):
    """The slope of f along axis: central differences, one-sided ones at the edges.

    varargs: one distance for all axes, or one per axis, each a number or the
    1-D places of the samples. Along several axes (all by default) a tuple of
    arrays. edge_order 1 or 2: of the differences at the edges.

    >>> gradient(array([1.0, 2.0, 4.0, 7.0]), 0.5)
    array([2., 3., 5., 6.])
    """
    f = asarray(f)
    if f.dtype.kind == 'i' or f.dtype.kind == 'u':
        f = f.astype(float64)
    axes = tuple(range(f.ndim)) if axis is None else axis_tuple(axis, f.ndim)
    count = len(axes)
    if len(varargs) == 0:
        varargs = (1.0,) * count
    elif len(varargs) == 1 and ndim(varargs[0]) == 0:
        varargs = varargs * count
    elif len(varargs) != count:
        raise_error('TypeError', 'invalid number of arguments')
    if edge_order > 2:
        raise_error('ValueError', "'edge_order' greater than 2 not supported")
    slopes = ()
    for i in range(count):
        dx = _spacing(varargs[i], f.shape[axes[i]])
        slopes += (_gradient(f, dx, axes[i], edge_order),)
    return slopes[0] if count == 1 else slopes


def interp(x, xp, fp, left=None, right=None, period=None):
    """Linear interpolation at x of the points (xp, fp), where xp ascends.

    Beyond the points the result is left or right, by default fp[0] or
    fp[-1]. period: xp and x are angles of this period. Computed as float64.

    >>> interp([0.5, 1.5, 9.0], [0, 1, 2], [0, 10, 40])
    array([ 5., 25., 40.])
    """
    for real in (x, xp):
        if asarray(real).dtype.kind == 'c':
            raise_error('TypeError', "Cannot cast array data from dtype('%s') to dtype('float64') "
                        "according to the rule 'safe'" % asarray(real).dtype)
    ignore_float_errors()
    x = asarray(x, dtype=float64)
    xp = asarray(xp, dtype=float64)
    fp = asarray(fp)
    if fp.dtype.kind == 'c':
        raise_error('NotImplementedError', 'interp() of complex numbers is not in arr')
    fp = asarray(fp, dtype=float64)
    if xp.ndim != 1 or fp.ndim != 1:
        raise_error('ValueError', 'object too deep for desired array' if period is None
                    else 'Data points must be 1-D sequences')
    if xp.shape[0] != fp.shape[0]:
        raise_error('ValueError', 'fp and xp are not of the same length.')
    if xp.shape[0] == 0:
        raise_error('ValueError', 'array of sample points is empty')
    if period is not None:
        if period == 0:
            raise_error('ValueError', 'period must be a non-zero value')
        period = abs(period)
        x = x % period
        xp = xp % period
        order = argsort(xp)
        xp = xp[order]
        fp = fp[order]
        xp = concatenate((xp[-1:] - period, xp, xp[:1] + period))
        fp = concatenate((fp[-1:], fp, fp[:1]))
        left = right = None
    y = interpolate(x, xp, fp)
    if left is not None:
        y = where(x < xp[0], left, y)
    if right is not None:
        y = where(x > xp[-1], right, y)
    return y[()]


# a is not shorter than v.
def _correlate(a, v, mode):
    m = v.shape[0]
    if mode == 'valid':
        before = after = 0
    elif mode == 'full':
        before = after = m - 1
    elif mode == 'same':
        before = m // 2
        after = m - before - 1
    else:
        raise_error('ValueError',
                    "mode must be one of 'valid', 'same', or 'full' (got '" + str(mode) + "')")
    dtype = result_dtype((a, v))
    length = a.shape[0] - m + 1 + before + after
    return slide_products(asarray(a, dtype=dtype), asarray(v, dtype=dtype), before, length)


def _need_vectors(a, v):
    if a.ndim > 1 or v.ndim > 1:
        raise_error('ValueError', 'object too deep for desired array')


def convolve(a, v, mode='full'):
    """The discrete convolution of two 1-D arrays.

    mode: 'full', of a.size + v.size - 1 elements; 'same', the middle of
    these, as many as the longer array has; 'valid', those where both overlap
    completely. ValueError if one is empty.

    >>> convolve([1, 2, 3], [0, 1, 5])
    array([ 0,  1,  7, 13, 15])
    """
    a = atleast_1d(a)
    v = atleast_1d(v)
    if v.shape[0] > a.shape[0]:
        longer = v
        v = a
        a = longer
    if v.shape[0] == 0:
        raise_error('ValueError', 'v cannot be empty' if a.shape[0] else 'a cannot be empty')
    _need_vectors(a, v)
    return _correlate(a, v[::-1], mode)


def correlate(a, v, mode='valid'):
    """The cross-correlation of two 1-D arrays: sums of a[n + k] * conj(v[n]).

    mode as in convolve().

    >>> correlate([1, 2, 3], [0, 1, 5], 'full')
    array([ 5, 11, 17,  3,  0])
    """
    a = atleast_1d(a)
    v = atleast_1d(v).conj()
    _need_vectors(a, v)
    if a.shape[0] == 0:
        raise_error('ValueError', 'first array argument cannot be empty')
    if v.shape[0] == 0:
        raise_error('ValueError', 'second array argument cannot be empty')
    if v.shape[0] > a.shape[0]:
        return _correlate(v, a, mode)[::-1]
    return _correlate(a, v, mode)
