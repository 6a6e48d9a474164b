# Arrays as sets: their different elements, and which elements two have in common.

# Which elements of a sorted array (along the first axis) differ from the one before.
def _first_of_equals(a, equal_nan):
    differs = a[1:] != a[:-1]
    if equal_nan and (a.dtype.kind == 'f' or a.dtype.kind == 'c'):
        differs = differs & ~(isnan(a[1:]) & isnan(a[:-1]))
    if a.ndim > 1:
        differs = differs.any(axis=1)
    first = ones(a.shape[0], bool_)
    first[1:] = differs
    return first


# The order of the rows of a matrix, the first column counting most.
def _row_order(rows):
    order = arange(rows.shape[0])
    for k in range(rows.shape[1] - 1, -1, -1):
        order = order[argsort(rows[order, k])]
    return order


# The different elements of rows of a 1-D or 2-D array, and what else was asked for.
def _unique(a, return_index, return_inverse, return_counts, equal_nan):
    if not (return_index or return_inverse or return_counts or a.ndim > 1):
        a = sort(a)
        return (a[_first_of_equals(a, equal_nan)],)
    order = argsort(a) if a.ndim == 1 else _row_order(a)
    a = a[order]
    first = _first_of_equals(a, equal_nan)
    places = flatnonzero(first)
    result = (a[places],)
    if return_index:
        result += (order[places],)
    if return_inverse:
        inverse = empty(order.shape, int64)
        inverse[order] = cumsum(first) - 1
        result += (inverse,)
    if return_counts:
        result += (diff(concatenate((places, [order.shape[0]]))),)
    return result


#: unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True)
def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None,
           equal_nan=True):
    """The different elements in ascending order, or the different slices along axis.

    With return_index also where each stands first, with return_inverse which
    of them each element is, with return_counts how often each is there. nans
    count as equal unless equal_nan is False. Pulls their number.

    >>> unique([3, 1, 3, 2, 1], return_counts=True)
    (array([1, 2, 3]), array([2, 1, 2]))
    """
    ar = asarray(ar)
    if axis is None:
        result = _unique(ar.ravel(), return_index, return_inverse, return_counts, equal_nan)
        if return_inverse:
            at = 2 if return_index else 1
            result = result[:at] + (result[at].reshape(ar.shape),) + result[at + 1:]
    else:
        axis = axis_index(axis, ar.ndim)
        slices = moveaxis(ar, axis, 0)
        shape = slices.shape
        size = 1
        for extent in shape[1:]:
            size *= extent
        result = _unique(slices.reshape((shape[0], size)), return_index, return_inverse,
                         return_counts, False)
        kept = result[0].reshape((result[0].shape[0],) + shape[1:])
        result = (moveaxis(kept, 0, axis),) + result[1:]
    return result if len(result) > 1 else result[0]


#: unique_values(x, /)
def unique_values(x):
    """The different elements; nans are all different.

    >>> unique_values([1, 1, 2])
    array([1, 2])
    """
    return unique(x, equal_nan=False)


#: unique_counts(x, /)
def unique_counts(x):
    """The different elements (values) and how often each is there (counts).

    >>> unique_counts([1, 1, 2])
    UniqueCountsResult(values=array([1, 2]), counts=array([2, 1]))
    """
    return named_tuple('UniqueCountsResult', unique(x, return_counts=True, equal_nan=False))


#: unique_inverse(x, /)
def unique_inverse(x):
    """The different elements (values) and which of them each one is (inverse_indices).

    >>> unique_inverse([1, 1, 2])
    UniqueInverseResult(values=array([1, 2]), inverse_indices=array([0, 0, 1]))
    """
    return named_tuple('UniqueInverseResult', unique(x, return_inverse=True, equal_nan=False))


#: unique_all(x, /)
def unique_all(x):
    """What unique() can tell: values, indices, inverse_indices, counts.

    >>> unique_all([1, 1, 2]).counts
    array([2, 1])
    """
    return named_tuple('UniqueAllResult', unique(x, True, True, True, equal_nan=False))


#: isin(element, test_elements, assume_unique=False, invert=False, *, kind=None)
def isin(element, test_elements, assume_unique=False, invert=False, kind=None):
    """Which elements are among test_elements; with invert, which are not.

    >>> isin([[1, 2], [3, 4]], [4, 1, 7])
    array([[ True, False],
           [False,  True]])
    """
    element = asarray(element)
    tests = asarray(test_elements).ravel()
    n = tests.shape[0]
    if kind is not None and kind != 'sort' and kind != 'table':
        raise_error('ValueError', "Invalid kind: '" + str(kind) + "'. Please use None, 'sort' or 'table'.")
    if n == 0:
        found = zeros(element.shape, bool_)
    elif n <= 16:
        found = element == tests[0]
        for i in range(1, n):
            found = found | (element == tests[i])
    else:
        tests = sort(tests)
        found = tests[minimum(searchsorted(tests, element), n - 1)] == element
    return ~asarray(found) if invert else asarray(found)


#: in1d(ar1, ar2, assume_unique=False, invert=False, *, kind=None)
def in1d(ar1, ar2, assume_unique=False, invert=False, kind=None):
    """isin() of the elements of ar1 in one axis.

    >>> isin([1, 2, 3], [3, 1])
    array([ True, False,  True])
    """
    return isin(asarray(ar1).ravel(), ar2, assume_unique, invert, kind=kind)


def intersect1d(ar1, ar2, assume_unique=False, return_indices=False):
    """The elements that both arrays have, in ascending order.

    return_indices: also where they stand first in either. assume_unique:
    no element of one array is there twice. Pulls their number.

    >>> intersect1d([1, 3, 4, 3], [3, 1, 2, 1])
    array([1, 3])
    """
    ar1 = asarray(ar1).ravel()
    ar2 = asarray(ar2).ravel()
    if not assume_unique:
        if return_indices:
            ar1, places1 = unique(ar1, return_index=True)
            ar2, places2 = unique(ar2, return_index=True)
        else:
            ar1 = unique(ar1)
            ar2 = unique(ar2)
    both = concatenate((ar1, ar2))
    if not return_indices:
        both = sort(both)
        return both[:-1][both[1:] == both[:-1]]
    order = argsort(both)
    both = both[order]
    at = flatnonzero(both[1:] == both[:-1])
    in1 = order[at]
    in2 = order[at + 1] - ar1.shape[0]
    if not assume_unique:
        in1 = places1[in1]
        in2 = places2[in2]
    return both[at], in1, in2


def union1d(ar1, ar2):
    """The elements of either array, in ascending order, each once.

    >>> union1d([-1, 0, 1], [-2, 0, 2])
    array([-2, -1,  0,  1,  2])
    """
    return unique(concatenate((asarray(ar1).ravel(), asarray(ar2).ravel())))


def setdiff1d(ar1, ar2, assume_unique=False):
    """The elements of ar1 that are not in ar2, in ascending order and each once.

    With assume_unique they keep ar1's order.

    >>> setdiff1d([1, 2, 3, 2, 4, 1], [3, 4, 5, 6])
    array([1, 2])
    """
    ar1 = asarray(ar1).ravel() if assume_unique else unique(ar1)
    return ar1[isin(ar1, ar2, invert=True)]


def setxor1d(ar1, ar2, assume_unique=False):
    """The elements that only one of both arrays has, in ascending order.

    >>> setxor1d([1, 2, 3, 2, 4], [2, 3, 5, 7, 5])
    array([1, 4, 5, 7])
    """
    ar1 = asarray(ar1).ravel()
    ar2 = asarray(ar2).ravel()
    if not assume_unique:
        ar1 = unique(ar1)
        ar2 = unique(ar2)
    both = sort(concatenate((ar1, ar2)))
    first = ones(both.shape[0] + 1, bool_)
    first[1:-1] = both[1:] != both[:-1]
    return both[first[1:] & first[:-1]]


def ediff1d(ary, to_end=None, to_begin=None):
    """The differences of neighbours in the flattened array, between what to_begin and to_end add.

    >>> ediff1d([1, 2, 4, 7, 0], to_begin=-9, to_end=[14, 15])
    array([-9,  1,  2,  3, -7, 14, 15])
    """
    ary = asarray(ary).ravel()
    parts = ()
    for name, extra in (('to_begin', to_begin), ('to_end', to_end)):
        if extra is None:
            continue
        extra = asarray(extra)
        if not same_kind(extra.dtype, ary.dtype):
            raise_error('TypeError', 'dtype of `' + name + '` must be compatible with input `ary` '
                        'under the `same_kind` rule.')
    if to_begin is not None:
        parts += (asarray(to_begin).ravel().astype(ary.dtype),)
    parts += (ary[1:] - ary[:-1],)
    if to_end is not None:
        parts += (asarray(to_end).ravel().astype(ary.dtype),)
    return concatenate(parts)


def lexsort(keys, axis=-1):
    """The order along axis by several keys, the last of them counting most.

    >>> lexsort(([9, 4, 0, 4, 0, 2, 1], [1, 5, 1, 4, 3, 4, 4]))
    array([2, 0, 4, 6, 5, 3, 1])
    """
    if len(keys) == 0:
        raise_error('TypeError', 'need sequence of keys with len > 0 in lexsort')
    last = asarray(keys[-1])
    if last.ndim == 0:
        for key in keys:
            if asarray(key).ndim > 0:
                raise_error('ValueError', 'all keys need to be the same shape')
        return zeros((), int64)
    axis = axis_index(axis, last.ndim)
    order = None
    for key in keys:
        key = asarray(key)
        if key.shape != last.shape:
            raise_error('ValueError', 'all keys need to be the same shape')
        if order is None:
            order = argsort(key, axis)
        elif key.ndim == 1:
            order = order[argsort(key[order])]
        else:
            order = take_along_axis(order, argsort(take_along_axis(key, order, axis), axis), axis)
    return order


def sort_complex(a):
    """A sorted copy as complex numbers, by real and then by imaginary part.

    >>> sort_complex([5, 3, 6, 2, 1])
    array([1.+0.j, 2.+0.j, 3.+0.j, 5.+0.j, 6.+0.j])
    """
    a = sort(a)
    if a.dtype.kind == 'c':
        return a
    small = a.dtype.itemsize < 4 and (a.dtype.kind == 'i' or a.dtype.kind == 'u')
    return a.astype(complex64 if small else complex128)


# a with the axis last, and kth as one place there, or None for several.
def _partition_place(a, kth, axis):
    n = a.shape[axis]
    many = kth.tolist() if is_array(kth) and kth.ndim else kth
    if is_array(many):
        many = many.item()
    places = many if is_sequence(many) else (many,)
    for k in places:
        if not is_int(k):
            raise_error('TypeError', 'Partition index must be integer')
        if k < -n or k >= n:
            raise_error('ValueError', 'kth(=' + str(k + n if k < 0 else k) + ') out of bounds (' + str(n) + ')')
    if len(places) != 1 or a.dtype.kind == 'c':
        return None
    return places[0] + n if places[0] < 0 else places[0]


def _check_kind(kind):
    if kind != 'introselect':
        raise_error('ValueError', "select kind must be 'introselect' (got '" + str(kind) + "')")


def partition(a, kth, axis=-1, kind='introselect', order=None):
    """A copy in which the kth element along axis is where sort() would put it.

    No greater element stands before it, no less one behind; several kth may
    be given. The order within these parts is arr's own: that of a, or sort()'s.

    >>> partition([7, 1, 5, 3], 1)[1]
    np.int64(3)
    """
    _check_kind(kind)
    a = asarray(a)
    if axis is None:
        a = a.ravel()
        axis = -1
    axis = axis_index(axis, a.ndim)
    place = _partition_place(a, kth, axis)
    if place is None:
        return sort(a, axis)
    return moveaxis(partition_rows(moveaxis(a, axis, -1), place), -1, axis)


def argpartition(a, kth, axis=-1, kind='introselect', order=None):
    """The indices along axis that partition() would take.

    >>> argpartition([7, 1, 5, 3], 1)[1]
    np.int64(3)
    """
    _check_kind(kind)
    a = asarray(a)
    if axis is None:
        a = a.ravel()
        axis = -1
    axis = axis_index(axis, a.ndim)
    place = _partition_place(a, kth, axis)
    if place is None:
        return argsort(a, axis)
    return moveaxis(argpartition_rows(moveaxis(a, axis, -1), place), -1, axis)
