# Averages and spread.

def ptp(a, axis=None, out=None, keepdims=False):
    """The range of the values, max - min, over the axes; nan if there is one.

    The dtype is that of a, so small ints may wrap. TypeError for bools;
    ValueError if there are no elements.

    >>> ptp([[4, 9], [2, 10]], axis=1)
    array([5, 8])
    """
    a = asarray(a)
    return subtract(a.max(axis, keepdims=keepdims), a.min(axis, keepdims=keepdims), out)


#: var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, mean=None, correction=None)
def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, mean=None, correction=None):
    """The average squared distance from the mean, over the axes.

    The sum of squares is divided by count - ddof; correction is another name
    of ddof. mean: the mean where it is known already, with keepdims=True.
    Ints and bools are computed as float64; float32 stays.

    >>> var([1.0, 2.0, 4.0, 9.0], ddof=1)
    np.float64(12.666666666666666)
    """
    a = asarray(a)
    if correction is not None:
        if ddof != 0:
            raise_error('ValueError', "ddof and correction can't be provided simultaneously.")
        ddof = correction
    met = reduced_count(a, axis)
    count = met - ddof
    if count <= 0:
        warn('Degrees of freedom <= 0 for slice')
    if mean is None and met == 0:
        mean = a.sum(axis, dtype, keepdims=True) / 0
    elif mean is None:
        mean = a.mean(axis, dtype, keepdims=True)
    total = square_modulus(a - mean).sum(axis, dtype, out, keepdims)
    return divide_by_count(total, count if count > 0 else 0, out)


#: std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, mean=None, correction=None)
def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, mean=None, correction=None):
    """The square root of var().

    >>> std([[1.0, 3.0], [2.0, 8.0]], axis=1)
    array([1., 3.])
    """
    return sqrt(var(a, axis, dtype, out, ddof, keepdims, mean, correction), out)


# Whose axes weights of another shape stand for.
def _spread_weights(weights, a, axis):
    if a.shape == weights.shape:
        return weights
    if axis is None:
        raise_error('TypeError', 'Axis must be specified when shapes of a and weights differ.')
    axis = axis_index(axis, a.ndim)
    if weights.shape != (a.shape[axis],):
        raise_error('ValueError',
                    'Shape of weights must be consistent with shape of a along specified axis.')
    return weights.reshape((1,) * axis + weights.shape + (1,) * (a.ndim - axis - 1))


#: average(a, axis=None, weights=None, returned=False, *, keepdims=False)
def average(a, axis=None, weights=None, returned=False, keepdims=False):
    """The average over the axes, each element counted as often as its weight says.

    weights have the shape of a, or are as many as a has elements along axis.
    With returned the sum of the weights comes too. Ints are averaged as
    float64. Weights that sum to zero are a ZeroDivisionError.

    >>> average([1, 2, 6], weights=[3, 2, 1])
    np.float64(2.1666666666666665)
    """
    a = asarray(a)
    if weights is None:
        result = a.mean(axis, keepdims=keepdims)
        total = full(result.shape, reduced_count(a, axis), result.dtype)[()]
        return (result, total) if returned else result
    weights = _spread_weights(asarray(weights), a, axis)
    product = a * weights
    if product.dtype.kind != 'c' and (a.dtype.kind != 'f' or product.dtype == float64):
        product = multiply(a, weights, dtype=float64)
    total = broadcast_to(weights, a.shape).sum(axis, product.dtype, keepdims=keepdims)
    require(total != 0, "ZeroDivisionError: Weights sum to zero, can't be normalized")
    result = product.sum(axis, keepdims=keepdims) / total
    return (result, total) if returned else result


#: cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None)
def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, dtype=None):
    """The covariance matrix of variables: the rows of m and y, or their columns if not rowvar.

    Divided by the number of observations - 1, of bias by their number, or by
    that - ddof. fweights says how often each observation counts, aweights
    how much. Computed as float64 or complex128 unless dtype says otherwise.

    >>> cov([[0, 1, 2], [2, 1, 0]])
    array([[ 1., -1.],
           [-1.,  1.]])
    """
    m = asarray(m)
    if m.ndim > 2:
        raise_error('ValueError', 'm has more than 2 dimensions')
    kind = m.dtype.kind
    if y is not None:
        y = asarray(y)
        if y.ndim > 2:
            raise_error('ValueError', 'y has more than 2 dimensions')
        kind = y.dtype.kind if y.dtype.kind == 'c' else kind
    if dtype is None:
        dtype = complex128 if kind == 'c' else float64
    x = atleast_2d(m).astype(dtype)
    if not rowvar and m.ndim != 1:
        x = x.T
    if x.shape[0] == 0:
        return zeros((0, 0))
    if y is not None:
        y = atleast_2d(y).astype(dtype)
        if not rowvar and y.shape[0] != 1:
            y = y.T
        x = concatenate((x, y))
    if ddof is None:
        ddof = 0 if bias else 1
    if ddof != int(ddof):
        raise_error('ValueError', 'ddof must be integer')
    w = _observation_weights(fweights, 'fweights', x.shape[1])
    aweights = _observation_weights(aweights, 'aweights', x.shape[1])
    if aweights is not None:
        w = aweights if w is None else w * aweights
    center, total = average(x, axis=1, weights=w, returned=True, keepdims=True)
    if w is None:
        divisor = x.shape[1] - ddof
        divisor = divisor if divisor > 0 else 0
    elif aweights is None or ddof == 0:
        divisor = maximum(total[0, 0].real - ddof, 0)
    else:
        divisor = maximum(total[0, 0].real - ddof * (w * aweights).sum() / total[0, 0].real, 0)
    x = x - center
    c = dot(x, (x if w is None else x * w).T.conj())
    c *= divide(1, divisor)
    return c.squeeze()


def _observation_weights(weights, name, count):
    if weights is None:
        return None
    weights = asarray(weights, dtype=float64)
    if weights.ndim > 1:
        raise_error('RuntimeError', 'cannot handle multidimensional ' + name)
    if weights.shape[0] != count:
        raise_error('RuntimeError', 'incompatible numbers of samples and ' + name)
    return weights


#: corrcoef(x, y=None, rowvar=True, *, dtype=None)
def corrcoef(x, y=None, rowvar=True, dtype=None):
    """The correlation coefficients of variables: cov() divided by both standard deviations.

    >>> corrcoef([1.0, 2.0, 3.0], [6.0, 4.0, 2.0])
    array([[ 1., -1.],
           [-1.,  1.]])
    """
    c = cov(x, y, rowvar, dtype=dtype)
    if c.ndim == 0:
        return c / c
    deviation = sqrt(diag(c).real)
    c = c / deviation[:, None] / deviation[None, :]
    if c.dtype.kind != 'c':
        return clip(c, -1, 1)
    c.real = clip(c.real, -1, 1)
    c.imag = clip(c.imag, -1, 1)
    return c
