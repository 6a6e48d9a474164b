# Quantiles, with and without nans.

# Where in 0 .. n - 1 the quantiles q of n sorted values lie; n may be an array.
def _virtual_index(n, q, method):
    if method == 'linear':
        return (n - 1) * q
    if method == 'lower':
        return floor((n - 1) * q)
    if method == 'higher':
        return ceil((n - 1) * q)
    if method == 'midpoint':
        return 0.5 * (floor((n - 1) * q) + ceil((n - 1) * q))
    if method == 'nearest':
        return rint((n - 1) * q)
    if method == 'inverted_cdf':
        return maximum(ceil(n * q) - 1, 0)
    if method == 'averaged_inverted_cdf':
        return n * q - 1
    if method == 'closest_observation':
        return _closest(n * q - 1 - 0.5)
    a, b = _plotting_positions(method)
    return n * q + (a + q * (1 - a - b)) - 1


# Halfway the even one of two neighbours counted from 1.
def _closest(index):
    down = floor(index)
    return maximum(where((index == down) & (down % 2 == 1), down, down + 1), 0)


def _plotting_positions(method):
    if method == 'interpolated_inverted_cdf':
        return 0, 1
    if method == 'hazen':
        return 0.5, 0.5
    if method == 'weibull':
        return 0, 0
    if method == 'median_unbiased':
        return 1 / 3.0, 1 / 3.0
    if method == 'normal_unbiased':
        return 3 / 8.0, 3 / 8.0
    raise_error('ValueError', repr(method) + ' is not a valid method. Use one of: '
                "dict_keys(['inverted_cdf', 'averaged_inverted_cdf', 'closest_observation', "
                "'interpolated_inverted_cdf', 'hazen', 'weibull', 'linear', 'median_unbiased', "
                "'normal_unbiased', 'lower', 'higher', 'midpoint', 'nearest'])")


def _is_discrete(method):
    return (method == 'lower' or method == 'higher' or method == 'nearest' or
            method == 'inverted_cdf' or method == 'closest_observation')


# The q-quantiles of values sorted along their last axis, of which n count; q is 1-D.
def _of_sorted(values, n, q, method):
    whole = ndim(n) == 0
    index = _virtual_index(n if whole else n[..., None], q, method)
    most = n - 1 if whole else n[..., None] - 1
    low = floor(index)
    share = index - where(index >= most, -1, where(index < 0, 0, low))  # as NumPy counts it: zeros keep their sign
    if method == 'midpoint':
        share = where(index % 1 == 0, 0.0, 0.5)
    elif method == 'averaged_inverted_cdf':
        share = where(share == 0, 0.5, 1.0)
    at = clip(low, 0, maximum(most, 0)).astype(int64)
    behind = clip(low + 1, 0, maximum(most, 0)).astype(int64)
    behind = where(index < 0, 0, behind)
    if whole:
        first = values[..., at]
        if _is_discrete(method):
            return first
        second = values[..., behind]
    else:
        first = take_along_axis(values, at, -1)
        if _is_discrete(method):
            return first
        second = take_along_axis(values, behind, -1)
    return _between(first, second, share)


# The point between two values that lies so far from the first.
def _between(first, second, share):
    share = share.astype(result_dtype((share, first, 1.0))) if first.dtype.kind != 'c' else share
    distance = second - first
    mixed = first + distance * share
    mixed = where(share >= 0.5, second - distance * (1 - share), mixed)
    return mixed.astype(result_dtype((first, share)))


# One linear quantile without a sort: the least of those behind the k-th is its neighbour.
def _selected(values, n, q):
    index = (n - 1) * q
    k = int(index)
    parts = partition_rows(values, k)
    first = parts[..., k:k + 1]
    rest = parts[..., k + 1:] if k + 1 < n else first
    found = _between(first, rest.min(-1, keepdims=True), asarray([index - k]))
    last = parts[..., k:].max(-1, keepdims=True)
    return where(isnan(last), last, found)


# a with the axes to be joined as its last one; and its shape with 1 in their place.
def _axes_last(a, axis):
    if axis is None:
        return a.ravel(), (1,) * a.ndim
    axes = axis_tuple(axis, a.ndim)
    order = ()
    kept = ()
    for i in range(a.ndim):
        if i in axes:
            kept += (1,)
        else:
            order += (i,)
            kept += (a.shape[i],)
    outer = ()
    size = 1
    for i in order:
        outer += (a.shape[i],)
    for i in axes:
        size *= a.shape[i]
    order += axes
    return transpose(a, order).reshape(outer + (size,)), kept


# The quantiles' axis in front, in q's shape, as the caller wants it.
def _deliver(found, q, kept, keepdims, out):
    found = moveaxis(found, -1, 0)
    found = found.reshape(q.shape + (kept if keepdims else found.shape[1:]))[()]
    if out is None:
        return found
    out[...] = found
    return out


def _check(a, weights, interpolation):
    if weights is not None:
        raise_error('NotImplementedError', 'weights of quantiles are not in arr')
    if interpolation is not None:
        raise_error('NotImplementedError', "interpolation= is not in arr: use method=")
    if a.dtype.kind == 'c':
        raise_error('TypeError', 'a must be an array of real numbers')


# q / divisor where it is the host's and in range, else None.
def _share(q, divisor):
    if (is_float(q) or is_int(q)) and 0 <= q <= divisor:
        return q / divisor
    return None


# q as an array of a's float type or float64, between 0 and 1.
def _fractions(a, q, divisor, message):
    python = is_float(q) or is_int(q) or type_name(q) == 'numpy.float64'
    single = a.dtype == float32 and python
    if divisor != 1:
        q = true_divide(q, float32(divisor) if a.dtype == float32 else divisor)
    q = asarray(q, dtype=float32 if single else None)
    q = q.astype(float64) if q.dtype.kind != 'f' else q
    require((q >= 0) & (q <= 1), message)
    return q


def _quantile(a, q, share, axis, out, method, keepdims):
    values, kept = _axes_last(a, axis)
    n = values.shape[-1]
    if share is not None and method == 'linear' and a.dtype == float64 and n > 1:
        return _deliver(_selected(values, n, share), q, kept, keepdims, out)
    values = sort(values)
    if n == 0:
        found = full(values.shape[:-1] + (q.size,), nan)
        return _deliver(found, q, kept, keepdims, out)
    found = _of_sorted(values, n, q.ravel(), method)
    if a.dtype.kind == 'f':
        last = values[..., -1:]
        found = where(isnan(last), last, found)
    return _deliver(found, q, kept, keepdims, out)


def _nanquantile(a, q, axis, out, method, keepdims):
    if q.ndim > 1 and axis is not None:
        raise_error('NotImplementedError', 'nan-quantiles along an axis for q of several axes are '
                    'not in arr')
    if a.dtype.kind != 'f':
        return _quantile(a, q, None, axis, out, method, keepdims)
    values, kept = _axes_last(a, axis)
    values = sort(values)
    if values.shape[-1] == 0:
        return _deliver(full(values.shape[:-1] + (q.size,), nan), q, kept, keepdims, out)
    n = (~isnan(values)).sum(axis=-1)
    if ndim(n) == 0:
        values = values.reshape((1, -1))
        n = n.reshape((1,))
        found = _of_sorted(values, n, q.ravel(), method)
        found = where((n == 0)[..., None], nan, found).astype(found.dtype)[0]
        found = warn_where(found, n == 0, 'All-NaN slice encountered')
    else:
        found = _of_sorted(values, n, q.ravel(), method)
        found = where((n == 0)[..., None], nan, found).astype(found.dtype)
        found = warn_where(found, n == 0, 'All-NaN slice encountered')
    return _deliver(found, q, kept, keepdims, out)


#: quantile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None, interpolation=None)
def quantile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False,
             weights=None, interpolation=None):
    """The q-quantiles over the axes: the values that the share q of the elements lies below.

    Between two elements method decides: 'linear' interpolates; 'lower',
    'higher', 'nearest', 'midpoint', 'inverted_cdf', 'averaged_inverted_cdf',
    'closest_observation', 'interpolated_inverted_cdf', 'hazen', 'weibull',
    'median_unbiased', 'normal_unbiased' are the others. nan where there is one.

    >>> quantile([7, 1, 3, 9], [0.25, 0.5])
    array([2.5, 5. ])
    """
    a = asarray(a)
    _check(a, weights, interpolation)
    share = _share(q, 1)
    q = _fractions(a, q, 1, 'Quantiles must be in the range [0, 1]')
    return _quantile(a, q, share, axis, out, method, keepdims)


#: percentile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None, interpolation=None)
def percentile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False,
               weights=None, interpolation=None):
    """The q-th percentiles over the axes: quantile(a, q / 100).

    >>> percentile([[10, 7, 4], [3, 2, 1]], 50, axis=1)
    array([7., 2.])
    """
    a = asarray(a)
    _check(a, weights, interpolation)
    share = _share(q, 100)
    q = _fractions(a, q, 100, 'Percentiles must be in the range [0, 100]')
    return _quantile(a, q, share, axis, out, method, keepdims)


#: nanquantile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None, interpolation=None)
def nanquantile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False,
                weights=None, interpolation=None):
    """quantile() of the elements that are no nans; nan where all are.

    >>> nanquantile([7, nan, 1, 3], 0.5)
    np.float64(3.0)
    """
    a = asarray(a)
    _check(a, weights, interpolation)
    q = _fractions(a, q, 1, 'Quantiles must be in the range [0, 1]')
    return _nanquantile(a, q, axis, out, method, keepdims)


#: nanpercentile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None, interpolation=None)
def nanpercentile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False,
                  weights=None, interpolation=None):
    """percentile() of the elements that are no nans; nan where all are.

    >>> nanpercentile([[10, nan, 4], [3, 2, nan]], 50, axis=1)
    array([7. , 2.5])
    """
    a = asarray(a)
    _check(a, weights, interpolation)
    q = _fractions(a, q, 100, 'Percentiles must be in the range [0, 100]')
    return _nanquantile(a, q, axis, out, method, keepdims)


# The median along the last axis: the greatest of the lower half is its last.
def _middle(a):
    n = a.shape[-1]
    half = n // 2
    if n == 0 or a.dtype.kind == 'c':
        a = sort(a)
        low = a[..., (n - 1) // 2:half]
        top = a[..., -1:]
    else:
        a = partition_rows(a, half)
        low = a[..., :half].max(-1, keepdims=True) if n % 2 == 0 else a[..., :0]
        top = a[..., half:].max(-1, keepdims=True)
    middle = concatenate((low, a[..., half:half + 1]), -1).mean(-1)
    if n > 0 and (a.dtype.kind == 'f' or a.dtype.kind == 'c'):
        middle = where(isnan(top[..., 0]), top[..., 0], middle)[()]
    return middle


#: median(a, axis=None, out=None, overwrite_input=False, keepdims=False)
def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    """The middle of the sorted values over the axes, or the mean of the two in the middle.

    nan where there is one. Ints are averaged as float64.

    >>> median([[7, 1, 3], [4, 9, 5]], axis=1)
    array([3., 5.])
    """
    values, kept = _axes_last(asarray(a), axis)
    middle = _middle(values)
    if keepdims:
        middle = middle.reshape(kept)
    return middle if out is None else positive(middle, out)


#: nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=False)
def nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    """median() of the elements that are no nans; nan where all are.

    >>> nanmedian([[10, nan, 4], [3, 2, nan]], axis=1)
    array([7. , 2.5])
    """
    a = asarray(a)
    if a.dtype.kind != 'f':
        return median(a, axis, out, keepdims=keepdims)
    values, kept = _axes_last(a, axis)
    values = sort(values)
    n = (~isnan(values)).sum(axis=-1, keepdims=True)
    if values.shape[-1] == 0:
        found = full(values.shape[:-1], nan)
    else:
        middle = concatenate((maximum(n - 1, 0) // 2, minimum(n // 2, values.shape[-1] - 1)), axis=-1)
        pair = take_along_axis(values, middle, -1)
        found = where(n[..., 0] % 2 == 1, pair[..., 0], pair.mean(axis=-1))
        found = where(n[..., 0] == 0, nan, found).astype(a.dtype)
        found = warn_where(found, n == 0, 'All-NaN slice encountered')
    found = (found.reshape(kept) if keepdims else found)[()]
    if out is None:
        return found
    out[...] = found
    return out
