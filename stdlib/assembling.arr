# Arrays with something added, taken away, or put together.

# An index of `part` on this axis and all of the others.
def _on_axis(ndim, axis, part):
    return (slice(None),) * axis + (part,) + (slice(None),) * (ndim - axis - 1)


def _host(x):
    return x.tolist() if is_array(x) else x


# A pair for each of n axes, from one number, one pair, or one of either per axis.
def _pairs(x, n):
    x = _host(x)
    if not is_sequence(x):
        return ((x, x),) * n
    if len(x) == 1:
        x = x[0]
        if not is_sequence(x):
            return ((x, x),) * n
        return ((x[0], x[0] if len(x) == 1 else x[1]),) * n
    if len(x) == 2 and not is_sequence(x[0]):
        return ((x[0], x[1]),) * n
    pairs = ()
    for item in x:
        pairs += ((item[0], item[0] if len(item) == 1 else item[1]),)
    if len(pairs) != n:
        raise_error('ValueError', 'operands could not be broadcast together with remapped shapes '
                    '[original->remapped]: (' + str(len(pairs)) + ',2)  and requested shape (' +
                    str(n) + ',2)')
    return pairs


def _pad_widths(pad_width, n):
    widths = _pairs(pad_width, n)
    for before, after in widths:
        if not is_int(before) or not is_int(after):
            raise_error('TypeError', '`pad_width` must be of integral type.')
        if before < 0 or after < 0:
            raise_error('ValueError', "index can't contain negative values")
    return widths


# The place in a row of n that each element of the padded row comes from.
def _pad_places(n, before, after, mode):
    i = arange(-before, n + after)
    if mode == 'edge':
        return clip(i, 0, n - 1)
    if mode == 'wrap':
        return i % n
    if mode == 'symmetric':
        i = i % (2 * n)
        return where(i < n, i, 2 * n - 1 - i)
    if n == 1:
        return zeros_like(i)
    i = i % (2 * n - 2)
    return where(i < n, i, 2 * n - 2 - i)


# Reflected in the value of the edge, too.
def _pad_odd(a, axis, before, after, mode):
    n = a.shape[axis]
    places = _pad_places(n, before, after, mode)
    i = arange(-before, n + after)
    period = 2 * n if mode == 'symmetric' else 2 * n - 2
    if period == 0:
        return take(a, places, axis)
    shape = (1,) * axis + (-1,) + (1,) * (a.ndim - axis - 1)
    turns = (i // period).reshape(shape)
    back = (i % period >= n).reshape(shape)
    first = a[_on_axis(a.ndim, axis, slice(0, 1))]
    last = a[_on_axis(a.ndim, axis, slice(n - 1, n))]
    values = take(a, places, axis)
    values = where(back, 2 * last - values, values)
    return (values + turns * (2 * (last - first))).astype(a.dtype)


def _pad_ends(a, axis, before, after, left, right):
    shape = a.shape[:axis] + (a.shape[axis] + before + after,) + a.shape[axis + 1:]
    result = empty(shape, a.dtype)
    n = a.ndim
    result[_on_axis(n, axis, slice(before, before + a.shape[axis]))] = a
    if before:
        result[_on_axis(n, axis, slice(0, before))] = left
    if after:
        result[_on_axis(n, axis, slice(before + a.shape[axis], None))] = right
    return result


def _pad_ramp(edge, end, width, axis, dtype, backwards):
    if width == 0:
        return edge
    ramp = arange(width).reshape((1,) * axis + (-1,) + (1,) * (edge.ndim - axis - 1))
    step = (edge - end) / width
    ramp = ramp * step + end
    if backwards:
        ramp = flip(ramp, axis)
    if dtype.kind == 'i' or dtype.kind == 'u':
        ramp = floor(ramp)
    return ramp.astype(dtype)


def _pad_statistic(chunk, mode, axis):
    if mode == 'maximum':
        value = chunk.max(axis=axis, keepdims=True)
    elif mode == 'minimum':
        value = chunk.min(axis=axis, keepdims=True)
    elif mode == 'mean':
        value = chunk.mean(axis=axis, keepdims=True)
    else:
        value = median(chunk, axis=axis, keepdims=True)
    if chunk.dtype.kind == 'i' or chunk.dtype.kind == 'u':
        value = rint(value) if value.dtype.kind == 'f' else value
    return value


def _pad_axis(a, axis, before, after, mode, options):
    n = a.ndim
    extent = a.shape[axis]
    if mode == 'constant':
        left, right = options
    elif mode == 'empty':
        left = right = 0
    elif mode == 'linear_ramp':
        left = _pad_ramp(a[_on_axis(n, axis, slice(0, 1))], options[0], before, axis, a.dtype, False)
        right = _pad_ramp(a[_on_axis(n, axis, slice(-1, None))], options[1], after, axis, a.dtype, True)
    else:
        many = options[0] if options[0] is not None and options[0] < extent else extent
        last = options[1] if options[1] is not None and options[1] < extent else extent
        if (many == 0 or last == 0) and (mode == 'maximum' or mode == 'minimum'):
            raise_error('ValueError', 'stat_length of 0 yields no value for padding')
        left = _pad_statistic(a[_on_axis(n, axis, slice(0, many))], mode, axis)
        right = _pad_statistic(a[_on_axis(n, axis, slice(extent - last, None))], mode, axis)
    return _pad_ends(a, axis, before, after, left, right)


def _refuse_options(mode, given):
    for name, value, modes in given:
        if value is not None and mode not in modes:
            raise_error('ValueError', "unsupported keyword arguments for mode '" + mode + "': {'" + name + "'}")


#: pad(array, pad_width, mode='constant', *, stat_length=None, constant_values=None, end_values=None, reflect_type=None)
def pad(array, pad_width, mode='constant', stat_length=None, constant_values=None, end_values=None,
        reflect_type=None):
    """The array with pad_width elements before and after each axis.

    pad_width: one number, a pair (before, after), or a pair for each axis; so
    are constant_values (of mode 'constant'), end_values ('linear_ramp') and
    stat_length ('maximum', 'minimum', 'mean', 'median': of how many elements).
    Other modes: 'edge', 'reflect', 'symmetric' (with reflect_type 'even' or
    'odd'), 'wrap', 'empty'.

    >>> pad([1, 2, 3], (2, 1), 'reflect')
    array([3, 2, 1, 2, 3, 2])
    """
    a = asarray(array)
    n = a.ndim
    widths = _pad_widths(pad_width, n)
    if is_callable(mode):
        raise_error('NotImplementedError', 'pad() with a function is not in arr')
    known = ('constant', 'empty', 'edge', 'wrap', 'reflect', 'symmetric', 'linear_ramp', 'maximum',
             'minimum', 'mean', 'median')
    if mode not in known:
        raise_error('ValueError', "mode '" + str(mode) + "' is not supported")
    _refuse_options(mode, (('stat_length', stat_length, ('maximum', 'minimum', 'mean', 'median')),
                           ('constant_values', constant_values, ('constant',)),
                           ('end_values', end_values, ('linear_ramp',)),
                           ('reflect_type', reflect_type, ('reflect', 'symmetric'))))
    options = ((0, 0),) * n
    if constant_values is not None:
        options = _pairs(constant_values, n)
    if end_values is not None:
        options = _pairs(end_values, n)
    if mode == 'maximum' or mode == 'minimum' or mode == 'mean' or mode == 'median':
        options = ((None, None),) * n if stat_length is None else _pairs(stat_length, n)
    if mode == 'constant':
        return _pad_constant(a, widths, options)
    for axis in range(n):
        before, after = widths[axis]
        if before == 0 and after == 0:
            continue
        if a.shape[axis] == 0 and mode != 'empty':
            raise_error('ValueError', "can't extend empty axis " + str(axis) +
                        " using modes other than 'constant' or 'empty'")
        if mode == 'reflect' or mode == 'symmetric' or mode == 'edge' or mode == 'wrap':
            if reflect_type == 'odd':
                a = _pad_odd(a, axis, before, after, mode)
            else:
                a = take(a, _pad_places(a.shape[axis], before, after, mode), axis)
        else:
            a = _pad_axis(a, axis, before, after, mode, options[axis])
    return a if n and a.size and a is not array else a.copy()


# All axes at once: the array lies within the constants.
def _pad_constant(a, widths, options):
    n = a.ndim
    shape = ()
    inside = ()
    for axis in range(n):
        before, after = widths[axis]
        shape += (a.shape[axis] + before + after,)
        inside += (slice(before, before + a.shape[axis]),)
    result = zeros(shape, a.dtype)
    result[inside] = a
    for axis in range(n):
        before, after = widths[axis]
        left, right = options[axis]
        if before and (is_array(left) or left != 0):
            result[_on_axis(n, axis, slice(0, before))] = left
        if after and (is_array(right) or right != 0):
            result[_on_axis(n, axis, slice(before + a.shape[axis], None))] = right
    return result


# The axis of arr, or arr flattened for none.
def _edited(arr, axis):
    arr = asarray(arr)
    if axis is None:
        return arr.ravel(), 0
    return arr, axis_index(axis, arr.ndim)


def _checked_place(place, axis, extent):
    if place < -extent or place >= extent:
        raise_error('IndexError', 'index ' + str(place) + ' is out of bounds for axis ' + str(axis) +
                    ' with size ' + str(extent))
    return place + extent if place < 0 else place


def delete(arr, obj, axis=None):
    """arr without the slices that obj (an index, a slice, indices, a mask) names along axis.

    Without axis, elements of the flattened array. Unless obj is one index or a
    slice of step 1, the number of slices that are left is pulled.

    >>> delete([[1, 2], [3, 4], [5, 6]], 1, axis=0)
    array([[1, 2],
           [5, 6]])
    """
    arr, axis = _edited(arr, axis)
    extent = arr.shape[axis]
    n = arr.ndim
    if not is_slice(obj):
        obj = asarray(obj) if is_sequence(obj) and len(obj) else obj
        if is_sequence(obj):
            obj = zeros(0, int64)
        if (is_array(obj) and obj.size == 1 and obj.dtype.kind != 'b') or is_int(obj):
            k = _checked_place(int(obj.item()) if is_array(obj) else obj, axis, extent)
            return concatenate((arr[_on_axis(n, axis, slice(0, k))],
                                arr[_on_axis(n, axis, slice(k + 1, None))]), axis)
        obj = asarray(obj)
        if obj.dtype.kind == 'b':
            if obj.shape != (extent,):
                raise_error('ValueError', 'boolean array argument obj to delete must be one '
                            'dimensional and match the axis length of ' + str(extent))
            return arr[_on_axis(n, axis, ~obj)]
        if obj.dtype.kind != 'i' and obj.dtype.kind != 'u':
            raise_error('IndexError', 'arrays used as indices must be of integer (or boolean) type')
    elif obj.step is None or obj.step == 1:
        gone = arange(extent)[obj].shape[0]
        if gone == 0:
            return arr.copy()
        start = 0 if obj.start is None else obj.start
        start = start + extent if start < 0 else start
        start = start if start > 0 else 0
        return concatenate((arr[_on_axis(n, axis, slice(0, start))],
                            arr[_on_axis(n, axis, slice(start + gone, None))]), axis)
    kept = ones(extent, bool_)
    kept[obj] = False
    return arr[_on_axis(n, axis, kept)]


def insert(arr, obj, values, axis=None):
    """arr with values inserted along axis before the places that obj names.

    Without axis, into the flattened array. values are cast to arr's dtype.

    >>> insert([[1, 2], [3, 4]], 1, 5, axis=1)
    array([[1, 5, 2],
           [3, 5, 4]])
    """
    arr, axis = _edited(arr, axis)
    extent = arr.shape[axis]
    n = arr.ndim
    if is_slice(obj):
        places = arange(extent)[obj]
    elif is_sequence(obj) and len(obj) == 0:
        places = zeros(0, int64)
    else:
        places = asarray(obj)
        if places.ndim == 0 and places.dtype.kind in 'fc':
            raise_error('TypeError', 'slice indices must be integers or None or have an __index__ method')
        if places.dtype.kind in 'fc':
            raise_error('IndexError', 'arrays used as indices must be of integer (or boolean) type')
        if places.dtype.kind == 'b':
            places = flatnonzero(places)
    if places.ndim > 1:
        raise_error('ValueError', 'index array argument obj to insert must be one dimensional or scalar')
    if places.size == 1:
        k = places.item()
        if k < -extent or k > extent:
            raise_error('IndexError', 'index ' + str(k) + ' is out of bounds for axis ' + str(axis) +
                        ' with size ' + str(extent))
        k = k + extent if k < 0 else k
        values = asarray(values, dtype=arr.dtype)
        values = values.reshape((1,) * (n - values.ndim) + values.shape) if values.ndim < n else values
        if places.ndim == 0:
            values = moveaxis(values, 0, axis)
        count = values.shape[axis]
        result = empty(arr.shape[:axis] + (extent + count,) + arr.shape[axis + 1:], arr.dtype)
        result[_on_axis(n, axis, slice(0, k))] = arr[_on_axis(n, axis, slice(0, k))]
        result[_on_axis(n, axis, slice(k, k + count))] = values
        result[_on_axis(n, axis, slice(k + count, None))] = arr[_on_axis(n, axis, slice(k, None))]
        return result
    if places.size == 0:
        places = places.astype(int64)
    count = places.shape[0]
    places = where(places < 0, places + extent, places)
    order = argsort(places)
    ordered = places[order]
    target = empty(count, int64)
    target[order] = ordered + arange(count)
    old = arange(extent)
    old = old + searchsorted(ordered, old, 'right') if count else old
    result = empty(arr.shape[:axis] + (extent + count,) + arr.shape[axis + 1:], arr.dtype)
    result[_on_axis(n, axis, target)] = asarray(values, dtype=arr.dtype)
    result[_on_axis(n, axis, old)] = arr
    return result


def resize(a, new_shape):
    """The elements of a, again and again, in that shape.

    >>> resize([[0, 1], [2, 3]], (2, 3))
    array([[0, 1, 2],
           [3, 0, 1]])
    """
    shape = tuple(new_shape) if is_sequence(new_shape) else (new_shape,)
    size = 1
    for extent in shape:
        if extent < 0:
            raise_error('ValueError', 'all elements of `new_shape` must be non-negative')
        size *= extent
    a = asarray(a).ravel()
    if size == 0 or a.shape[0] == 0:
        return zeros(shape, a.dtype)
    if a.shape[0] >= size:
        return a[:size].reshape(shape).copy()
    times = (size + a.shape[0] - 1) // a.shape[0]
    return tile(a, times)[:size].reshape(shape)


def trim_zeros(filt, trim='fb', axis=None):
    """The array without the zeros at the front ('f') and the back ('b') of its axes.

    Pulls where the others begin and end.

    >>> trim_zeros([0, 0, 1, 2, 0, 3, 0])
    [1, 2, 0, 3]
    """
    a = asarray(filt)
    places = nonzero(a)
    axes = tuple(range(a.ndim)) if axis is None else axis_tuple(axis, a.ndim)
    index = ()
    for i in range(a.ndim):
        if i not in axes:
            index += (slice(None),)
            continue
        some = places[0].shape[0] > 0
        start = int(places[i].min()) if some and ('f' in trim or 'F' in trim) else 0
        stop = a.shape[i] if some else 0
        if some and ('b' in trim or 'B' in trim):
            stop = int(places[i].max()) + 1
        index += (slice(start, stop),)
    return filt[index[0]] if a.ndim == 1 else filt[index]


# How many lists stand around each array: the same for all.
def _block_depth(arrays, depth=0, place=''):
    if is_tuple(arrays):
        raise_error('TypeError', 'arrays is a tuple. Only lists can be used to arrange blocks, and '
                    'np.block does not allow implicit conversion from tuple to ndarray.')
    if not is_list(arrays):
        return depth
    if len(arrays) == 0:
        raise_error('ValueError', 'List at arrays' + place + ' cannot be empty')
    own = _block_depth(arrays[0], depth + 1, place + '[0]')
    for k in range(1, len(arrays)):
        here = place + '[' + str(k) + ']'
        other = _block_depth(arrays[k], depth + 1, here)
        if other != own:
            raise_error('ValueError', 'List depths are mismatched. First element was at depth ' +
                        str(own) + ', but there is an element at depth ' + str(other) +
                        ' (arrays' + here + ')')
    return own


def _block_rank(arrays):
    if not is_list(arrays):
        return ndim(arrays)
    rank = 0
    for part in arrays:
        own = _block_rank(part)
        rank = own if own > rank else rank
    return rank


def _block(arrays, depth, rank):
    if depth == 0:
        a = asarray(arrays)
        return a.reshape((1,) * (rank - a.ndim) + a.shape)
    parts = ()
    for part in arrays:
        parts += (_block(part, depth - 1, rank),)
    return concatenate(parts, axis=-depth)


def block(arrays):
    """An array put together of nested lists of blocks: the innermost along the last axis.

    >>> block([[ones((2, 2)), zeros((2, 1))], [array([[7, 8, 9]])]])
    array([[1., 1., 0.],
           [1., 1., 0.],
           [7., 8., 9.]])
    """
    depth = _block_depth(arrays)
    rank = _block_rank(arrays)
    result = _block(arrays, depth, rank if rank > depth else depth)
    return result.copy() if depth == 0 else result


#: unstack(x, /, *, axis=0)
def unstack(x, axis=0):
    """The slices of x along axis, as a tuple.

    >>> unstack(array([[1, 2], [3, 4]]))
    (array([1, 2]), array([3, 4]))
    """
    x = asarray(x)
    if x.ndim == 0:
        raise_error('ValueError', 'Input array must be at least 1-d.')
    return tuple(moveaxis(x, axis, 0))


#: cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False)
def cumulative_sum(x, axis=None, dtype=None, out=None, include_initial=False):
    """The running sums along axis; with include_initial, from 0 on.

    >>> cumulative_sum([1, 2, 3], include_initial=True)
    array([0, 1, 3, 6])
    """
    return _cumulative(atleast_1d(x), axis, dtype, out, include_initial, 0)


#: cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False)
def cumulative_prod(x, axis=None, dtype=None, out=None, include_initial=False):
    """The running products along axis; with include_initial, from 1 on.

    >>> cumulative_prod([1, 2, 3])
    array([1, 2, 6])
    """
    return _cumulative(atleast_1d(x), axis, dtype, out, include_initial, 1)


def _cumulative(x, axis, dtype, out, include_initial, start):
    if axis is None:
        if x.ndim != 1:
            raise_error('ValueError', 'For arrays which have more than one dimension ``axis`` '
                        'argument is required.')
        axis = 0
    run = cumprod(x, axis, dtype) if start else cumsum(x, axis, dtype)
    axis = axis_index(axis, x.ndim)
    if include_initial:
        shape = run.shape[:axis] + (1,) + run.shape[axis + 1:]
        run = concatenate((full(shape, start, run.dtype), run), axis)
    if out is None:
        return run
    out[...] = run
    return out


#: astype(x, dtype, /, *, copy=True)
def astype(x, dtype, copy=True):
    """x.astype(dtype): a copy in another dtype.

    >>> astype(array([1.5, 2.5]), int64)
    array([1, 2])
    """
    if not is_array(x):
        raise_error('TypeError', "Input should be a NumPy array or scalar. It is a <class '" + type_name(x) + "'> instead.")
    return x.astype(dtype, copy=copy)


def array_equiv(a1, a2):
    """Whether two arrays are equal once broadcast to one shape, as a Python bool; pulls one value.

    >>> array_equiv([1, 2], [[1, 2], [1, 2]])
    True
    """
    a1 = asarray(a1)
    a2 = asarray(a2)
    if not broadcasts((a1.shape, a2.shape)):
        return False
    return bool((a1 == a2).all())


#: may_share_memory(a, b, max_work=None)
def may_share_memory(a, b, max_work=None):
    """Whether two arrays might have bytes in common: the ranges of their bytes overlap.

    >>> x = zeros(4)
    >>> may_share_memory(x[::2], x[1::2])
    True
    """
    return is_array(a) and is_array(b) and bytes_meet(a, b, False)


#: shares_memory(a, b, max_work=None)
def shares_memory(a, b, max_work=None):
    """Whether two arrays have elements in common.

    >>> x = zeros(4)
    >>> shares_memory(x[::2], x[1::2])
    False
    """
    return is_array(a) and is_array(b) and bytes_meet(a, b, True)


#: unwrap(p, discont=None, axis=-1, *, period=6.283185307179586)
def unwrap(p, discont=None, axis=-1, period=6.283185307179586):
    """Angles along axis with jumps of more than discont (by default period / 2) taken out.

    >>> unwrap([0, 1, 2, -1, 0], period=4)
    array([0, 1, 2, 3, 4])
    """
    p = asarray(p)
    if p.ndim == 0:
        raise_error('ValueError', 'diff requires input that is at least one dimensional')
    axis = axis_index(axis, p.ndim)
    dd = diff(p, axis=axis)
    if discont is None:
        discont = period / 2
    whole = (p.dtype.kind == 'i' or p.dtype.kind == 'u') and is_int(period)
    if whole:
        high = period // 2
        ambiguous = period % 2 == 0
        dtype = (p[:0] if p.ndim == 1 else p).dtype
    else:
        high = period / 2
        ambiguous = True
        dtype = result_dtype((p, 1.0))
    low = -high
    ddmod = remainder(dd - low, period) + low
    if ambiguous:
        ddmod = where((ddmod == low) & (dd > 0), high, ddmod)
    correct = where(abs(dd) < discont, 0, ddmod - dd)
    up = p.astype(dtype)
    up[_on_axis(p.ndim, axis, slice(1, None))] = (p[_on_axis(p.ndim, axis, slice(1, None))] +
                                                  correct.cumsum(axis))
    return up


def geomspace(start, stop, num=50, endpoint=True, dtype=None):
    """num numbers from start to stop, each the one before times the same factor.

    >>> geomspace(1, 1000, 4)
    array([   1.,   10.,  100., 1000.])
    """
    if is_array(start) and start.ndim or is_array(stop) and stop.ndim:
        raise_error('NotImplementedError', 'geomspace() of arrays is not in arr')
    if is_complex(start) or is_complex(stop):
        raise_error('NotImplementedError', 'geomspace() of complex numbers is not in arr')
    start = float(start)
    stop = float(stop)
    if start == 0 or stop == 0:
        raise_error('ValueError', 'Geometric sequence cannot include zero')
    sign = -1.0 if start < 0 else 1.0
    first = log10(float64(start / sign))
    last = log10(float64(stop / sign))
    result = logspace(first, last, num, endpoint)
    if num > 0:
        result[0] = start / sign
        if num > 1 and endpoint:
            result[-1] = stop / sign
    result = result * sign
    return result if dtype is None else result.astype(dtype)


def dsplit(ary, indices_or_sections):
    """ary split along its third axis: split(ary, indices_or_sections, axis=2).

    >>> dsplit(arange(4).reshape(1, 1, 4), 2)[1]
    array([[[2, 3]]])
    """
    if ndim(ary) < 3:
        raise_error('ValueError', 'dsplit only works on arrays of 3 or more dimensions')
    return split(ary, indices_or_sections, 2)


# The strides of an array without gaps, its last axis innermost.
def _dense_strides(shape, itemsize):
    strides = ()
    for i in range(len(shape) - 1, -1, -1):
        strides = (itemsize,) + strides
        itemsize = itemsize * shape[i]
    return strides


#: ascontiguousarray(a, dtype=None)
def ascontiguousarray(a, dtype=None):
    """a itself if its elements lie in memory in C order, else a copy; at least 1-D.

    >>> ascontiguousarray(ones((2, 3)).T).strides
    (16, 8)
    """
    a = asarray(a, dtype)
    if a.ndim == 0:
        return a.reshape((1,))
    return a if a.strides == _dense_strides(a.shape, a.dtype.itemsize) else a.copy()


#: asfortranarray(a, dtype=None)
def asfortranarray(a, dtype=None):
    """a itself if its elements lie in memory in Fortran's order, else a copy; at least 1-D.

    >>> asfortranarray(ones((2, 3))).strides
    (8, 16)
    """
    a = asarray(a, dtype)
    if a.ndim == 0:
        return a.reshape((1,))
    return a if a.strides == _dense_strides(a.shape[::-1], a.dtype.itemsize)[::-1] else a.copy('F')


def real_if_close(a, tol=100):
    """a's real parts if all imaginary parts are within tol of a float's spacing, else a; pulls one value.

    >>> real_if_close([2.1 + 4e-14j, 5.2 + 3e-15j], tol=1000)
    array([2.1, 5.2])
    """
    a = asarray(a)
    if a.dtype.kind != 'c':
        return a
    limit = tol * (2.0 ** -23 if a.dtype == complex64 else 2.0 ** -52) if tol > 1 else tol
    return a.real if bool((abs(a.imag) < limit).all()) else a


#: fromiter(iter, dtype, count=-1, *, like=None)
def fromiter(iter, dtype, count=-1, like=None):
    """A 1-D array of the items that iter gives, or of the first count of them.

    >>> fromiter((i * i for i in range(4)), float)
    array([0., 1., 4., 9.])
    """
    if like is not None:
        raise_error('NotImplementedError', 'like= is not in arr')
    items = []
    if count != 0:
        for item in iter:
            items.append(item)
            if len(items) == count:
                break
    if len(items) < count:
        raise_error('ValueError', 'iterator too short: Expected ' + str(count) +
                    ' but iterator had only ' + str(len(items)) + ' items.')
    a = array(items, dtype)
    if a.ndim > 1:
        raise_error('ValueError', 'setting an array element with a sequence.')
    return a


def iterable(y):
    """Whether y can be iterated over.

    >>> iterable([1, 2]), iterable(2)
    (True, False)
    """
    try:
        for item in y:
            break
    except TypeError:
        return False
    return True
