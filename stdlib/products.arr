# Products of vectors and matrices, polynomials.

#: cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None)
def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    """The vector product of 3-D vectors along an axis of each, broadcast over the others.

    Vectors of 2 elements lie in the plane of the first two; of two such only
    the third element of the product is given.

    >>> cross([1, 2, 3], [4, 5, 6])
    array([-3,  6, -3])
    """
    a = asarray(a)
    b = asarray(b)
    if axis is not None:
        axisa = axisb = axisc = axis
    if a.ndim < 1 or b.ndim < 1:
        raise_error('ValueError', 'At least one array has zero dimension')
    a = moveaxis(a, axis_index(axisa, a.ndim, 'axisa'), -1)
    b = moveaxis(b, axis_index(axisb, b.ndim, 'axisb'), -1)
    n = a.shape[-1]
    m = b.shape[-1]
    if (n != 2 and n != 3) or (m != 2 and m != 3):
        raise_error('ValueError', 'incompatible dimensions for cross product\n'
                    '(dimension must be 2 or 3)')
    z = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    if n == 2 and m == 2:
        return z
    if m == 2:
        x = -(a[..., 2] * b[..., 1])
        y = a[..., 2] * b[..., 0]
    elif n == 2:
        x = a[..., 1] * b[..., 2]
        y = -(a[..., 0] * b[..., 2])
    else:
        x = a[..., 1] * b[..., 2] - a[..., 2] * b[..., 1]
        y = a[..., 2] * b[..., 0] - a[..., 0] * b[..., 2]
    return stack((x, y, z), axis=axis_index(axisc, z.ndim + 1, 'axisc'))


def kron(a, b):
    """The Kronecker product: every element of a times the whole of b, in blocks.

    >>> kron([1, 10], [5, 6, 7])
    array([ 5,  6,  7, 50, 60, 70])
    """
    a = asarray(a)
    b = asarray(b)
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    ashape = (1,) * (b.ndim - a.ndim) + a.shape
    bshape = (1,) * (a.ndim - b.ndim) + b.shape
    aspread = bspread = shape = ()
    for i in range(len(ashape)):
        aspread += (ashape[i], 1)
        bspread += (1, bshape[i])
        shape += (ashape[i] * bshape[i],)
    return (a.reshape(aspread) * b.reshape(bspread)).reshape(shape)


def vander(x, N=None, increasing=False):
    """The Vandermonde matrix: the powers of x in its N columns, the highest first.

    increasing: the lowest first. N is len(x) by default.

    >>> vander([1, 2, 3], 3)
    array([[1, 1, 1],
           [4, 2, 1],
           [9, 3, 1]])
    """
    x = asarray(x)
    if x.ndim != 1:
        raise_error('ValueError', 'x must be a one-dimensional array or sequence.')
    n = x.shape[0]
    N = n if N is None else N
    powers = ones((n, N), (x[:0] + zeros(0, int64)).dtype)
    if N > 1:
        powers[:, 1:] = cumprod(broadcast_to(x[:, None].astype(powers.dtype), (n, N - 1)), axis=1)
    return powers if increasing else powers[:, ::-1]


def polyval(p, x):
    """The polynomial with coefficients p, the highest first, at x.

    >>> polyval([3, 0, 1], 5)
    np.int64(76)
    """
    p = asarray(p)
    x = asarray(x)
    y = zeros_like(x)
    for coefficient in p:
        y = y * x + coefficient
    return y
