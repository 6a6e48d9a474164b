# Elements chosen and replaced, by masks, by places, by conditions.

# Index arrays that take `indices` along axis and everything in place along the others.
def _along(shape, indices, axis):
    index = ()
    n = len(shape)
    for i in range(n):
        if i == axis:
            index += (indices,)
        else:
            index += (arange(shape[i]).reshape((1,) * i + (-1,) + (1,) * (n - i - 1)),)
    return index


def _need_along(a, indices):
    if indices.dtype.kind != 'i' and indices.dtype.kind != 'u':
        raise_error('IndexError', '`indices` must be an integer array')
    if a.ndim != indices.ndim:
        raise_error('ValueError', '`indices` and `arr` must have the same number of dimensions')


def take_along_axis(arr, indices, axis):
    """The elements that indices, of arr's rank, name along axis; of arr.ravel() for axis None.

    >>> a = array([[10, 30, 20], [60, 40, 50]])
    >>> take_along_axis(a, argsort(a, axis=1), axis=1)
    array([[10, 20, 30],
           [40, 50, 60]])
    """
    a = asarray(arr)
    indices = asarray(indices)
    if axis is None:
        if indices.ndim != 1:
            raise_error('ValueError', 'when axis=None, `indices` must have a single dimension.')
        a = a.ravel()
        axis = 0
    else:
        axis = axis_index(axis, a.ndim)
    _need_along(a, indices)
    return a[_along(a.shape, indices, axis)]


def put_along_axis(arr, indices, values, axis):
    """Writes values to the places that indices, of arr's rank, name along axis.

    >>> a = array([[10, 30, 20], [60, 40, 50]])
    >>> put_along_axis(a, array([[1], [0]]), 99, axis=1)
    >>> a
    array([[10, 99, 20],
           [99, 40, 50]])
    """
    indices = asarray(indices)
    if axis is None:
        if indices.ndim != 1:
            raise_error('ValueError', 'when axis=None, `indices` must have a single dimension.')
        put(arr, indices, values)
        return None
    axis = axis_index(axis, arr.ndim)
    _need_along(arr, indices)
    arr[_along(arr.shape, indices, axis)] = values


# v's elements again and again, n of them.
def _cycle(v, n):
    size = v.shape[0]
    return v if size == n else v[arange(n) % size]


def put(a, ind, v, mode='raise'):
    """Writes v's elements, again and again, to the places ind of a.ravel().

    mode says what places out of bounds are: 'raise' an IndexError, 'wrap'
    around, or 'clip' to the last.

    >>> a = arange(5)
    >>> put(a, [0, 2], [-44, -55])
    >>> a
    array([-44,   1, -55,   3,   4])
    """
    if not is_array(a):
        raise_error('TypeError', 'argument 1 must be numpy.ndarray, not ' + type_name(a))
    ind = asarray(ind).ravel()
    v = asarray(v, dtype=a.dtype).ravel()
    if ind.shape[0] == 0 or v.shape[0] == 0:
        return None
    if mode == 'wrap':
        ind = ind % a.size
    elif mode == 'clip':
        ind = clip(ind, 0, a.size - 1)
    elif mode != 'raise':
        raise_error('ValueError', "clipmode must be one of 'clip', 'raise', or 'wrap' (got '" + str(mode) + "')")
    v = _cycle(v, ind.shape[0])
    flat = flat_view(a)
    if flat is None:
        flat = a.ravel()
        flat[ind] = v
        a[...] = flat.reshape(a.shape)
    else:
        flat[ind] = v


def place(arr, mask, vals):
    """Writes vals' elements in order, again and again, where mask is true.

    >>> a = arange(6).reshape(2, 3)
    >>> place(a, a > 2, [44, 55])
    >>> a
    array([[ 0,  1,  2],
           [44, 55, 44]])
    """
    if not is_array(arr):
        raise_error('TypeError', 'argument 1 must be numpy.ndarray, not ' + type_name(arr))
    mask = asarray(mask, dtype=bool_).ravel()
    vals = asarray(vals).ravel()
    if mask.shape[0] != arr.size:
        raise_error('ValueError', 'place: mask and data must be the same size')
    if vals.shape[0] == 0:
        if bool(mask.any()):
            raise_error('ValueError', 'Cannot insert from an empty array!')
        return None
    chosen = vals[maximum(cumsum(mask) - 1, 0) % vals.shape[0]].astype(arr.dtype)
    arr[...] = where(mask, chosen, arr.ravel()).reshape(arr.shape)


#: putmask(a, /, mask, values)
def putmask(a, mask, values):
    """Writes values' elements, repeated to a's size, where mask is true.

    >>> a = arange(6).reshape(2, 3)
    >>> putmask(a, a > 2, a ** 2)
    >>> a
    array([[ 0,  1,  2],
           [ 9, 16, 25]])
    """
    mask = asarray(mask, dtype=bool_)
    values = asarray(values).ravel()
    if mask.size != a.size:
        raise_error('ValueError', 'putmask: mask and data must be the same size')
    if values.shape[0] == 0 or a.size == 0:
        return None
    values = values[0] if values.shape[0] == 1 else _cycle(values, a.size).reshape(a.shape)
    a[...] = where(mask.reshape(a.shape), values.astype(a.dtype), a)


def _choice(mask, x, y):
    return where(mask, x, y)


#: copyto(dst, src, casting='same_kind', where=True)
def copyto(dst, src, casting='same_kind', where=True):
    """Writes src to dst, broadcast, where the mask `where` is true.

    >>> a = zeros(3)
    >>> copyto(a, 7, where=[True, False, True])
    >>> a
    array([7., 0., 7.])
    """
    if not is_array(dst):
        raise_error('TypeError', 'copyto() argument 1 must be a numpy.ndarray, not ' + type_name(dst))
    source = operand(src)
    if is_array(source):
        wrong = casting == 'same_kind' and not same_kind(source.dtype, dst.dtype)
        if wrong:
            raise_error('TypeError', "Cannot cast array data from dtype('" + source.dtype.name +
                        "') to dtype('" + dst.dtype.name + "') according to the rule '" + casting + "'")
        source = source.astype(dst.dtype)
    else:
        wrong = casting == 'same_kind' and not same_kind(result_dtype((source, dst)), dst.dtype)
        if wrong:
            raise_error('TypeError', "Cannot cast scalar from dtype('" + asarray(source).dtype.name +
                        "') to dtype('" + dst.dtype.name + "') according to the rule '" + casting + "'")
    if where is True:
        dst[...] = source
    else:
        dst[...] = _choice(asarray(where, dtype=bool_), source, dst)


def compress(condition, a, axis=None, out=None):
    """The slices of a along axis, or its elements, where the 1-D condition is true.

    >>> compress([False, True], [[1, 2], [3, 4], [5, 6]], axis=1)
    array([[2],
           [4],
           [6]])
    """
    condition = asarray(condition, dtype=bool_)
    if condition.ndim != 1:
        raise_error('ValueError', 'condition must be a 1-d array')
    return take(a, flatnonzero(condition), axis, out)


def extract(condition, arr):
    """The elements of arr where condition is not zero, both flattened.

    >>> extract([[0, 1], [1, 0]], [[5, 6], [7, 8]])
    array([6, 7])
    """
    return take(asarray(arr).ravel(), flatnonzero(condition))


#: choose(a, choices, out=None, mode='raise')
def choose(a, choices, out=None, mode='raise'):
    """For each element k of a the element of choices[k] in the same place, all broadcast.

    mode says what becomes of k out of bounds: 'raise' a ValueError, 'wrap'
    around, or 'clip' to the last choice.

    >>> choose([2, 0, 1], [[0, 1, 2], [10, 11, 12], [20, 21, 22]])
    array([20,  1, 12])
    """
    a = asarray(a)
    n = len(choices)
    if n == 0:
        raise_error('ValueError', '0-length sequence.')
    if a.dtype.kind != 'i' and a.dtype.kind != 'u' and a.dtype.kind != 'b':
        raise_error('TypeError', "Cannot cast array data from dtype('" + a.dtype.name +
                    "') to dtype('int64') according to the rule 'safe'")
    if mode == 'wrap':
        a = a.astype(int64) % n
    elif mode == 'clip':
        a = clip(a.astype(int64), 0, n - 1)
    else:
        require((a >= 0) & (a < n), 'invalid entry in choice array')
    parts = ()
    for choice in choices:
        parts += (asarray(choice),)
    dtype = result_dtype(parts)
    result = parts[n - 1].astype(dtype)
    for k in range(n - 2, -1, -1):
        result = where(a == k, parts[k].astype(dtype), result)
    if n == 1:
        result = broadcast_to(result, (a + zeros(result.shape, bool_)).shape).copy()
    if a.ndim == 0:
        result = result[()]
    if out is None:
        return result
    out[...] = result
    return out


def select(condlist, choicelist, default=0):
    """Each element from the choice of the first condition that holds there, else default.

    >>> x = arange(6)
    >>> select([x < 3, x > 3], [-x, x ** 2], 42)
    array([ 0, -1, -2, 42, 16, 25])
    """
    n = len(condlist)
    if n != len(choicelist):
        raise_error('ValueError', 'list of cases must be same length as list of conditions')
    if n == 0:
        raise_error('ValueError', 'select with an empty condition list is not possible')
    parts = ()
    for choice in choicelist:
        parts += (operand(choice),)
    parts += (operand(default),)
    dtype = result_dtype(parts)
    result = asarray(parts[n], dtype=dtype)
    for k in range(n - 1, -1, -1):
        condition = asarray(condlist[k])
        if condition.dtype.kind != 'b':
            raise_error('TypeError', 'invalid entry ' + str(k) +
                        ' in condlist: should be boolean ndarray')
        result = where(condition, asarray(parts[k], dtype=dtype), result)
    return result


#: piecewise(x, condlist, funclist, *args)
def piecewise(x, condlist, funclist, args):
    """Values of the function whose condition holds, called with x's elements there.

    One function more than conditions is for elements where none holds. A
    number in place of a function stands for itself. Pulls the elements' counts.

    >>> piecewise([-2.0, -1.0, 3.0], [array([True, True, False])], [lambda x: -x, 10])
    array([ 2.,  1., 10.])
    """
    x = asarray(x)
    first = condlist[0] if is_sequence(condlist) or is_array(condlist) and condlist.ndim else None
    if first is None or x.ndim and not is_list(first) and not (is_array(first) and first.ndim):
        condlist = (condlist,)
    conditions = ()
    other = ones(x.shape, bool_)
    for condition in condlist:
        condition = asarray(condition, dtype=bool_)
        conditions += (condition,)
        other = other & ~condition
    n = len(conditions)
    if n == len(funclist) - 1:
        conditions += (other,)
    elif n != len(funclist):
        raise_error('ValueError', 'with ' + str(n) + ' condition(s), either ' + str(n) + ' or ' +
                    str(n + 1) + ' functions are expected')
    y = zeros_like(x)
    for k in range(len(conditions)):
        function = funclist[k]
        if not is_callable(function):
            y[conditions[k]] = function
            continue
        chosen = x[conditions[k]]
        if chosen.size > 0:
            y[conditions[k]] = call_with(function, (chosen,) + args)
    return y


def fill_diagonal(a, val, wrap=False):
    """Writes val's elements, again and again, to the main diagonal of a.

    wrap: of a tall matrix the diagonal goes on behind a row that is left out.

    >>> a = zeros((3, 3), int)
    >>> fill_diagonal(a, 5)
    >>> a
    array([[5, 0, 0],
           [0, 5, 0],
           [0, 0, 5]])
    """
    if a.ndim < 2:
        raise_error('ValueError', 'array must be at least 2-d')
    n = a.shape[0]
    if a.ndim == 2:
        n = a.shape[1] if a.shape[1] < n else n
        if wrap and a.shape[0] > a.shape[1] and a.shape[1] > 0:
            places = unravel_index(arange(0, a.size, a.shape[1] + 1), a.shape)
            a[places] = _cycle(asarray(val).ravel(), places[0].shape[0])
            return None
    else:
        for extent in a.shape:
            if extent != n:
                raise_error('ValueError', 'All dimensions of input must be of equal length')
    if n > 0:
        a[(arange(n),) * a.ndim] = _cycle(asarray(val).ravel(), n)


def nanargmax(a, axis=None, out=None, keepdims=False):
    """The index of the first greatest element that is no nan, along axis or among all.

    ValueError where all are nans.

    >>> nanargmax([[nan, 4], [2, 3]], axis=1)
    array([1, 1])
    """
    return _nanarg(a, -inf, axis, out, keepdims, True)


def nanargmin(a, axis=None, out=None, keepdims=False):
    """The index of the first least element that is no nan, along axis or among all.

    ValueError where all are nans.

    >>> nanargmin([[nan, 4], [2, 3]], axis=1)
    array([1, 0])
    """
    return _nanarg(a, inf, axis, out, keepdims, False)


def _nanarg(a, substitute, axis, out, keepdims, largest):
    a = asarray(a)
    if a.dtype.kind == 'f' and a.size:
        missing = isnan(a)
        require(~missing.all(axis=axis), 'All-NaN slice encountered')
        a = where(missing, substitute, a)
    if largest:
        return argmax(a, axis, out, keepdims=keepdims)
    return argmin(a, axis, out, keepdims=keepdims)


# Slices of the other axes, each given to func.
#: apply_along_axis(func1d, axis, arr, *args)
def apply_along_axis(func1d, axis, arr, args):
    """func1d(slice, *args) of every 1-D slice of arr along axis, in one array.

    >>> apply_along_axis(lambda v: v[0] + v[-1], 0, array([[1, 2], [3, 4], [5, 6]]))
    array([6, 8])
    """
    arr = asarray(arr)
    axis = axis_index(axis, arr.ndim)
    slices = moveaxis(arr, axis, -1)
    outer = slices.shape[:-1]
    slices = slices.reshape((-1, slices.shape[-1]))
    count = slices.shape[0]
    if count == 0:
        raise_error('ValueError', 'Cannot apply_along_axis when any iteration dimensions are 0')
    result = None
    for k in range(count):
        one = asarray(call_with(func1d, (slices[k],) + args))
        if result is None:
            result = empty((count,) + one.shape, one.dtype)
        result[k] = one
    rank = result.ndim - 1
    result = result.reshape(outer + result.shape[1:])
    for k in range(rank):
        result = moveaxis(result, -1, axis)
    return result[()]


def apply_over_axes(func, a, axes):
    """func(a, axis) for one axis after the other, the rank kept.

    >>> apply_over_axes(maximum.reduce, array([[1, 2], [3, 4]]), [0, 1])
    array([[4]])
    """
    value = asarray(a)
    n = value.ndim
    if not is_sequence(axes):
        axes = (axes,)
    for axis in axes:
        if axis < 0:
            axis = n + axis
        result = asarray(call_with(func, (value, axis)))
        if result.ndim != value.ndim:
            result = expand_dims(result, axis)
            if result.ndim != value.ndim:
                raise_error('ValueError', 'function is not returning an array of the correct shape')
        value = result
    return value
