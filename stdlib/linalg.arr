# np.linalg: what is composed of its factorisations.

# The spacing of the floats that singular values of this type are.
def _singular_spacing(dtype):
    return float32(2.0 ** -23) if dtype.name == 'float32' else 2.0 ** -52


# LinAlgError unless a is matrices.
def _check_matrices(a, square):
    if a.ndim < 2:
        raise_error('LinAlgError', '%d-dimensional array given. Array must be at least '
                    'two-dimensional' % a.ndim)
    if square and a.shape[-1] != a.shape[-2]:
        raise_error('LinAlgError', 'Last 2 dimensions of the array must be square')


def _check_plane(a):
    if a.ndim != 2:
        raise_error('LinAlgError', '%d-dimensional array given. Array must be two-dimensional'
                    % a.ndim)


def _matrix_transpose(a):
    return swapaxes(a, -1, -2)


# No elements, though there may be matrices of them.
def _is_empty(a):
    return a.size == 0 and (a.shape[-1] == 0 or a.shape[-2] == 0)


# The elements of a's last axis at the places that index has, for each row.
def _pick(a, index):
    n = a.shape[-1]
    rows = arange(a.size // n if n else 0).reshape(a.shape[:-1] + (1,))
    return a.reshape(-1)[rows * n + index]


def linalg_svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    """U, the singular values S in descending order, and Vh, with a = U @ diag(S) @ Vh.

    full_matrices: U and Vh are square. compute_uv=False: S alone. hermitian:
    a is, so that its eigenvalues tell. LinAlgError if it does not converge.

    >>> linalg.svd([[0, 2], [1, 0]], compute_uv=False)
    array([2., 1.])
    """
    if not hermitian:
        return factor_svd(a, full_matrices, compute_uv)
    if not compute_uv:
        return sort(abs(linalg.eigvalsh(a)))[..., ::-1]
    s, u = linalg.eigh(a)
    sign_of = sign(s)
    s = abs(s)
    order = argsort(s)[..., ::-1]
    sign_of = _pick(sign_of, order)
    s = _pick(s, order)
    u = _matrix_transpose(_pick(_matrix_transpose(u).swapaxes(-1, -2), order[..., None, :])
                          .swapaxes(-1, -2))
    return named_tuple('SVDResult', (u, s, _matrix_transpose(u * sign_of[..., None, :]).conj()))


#: svdvals(x, /)
def linalg_svdvals(x):
    """The singular values, in descending order.

    >>> linalg.svdvals([[3, 0], [0, 4]])
    array([4., 3.])
    """
    return factor_svd(x, True, False)


#: matrix_rank(A, tol=None, hermitian=False, *, rtol=None)
def linalg_matrix_rank(A, tol=None, hermitian=False, rtol=None):
    """How many singular values exceed tol.

    By default these are max(M, N) times the spacing of floats times the greatest;
    rtol: that times the greatest. A vector has rank 1, or 0 if it is zero.

    >>> linalg.matrix_rank([[1, 2], [2, 4]])
    np.int64(1)
    """
    A = asarray(A)
    if A.ndim < 2:
        return int((A != 0).any())
    s = linalg.svd(A, True, False, hermitian)
    if tol is not None:
        if rtol is not None:
            raise_error('ValueError', "`tol` and `rtol` can't be both set.")
        tol = asarray(tol)[..., None]
    else:
        if rtol is None:
            rtol = max(A.shape[-2], A.shape[-1]) * _singular_spacing(s.dtype)
        else:
            rtol = asarray(rtol)[..., None]
        tol = s.max(axis=-1, keepdims=True) * rtol
    return count_nonzero(s > tol, axis=-1)


#: pinv(a, rcond=None, hermitian=False, *, rtol=None)
def linalg_pinv(a, rcond=None, hermitian=False, rtol=...):
    """The inverse in the sense of Moore and Penrose, of any matrices.

    Singular values not above rcond times the greatest count as 0; rcond is 1e-15
    by default, with rtol=None max(M, N) times the spacing of floats.

    >>> linalg.pinv([[2, 0], [0, 0], [0, 4]]).round(4)
    array([[0.5 , 0.  , 0.  ],
           [0.  , 0.  , 0.25]])
    """
    a = asarray(a)
    if rcond is not None:
        if rtol is not ...:
            raise_error('ValueError', "`rtol` and `rcond` can't be both set.")
    elif rtol is ...:
        rcond = 1e-15
    elif rtol is None:
        rcond = max(a.shape[-2], a.shape[-1]) * _singular_spacing(a.real.dtype)
    else:
        rcond = rtol
    rcond = asarray(rcond)
    if a.ndim > 1 and _is_empty(a):
        return empty(a.shape[:-2] + (a.shape[-1], a.shape[-2]), a.dtype)
    u, s, vt = linalg.svd(a.conj(), False, True, hermitian)
    large = s > rcond[..., None] * s.max(axis=-1, keepdims=True)
    s = where(large, 1 / where(large, s, 1), 0).astype(s.dtype)
    return _matrix_transpose(vt) @ (s[..., None] * _matrix_transpose(u))


def linalg_cond(x, p=None):
    """The condition number: the norm of x times that of its inverse.

    p is the order of linalg.norm(); by default 2, the greatest singular value
    over the least.

    >>> linalg.cond([[1, 0], [0, 4]], 1)
    np.float64(4.0)
    """
    x = asarray(x)
    if x.ndim > 1 and _is_empty(x):
        raise_error('LinAlgError', 'cond is not defined on empty arrays')
    ignore_float_errors()
    if p is None or p == 2 or p == -2:
        s = linalg.svd(x, True, False)
        r = s[..., -1] / s[..., 0] if p is not None and p == -2 else s[..., 0] / s[..., -1]
    else:
        _check_matrices(x, True)
        r = linalg.norm(x, p, axis=(-2, -1)) * linalg.norm(inverse_or_nan(x), p, axis=(-2, -1))
    r = where(isnan(r) & ~isnan(x).any(axis=(-2, -1)), inf, r).astype(r.dtype)
    return r[()]


def linalg_matrix_power(a, n):
    """The product of n matrices a; of the inverse, if n is negative.

    >>> linalg.matrix_power([[1, 1], [1, 0]], 10)
    array([[89, 55],
           [55, 34]])
    """
    a = asarray(a)
    _check_matrices(a, True)
    exponent = asarray(n)
    if exponent.ndim or exponent.dtype.kind == 'f' or exponent.dtype.kind == 'c':
        raise_error('TypeError', 'exponent must be an integer')
    n = int(n)
    if n == 0:
        return broadcast_to(eye(a.shape[-1], dtype=a.dtype), a.shape).copy()
    if n < 0:
        a = linalg.inv(a)
        n = -n
    if n == 3:
        return (a @ a) @ a
    z = result = None
    while n > 0:
        z = a if z is None else z @ z
        if n % 2:
            result = z if result is None else result @ z
        n //= 2
    return result


# The cheapest order of products: i, j -> where the chain i..j is cut.
def _chain_order(extents):
    n = len(extents) - 1
    cost = []
    cut = []
    for i in range(n):
        cost += [[0] * n]
        cut += [[0] * n]
    for length in range(1, n):
        for i in range(n - length):
            j = i + length
            best = None
            for k in range(i, j):
                total = cost[i][k] + cost[k + 1][j] + extents[i] * extents[k + 1] * extents[j + 1]
                if best is None or total < best:
                    best = total
                    cut[i][j] = k
            cost[i][j] = best
    return cut


def _multiply_chain(arrays, cut, i, j):
    if i == j:
        return arrays[i]
    k = cut[i][j]
    return dot(_multiply_chain(arrays, cut, i, k), _multiply_chain(arrays, cut, k + 1, j))


#: multi_dot(arrays, *, out=None)
def linalg_multi_dot(arrays, out=None):
    """The product of several matrices, in the order that takes the fewest multiplications.

    The first and the last may be vectors.

    >>> linalg.multi_dot([[1, 2], [[1, 0], [0, 3]], [[1], [1]]])
    array([7])
    """
    n = len(arrays)
    if n < 2:
        raise_error('ValueError', 'Expecting at least two arrays.')
    arrays = list(arrays)
    for i in range(n):
        arrays[i] = asarray(arrays[i])
    if n == 2:
        return dot(arrays[0], arrays[1], out)
    first = arrays[0].ndim
    last = arrays[-1].ndim
    if first == 1:
        arrays[0] = arrays[0][None, :]
    if last == 1:
        arrays[-1] = arrays[-1][:, None]
    extents = []
    for a in arrays:
        _check_plane(a)
        extents += [a.shape[0]]
    extents += [arrays[-1].shape[1]]
    if n == 3:
        left = extents[0] * extents[2] * (arrays[0].shape[1] + extents[3])
        right = arrays[0].shape[1] * extents[3] * (extents[0] + extents[2])
        if left < right:
            product = dot(dot(arrays[0], arrays[1]), arrays[2], out)
        else:
            product = dot(arrays[0], dot(arrays[1], arrays[2]), out)
    else:
        product = _multiply_chain(arrays, _chain_order(extents), 0, n - 1)
        if out is not None:
            out[...] = product
            product = out
    if first == 1 and last == 1:
        return product[0, 0]
    return product.ravel() if first == 1 or last == 1 else product


def linalg_tensorinv(a, ind=2):
    """The inverse of the linear map from a's last axes to its first ind axes.

    >>> linalg.tensorinv(4 * eye(4).reshape(4, 2, 2), ind=1).shape
    (2, 2, 4)
    """
    a = asarray(a)
    if ind <= 0:
        raise_error('ValueError', 'Invalid ind argument.')
    size = 1
    for extent in a.shape[ind:]:
        size *= extent
    return linalg.inv(a.reshape(size, -1)).reshape(a.shape[ind:] + a.shape[:ind])


def linalg_tensorsolve(a, b, axes=None):
    """The x with tensordot(a, x, x.ndim) == b; axes of a are moved to its end first.

    >>> linalg.tensorsolve(2 * eye(4).reshape(2, 2, 4), [[2, 4], [6, 8]])
    array([1., 2., 3., 4.])
    """
    a = asarray(a)
    b = asarray(b)
    if axes is not None:
        for axis in axes:
            a = moveaxis(a, axis, -1)
    shape = a.shape[b.ndim:]
    size = 1
    for extent in shape:
        size *= extent
    if a.size != size ** 2:
        raise_error('LinAlgError', 'Input arrays must satisfy the requirement             '
                    'prod(a.shape[b.ndim:]) == prod(a.shape[:b.ndim])')
    return linalg.solve(a.reshape(size, size), b.ravel()).reshape(shape)


#: matrix_norm(x, /, *, keepdims=False, ord='fro')
def linalg_matrix_norm(x, keepdims=False, ord='fro'):
    """linalg.norm() of matrices in the last two axes.

    >>> linalg.matrix_norm([[1, 2], [2, 4]])
    np.float64(5.0)
    """
    return linalg.norm(asarray(x), ord, (-2, -1), keepdims)


#: vector_norm(x, /, *, axis=None, keepdims=False, ord=2)
def linalg_vector_norm(x, axis=None, keepdims=False, ord=2):
    """linalg.norm() of vectors along an axis, of all elements, or along several axes as one.

    >>> linalg.vector_norm([[3, 0], [0, 4]])
    np.float64(5.0)
    """
    x = asarray(x)
    if axis is None:
        axes = tuple(range(x.ndim))
    else:
        axes = axis_tuple(axis, x.ndim)
    size = 1
    shape = list(x.shape)
    for k in axes:
        size *= shape[k]
        shape[k] = 1
    flat = moveaxis(x, axes, tuple(range(len(axes))))
    norm = linalg.norm(flat.reshape((size,) + flat.shape[len(axes):]), ord, axis=0)
    return norm.reshape(shape) if keepdims else norm


#: diagonal(x, /, *, offset=0)
def linalg_diagonal(x, offset=0):
    """The diagonals of matrices in the last two axes.

    >>> linalg.diagonal([[1, 2], [3, 4]])
    array([1, 4])
    """
    return diagonal(x, offset, -2, -1)


#: trace(x, /, *, offset=0, dtype=None)
def linalg_trace(x, offset=0, dtype=None):
    """The sums of the diagonals of matrices in the last two axes.

    >>> linalg.trace([[1, 2], [3, 4]])
    np.int64(5)
    """
    return trace(x, offset, -2, -1, dtype)


#: outer(x1, x2, /)
def linalg_outer(x1, x2):
    """The products of every element of one vector and every element of another.

    >>> linalg.outer([1, 2], [3, 4])
    array([[3, 4],
           [6, 8]])
    """
    x1 = asarray(x1)
    x2 = asarray(x2)
    if x1.ndim != 1 or x2.ndim != 1:
        raise_error('ValueError', 'Input arrays must be one-dimensional, but they are x1.ndim=%d '
                    'and x2.ndim=%d.' % (x1.ndim, x2.ndim))
    return outer(x1, x2)


#: cross(x1, x2, /, *, axis=-1)
def linalg_cross(x1, x2, axis=-1):
    """The vector product of 3-D vectors along an axis.

    >>> linalg.cross([1, 2, 3], [4, 5, 6])
    array([-3,  6, -3])
    """
    x1 = asarray(x1)
    x2 = asarray(x2)
    if x1.shape[axis] != 3 or x2.shape[axis] != 3:
        raise_error('ValueError', 'Both input arrays must be (arrays of) 3-dimensional vectors, '
                    'but they are %d and %d dimensional instead.'
                    % (x1.shape[axis], x2.shape[axis]))
    return cross(x1, x2, axis=axis)


#: matrix_transpose(x, /)
def linalg_matrix_transpose(x):
    """np.matrix_transpose().

    >>> linalg.matrix_transpose([[1, 2], [3, 4]])
    array([[1, 3],
           [2, 4]])
    """
    return matrix_transpose(x)


#: tensordot(x1, x2, /, *, axes=2)
def linalg_tensordot(x1, x2, axes=2):
    """np.tensordot().

    >>> linalg.tensordot([1, 2], [3, 4], axes=1)
    array(11)
    """
    return tensordot(x1, x2, axes)


#: vecdot(x1, x2, /, *, axis=-1)
def linalg_vecdot(x1, x2, axis=-1):
    """np.vecdot().

    >>> linalg.vecdot([[1, 2], [3, 4]], [1, 10])
    array([21, 43])
    """
    return vecdot(x1, x2, axis=axis)


#: matmul(x1, x2, /)
def linalg_matmul(x1, x2):
    """np.matmul().

    >>> linalg.matmul([1, 2], [3, 4])
    np.int64(11)
    """
    return matmul(x1, x2)
