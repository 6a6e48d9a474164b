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


# The axes that tensordot sums over, as two lists.
def _summed_axes(axes):
    if not is_sequence(axes):
        return list(range(-axes, 0)), list(range(0, axes))
    first, second = axes
    first = list(first) if is_sequence(first) else [first]
    return first, list(second) if is_sequence(second) else [second]


# The others, in their order.
def _other_axes(ndim, axes):
    others = []
    for k in range(ndim):
        found = False
        for axis in axes:
            found = found or axis == k
        if not found:
            others += [k]
    return others


def tensordot(a, b, axes=2):
    """The products of a's and b's elements summed over some axes of each.

    axes: how many, a's last and b's first; or two lists of axes, in pairs.

    >>> tensordot([[1, 2], [3, 4]], [[5, 6], [7, 8]], axes=1)
    array([[19, 22],
           [43, 50]])
    """
    first, second = _summed_axes(axes)
    a = asarray(a)
    b = asarray(b)
    equal = len(first) == len(second)
    n = 1
    for k in range(len(first) if equal else 0):
        if a.shape[first[k]] != b.shape[second[k]]:
            equal = False
            break
        n *= a.shape[first[k]]
        if first[k] < 0:
            first[k] += a.ndim
        if second[k] < 0:
            second[k] += b.ndim
    if not equal:
        raise_error('ValueError', 'shape-mismatch for sum')
    rows = _other_axes(a.ndim, first)
    columns = _other_axes(b.ndim, second)
    shape = ()
    height = width = 1
    for k in rows:
        shape += (a.shape[k],)
        height *= a.shape[k]
    for k in columns:
        shape += (b.shape[k],)
        width *= b.shape[k]
    left = a.transpose(rows + first).reshape(height, n)
    return dot(left, b.transpose(second + columns).reshape(n, width)).reshape(shape)


# Do the operands of a product have the axes that it sums over?
def _check_product(name, signature, x1, x2, least1, least2, inner):
    if x1.ndim < least1:
        raise_error('ValueError', '%s: Input operand 0 does not have enough dimensions (has %d, '
                    'gufunc core with signature %s requires %d)'
                    % (name, x1.ndim, signature, least1))
    if x2.ndim < least2:
        raise_error('ValueError', '%s: Input operand 1 does not have enough dimensions (has %d, '
                    'gufunc core with signature %s requires %d)'
                    % (name, x2.ndim, signature, least2))
    if x2.shape[inner] != x1.shape[-1]:
        raise_error('ValueError', '%s: Input operand 1 has a mismatch in its core dimension 0, '
                    'with gufunc signature %s (size %d is different from %d)'
                    % (name, signature, x2.shape[inner], x1.shape[-1]))


#: vecdot(x1, x2, /, *, axis=-1)
def vecdot(x1, x2, axis=-1):
    """The inner products of vectors along an axis, the first conjugate.

    >>> vecdot([[1, 2], [3, 4]], [1, 10])
    array([21, 43])
    """
    x1 = asarray(x1)
    x2 = asarray(x2)
    if axis != -1:
        x1 = moveaxis(x1, axis_index(axis, x1.ndim), -1)
        x2 = moveaxis(x2, axis_index(axis, x2.ndim), -1)
    _check_product('vecdot', '(n),(n)->()', x1, x2, 1, 1, -1)
    name_float_errors('vecdot')
    return einsum('...i,...i->...', conj(x1) if x1.dtype.kind == 'c' else x1, x2)


#: matvec(x1, x2, /)
def matvec(x1, x2):
    """The products of matrices and vectors.

    >>> matvec([[1, 2], [3, 4]], [1, 10])
    array([21, 43])
    """
    x1 = asarray(x1)
    x2 = asarray(x2)
    _check_product('matvec', '(m,n),(n)->(m)', x1, x2, 2, 1, -1)
    return einsum('...ij,...j->...i', x1, x2)


#: vecmat(x1, x2, /)
def vecmat(x1, x2):
    """The products of conjugate vectors and matrices.

    >>> vecmat([1, 10], [[1, 2], [3, 4]])
    array([31, 42])
    """
    x1 = asarray(x1)
    x2 = asarray(x2)
    _check_product('vecmat', '(n),(n,m)->(m)', x1, x2, 1, 2, -2)
    return einsum('...i,...ij->...j', conj(x1), x2)


#: matrix_transpose(x, /)
def matrix_transpose(x):
    """A view with the last two axes exchanged.

    >>> matrix_transpose([[1, 2], [3, 4]])
    array([[1, 3],
           [2, 4]])
    """
    x = asarray(x)
    if x.ndim < 2:
        raise_error('ValueError', 'Input array must be at least 2-dimensional, but it is %d'
                    % x.ndim)
    return swapaxes(x, -1, -2)


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
    ordered = powers if increasing else powers[:, ::-1]
    if N > 1:
        ordered[:, 1:] = cumprod(broadcast_to(x[:, None].astype(powers.dtype), (n, N - 1)), axis=1)
    return powers


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
