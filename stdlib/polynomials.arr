# Polynomials as arrays of their coefficients, the highest first.

def _aligned(a1, a2):
    a1 = atleast_1d(a1)
    a2 = atleast_1d(a2)
    more = a2.shape[0] - a1.shape[0]
    if more > 0:
        a1 = concatenate((zeros(more, a1.dtype), a1))
    if more < 0:
        a2 = concatenate((zeros(-more, a2.dtype), a2))
    return a1, a2


def polyadd(a1, a2):
    """The sum of two polynomials.

    >>> polyadd([1, 2], [9, 5, 4])
    array([9, 6, 6])
    """
    a1, a2 = _aligned(a1, a2)
    return a1 + a2


def polysub(a1, a2):
    """The difference of two polynomials.

    >>> polysub([2, 10, -2], [3, 10, -4])
    array([-1,  0,  2])
    """
    a1, a2 = _aligned(a1, a2)
    return a1 - a2


def polymul(a1, a2):
    """The product of two polynomials.

    >>> polymul([1, 2, 3], [9, 5, 1])
    array([ 9, 23, 38, 17,  3])
    """
    a1 = trim_zeros(atleast_1d(a1), 'f')
    a2 = trim_zeros(atleast_1d(a2), 'f')
    if a1.shape[0] == 0:
        a1 = zeros(1)
    if a2.shape[0] == 0:
        a2 = zeros(1)
    return convolve(a1, a2)


def polyder(p, m=1):
    """The m-th derivative of a polynomial.

    >>> polyder([1, 1, 1, 1])
    array([3, 2, 1])
    """
    m = int(m)
    if m < 0:
        raise_error('ValueError', 'Order of derivative must be positive (see polyint)')
    p = asarray(p)
    for k in range(m):
        n = p.shape[0] - 1
        p = p[:-1] * arange(n, 0, -1)
    return p


def polyint(p, m=1, k=None):
    """The m-th antiderivative of a polynomial; k: the constants of integration, 0 by default.

    >>> polyint([1, 1, 1])
    array([0.33333333, 0.5       , 1.        , 0.        ])
    """
    m = int(m)
    if m < 0:
        raise_error('ValueError', 'Order of integral must be positive (see polyder)')
    constants = zeros(m) if k is None else atleast_1d(k)
    if constants.shape[0] == 1 and m > 1:
        constants = constants[0] * ones(m)
    if constants.shape[0] < m:
        raise_error('ValueError', 'k must be a scalar or a rank-1 array of length 1 or >m.')
    p = asarray(p)
    for step in range(m):
        n = p.shape[0]
        p = concatenate((true_divide(p, arange(n, 0, -1)), constants[step:step + 1]))
    return p


def polydiv(u, v):
    """The quotient and the remainder of two polynomials.

    >>> polydiv([3.0, 5.0, 2.0], [2.0, 1.0])
    (array([1.5 , 1.75]), array([0.25]))
    """
    u = atleast_1d(u) + 0.0
    v = atleast_1d(v) + 0.0
    w = u[0] + v[0]
    m = u.shape[0] - 1
    n = v.shape[0] - 1
    scale = 1.0 / v[0]
    count = m - n + 1 if m - n + 1 > 1 else 1
    q = zeros(count, w.dtype)
    r = u.astype(w.dtype)
    for k in range(0, m - n + 1):
        d = scale * r[k]
        q[k] = d
        r[k:k + n + 1] -= d * v
    while r.shape[-1] > 1 and bool(abs(r[0]) <= 1e-08):
        r = r[1:]
    return q, r


def poly(seq_of_zeros):
    """The polynomial with these roots, or the characteristic polynomial of a square matrix.

    >>> poly([1, 2])
    array([ 1., -3.,  2.])
    """
    zeros = atleast_1d(seq_of_zeros)
    if zeros.ndim == 2 and zeros.shape[0] == zeros.shape[1] and zeros.shape[0] != 0:
        zeros = linalg.eigvals(zeros)
    elif zeros.ndim != 1:
        raise_error('ValueError', 'input must be 1d or non-empty square 2d array.')
    if zeros.shape[0] == 0:
        return 1.0
    a = ones(1, result_dtype((zeros, 1.0)))
    for k in range(zeros.shape[0]):
        one = ones(2, a.dtype)
        one[1] = -zeros[k]
        a = convolve(a, one)
    if a.dtype.kind == 'c':
        if bool((sort(zeros) == sort(zeros.conj())).all()):
            a = a.real.copy()
    return a


def roots(p):
    """The roots of a polynomial: the eigenvalues of its companion matrix.

    >>> roots([1, -3])
    array([3.])
    """
    p = atleast_1d(p)
    if p.ndim != 1:
        raise_error('ValueError', 'Input must be a rank-1 array.')
    places = flatnonzero(p)
    if places.shape[0] == 0:
        return zeros(0)
    last = int(places[-1])
    trailing = p.shape[0] - last - 1
    p = p[int(places[0]):last + 1]
    if p.dtype.kind != 'f' and p.dtype.kind != 'c':
        p = p.astype(float64)
    n = p.shape[0]
    if n > 1:
        companion = diag(ones(n - 2, p.dtype), -1)
        companion[0, :] = -p[1:] / p[0]
        found = linalg.eigvals(companion)
    else:
        found = zeros(0)
    return concatenate((found, zeros(trailing, found.dtype)))


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    """The polynomial of degree deg that fits the points (x, y) best by least squares.

    y may have a column per fit. w: weights of the residuals. full: also
    residuals, rank, singular values and rcond; cov: also the covariance matrix.

    >>> polyfit([0.0, 1.0, 2.0], [1.0, 3.0, 5.0], 1).round(6)
    array([2., 1.])
    """
    order = int(deg) + 1
    x = asarray(x) + 0.0
    y = asarray(y) + 0.0
    if deg < 0:
        raise_error('ValueError', 'expected deg >= 0')
    if x.ndim != 1:
        raise_error('TypeError', 'expected 1D vector for x')
    if x.size == 0:
        raise_error('TypeError', 'expected non-empty vector for x')
    if y.ndim < 1 or y.ndim > 2:
        raise_error('TypeError', 'expected 1D or 2D array for y')
    if x.shape[0] != y.shape[0]:
        raise_error('TypeError', 'expected x and y to have same length')
    if rcond is None:
        rcond = x.shape[0] * (2.0 ** -23 if x.dtype == float32 else 2.0 ** -52)
    lhs = vander(x, order)
    rhs = y
    if w is not None:
        w = asarray(w) + 0.0
        if w.ndim != 1:
            raise_error('TypeError', 'expected a 1-d array for weights')
        if w.shape[0] != y.shape[0]:
            raise_error('TypeError', 'expected w and y to have the same length')
        lhs = lhs * w[:, None]
        rhs = rhs * (w[:, None] if rhs.ndim == 2 else w)
    scale = sqrt((lhs * lhs).sum(axis=0))
    lhs = lhs / scale
    c, residuals, rank, s = linalg.lstsq(lhs, rhs, rcond)
    c = (c.T / scale).T
    if full:
        return c, residuals, rank, s, rcond
    if not cov:
        return c
    base = linalg.inv(dot(lhs.T, lhs)) / outer(scale, scale)
    factor = 1
    if cov != 'unscaled':
        if x.shape[0] <= order:
            raise_error('ValueError', 'the number of data points must exceed order to scale the '
                        'covariance matrix')
        factor = residuals / (x.shape[0] - order)
    return c, base * factor if y.ndim == 1 else base[:, :, None] * factor
