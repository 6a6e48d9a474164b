# Index arrays: of diagonals, of triangles, of grids.

def diag_indices(n, ndim=2):
    """The indices of the main diagonal of an array with ndim axes of extent n.

    >>> diag_indices(3)
    (array([0, 1, 2]), array([0, 1, 2]))
    """
    return (arange(n),) * ndim


def diag_indices_from(arr):
    """The indices of arr's main diagonal.

    >>> diag_indices_from(zeros((2, 2)))
    (array([0, 1]), array([0, 1]))
    """
    if arr.ndim < 2:
        raise_error('ValueError', 'input array must be at least 2-d')
    for extent in arr.shape:
        if extent != arr.shape[0]:
            raise_error('ValueError', 'All dimensions of input must be of equal length')
    return diag_indices(arr.shape[0], arr.ndim)


def tril_indices(n, k=0, m=None):
    """The indices of the lower triangle of a matrix of n rows and m (or n) columns.

    >>> tril_indices(2)
    (array([0, 1, 1]), array([0, 0, 1]))
    """
    return nonzero(tri(n, m, k, dtype=bool_))


def triu_indices(n, k=0, m=None):
    """The indices of the upper triangle of a matrix of n rows and m (or n) columns.

    >>> triu_indices(2)
    (array([0, 0, 1]), array([0, 1, 1]))
    """
    return nonzero(~tri(n, m, k - 1, dtype=bool_))


def tril_indices_from(arr, k=0):
    """The indices of arr's lower triangle.

    >>> tril_indices_from(zeros((2, 2)), -1)
    (array([1]), array([0]))
    """
    if arr.ndim != 2:
        raise_error('ValueError', 'input array must be 2-d')
    return tril_indices(arr.shape[0], k, arr.shape[1])


def triu_indices_from(arr, k=0):
    """The indices of arr's upper triangle.

    >>> triu_indices_from(zeros((2, 2)), 1)
    (array([0]), array([1]))
    """
    if arr.ndim != 2:
        raise_error('ValueError', 'input array must be 2-d')
    return triu_indices(arr.shape[0], k, arr.shape[1])


def mask_indices(n, mask_func, k=0):
    """The indices where mask_func(ones((n, n)), k), such as triu, is not zero.

    >>> mask_indices(2, triu)
    (array([0, 0, 1]), array([0, 1, 1]))
    """
    return nonzero(call_with(mask_func, (ones((n, n), int64), k)) != 0)


def indices(dimensions, dtype=int, sparse=False):
    """Arrays of the row numbers, column numbers, ... of a grid, in one array.

    sparse: a tuple of arrays that broadcast to these.

    >>> indices((2, 3))[1]
    array([[0, 1, 2],
           [0, 1, 2]])
    """
    shape = tuple(dimensions)
    n = len(shape)
    open = ()
    for i in range(n):
        open += (arange(shape[i], dtype=dtype).reshape((1,) * i + (-1,) + (1,) * (n - i - 1)),)
    if sparse:
        return open
    grid = empty((n,) + shape, dtype)
    for i in range(n):
        grid[i] = open[i]
    return grid


# Whether an axis of a grid counts in ints: a step 2j means 2 points, both ends included.
def _grid_axis(part, dtype):
    start = 0 if part.start is None else part.start
    step = 1 if part.step is None else part.step
    if is_complex(step):
        count = int(abs(step))
        delta = (part.stop - start) / float(count - 1) if count > 1 else part.stop - start
        return (arange(count) * delta + start).astype(dtype)
    count = int(ceil((part.stop - start) / (step * 1.0)))
    return (arange(count if count > 0 else 0) * step + start).astype(dtype)


def _grid_dtype(parts):
    kinds = (0,)
    for part in parts:
        kinds += (0 if part.start is None else part.start, part.stop)
        step = 1 if part.step is None else part.step
        kinds += (1.0 if is_complex(step) else step,)
    return result_dtype(kinds)


def _grid(key, sparse):
    if not is_sequence(key):
        if is_complex(key.step):
            dtype = float64
        else:
            dtype = result_dtype((0 if key.start is None else key.start, key.stop,
                                  1 if key.step is None else key.step))
        return _grid_axis(key, dtype)
    dtype = _grid_dtype(key)
    n = len(key)
    open = ()
    shape = ()
    for i in range(n):
        along = _grid_axis(key[i], dtype)
        shape += along.shape
        open += (along.reshape((1,) * i + (-1,) + (1,) * (n - i - 1)),)
    if sparse:
        return open
    grid = empty((n,) + shape, dtype)
    for i in range(n):
        grid[i] = open[i]
    return grid


def mgrid(key):
    """mgrid[0:3, 0:2]: the coordinates of a grid's points, one array for each axis, in one.

    A step of 5j stands for 5 points, both ends included.

    >>> mgrid[0:2, 0:1:3j][1]
    array([[0. , 0.5, 1. ],
           [0. , 0.5, 1. ]])
    """
    return _grid(key, False)


def ogrid(key):
    """ogrid[0:3, 0:2]: a grid's coordinates as a tuple of arrays that broadcast to it.

    >>> ogrid[0:2, 0:3]
    (array([[0],
           [1]]), array([[0, 1, 2]]))
    """
    return _grid(key, True)


def s_(key):
    """s_[1:5]: the index itself, to be kept and used later.

    >>> s_[1:5, ...]
    (slice(1, 5, None), Ellipsis)
    """
    return key


def index_exp(key):
    """index_exp[1:5]: the index as a tuple.

    >>> index_exp[1:5]
    (slice(1, 5, None),)
    """
    return key if is_tuple(key) else (key,)


def _joined(key, column):
    parts = ()
    weak = ()
    for part in (key if is_tuple(key) else (key,)):
        if is_text(part):
            raise_error('NotImplementedError', 'r_ and c_ with directives are not in arr')
        if is_slice(part):
            part = _grid(part, False)
            weak += (part,)
        else:
            weak += (operand(part),)
            part = asarray(part)
        if column:
            part = part.reshape((-1, 1)) if part.ndim < 2 else part
        parts += (atleast_1d(part),)
    dtype = result_dtype(weak)
    cast = ()
    for part in parts:
        cast += (part.astype(dtype),)
    return concatenate(cast, axis=-1 if column else 0)


def r_(key):
    """r_[1:4, 0, x]: ranges, numbers and arrays joined along the first axis.

    >>> r_[1:4, 0, [7, 8]]
    array([1, 2, 3, 0, 7, 8])
    """
    return _joined(key, False)


def c_(key):
    """c_[x, y]: 1-D arrays as the columns of a matrix, others joined along the last axis.

    >>> c_[[1, 2, 3], [4, 5, 6]]
    array([[1, 4],
           [2, 5],
           [3, 6]])
    """
    return _joined(key, True)


def unravel_index(indices, shape, order='C'):
    """Places in a flattened array of that shape as one index array per axis.

    >>> unravel_index([7, 2], (2, 4))
    (array([1, 0]), array([3, 2]))
    """
    rest = asarray(indices)
    if rest.dtype.kind != 'i' and rest.dtype.kind != 'u':
        if rest.size == 0 and not is_array(indices):
            raise_error('TypeError', 'indices must be integral: the provided empty sequence was '
                        "inferred as float. Wrap it with 'np.array(indices, dtype=np.intp)'")
        raise_error('TypeError', 'only int indices permitted')
    shape = tuple(shape) if is_sequence(shape) or is_array(shape) else (shape,)
    size = 1
    for extent in shape:
        size *= extent
    if len(shape) == 0:
        if rest.ndim > 0:
            raise_error('ValueError', 'multiple indices are not supported for 0d array')
        require(rest == 0, 'index %lld is out of bounds for array with size %lld', rest, 1)
        return ()
    rest = rest.astype(int64)
    require((rest >= 0) & (rest < size), 'index %lld is out of bounds for array with size %lld', rest, size)
    result = ()
    if order != 'C' and order != 'F':
        raise_error('ValueError', "order must be one of 'C', 'F', 'A', or 'K' (got '" + str(order) + "')")
    axes = range(len(shape) - 1, -1, -1) if order == 'C' else range(len(shape))
    small = size < 2 ** 31
    if small:
        rest = rest.astype(uint32)
    for axis in axes:
        extent = shape[axis]
        above = rest // extent if extent else rest
        part = rest - above * extent
        rest = above
        if small:
            part = part.astype(int64)
        result = (part,) + result if order == 'C' else result + (part,)
    return result


def ravel_multi_index(multi_index, dims, mode='raise', order='C'):
    """Index arrays, one per axis of an array of shape dims, as places in it flattened.

    mode (one, or one per axis) says what indices out of bounds are: 'raise' a
    ValueError, 'wrap' around, or 'clip' to the last.

    >>> ravel_multi_index(([1, 0], [3, 2]), (2, 4))
    array([7, 2])
    """
    dims = tuple(dims) if is_sequence(dims) else (dims,)
    n = len(dims)
    if len(multi_index) != n:
        raise_error('ValueError', 'parameter multi_index must be a sequence of length ' + str(n))
    modes = mode if is_tuple(mode) else (mode,) * n
    total = 0
    axes = range(n) if order == 'C' else range(n - 1, -1, -1)
    for axis in axes:
        index = asarray(multi_index[axis])
        if index.dtype.kind != 'i' and index.dtype.kind != 'u':
            raise_error('TypeError', 'only int indices permitted')
        index = index.astype(int64)
        if modes[axis] == 'wrap':
            index = index % dims[axis]
        elif modes[axis] == 'clip':
            index = clip(index, 0, dims[axis] - 1)
        elif modes[axis] != 'raise':
            raise_error('ValueError', "clipmode must be one of 'clip', 'raise', or 'wrap' (got '" +
                        str(modes[axis]) + "')")
        else:
            require((index >= 0) & (index < dims[axis]), 'invalid entry in coordinates array')
        total = total * dims[axis] + index
    return total


#: broadcast_arrays(*args, subok=False)
def broadcast_arrays(args, subok=False):
    """Read-only views of all arguments, broadcast to one shape, as a tuple.

    >>> broadcast_arrays([1, 2], [[3], [4]])
    (array([[1, 2],
           [1, 2]]), array([[3, 3],
           [4, 4]]))
    """
    arrays = ()
    shapes = ()
    for a in args:
        a = asarray(a)
        arrays += (a,)
        shapes += (a.shape,)
    shape = common_shape(shapes)
    result = ()
    for a in arrays:
        result += (a if a.shape == shape else broadcast_to(a, shape),)
    return result


#: broadcast_shapes(*args)
def broadcast_shapes(args):
    """The shape that arrays of the given shapes have after broadcasting.

    >>> broadcast_shapes((1, 2), (3, 1))
    (3, 2)
    """
    shapes = ()
    for shape in args:
        shapes += (tuple(shape) if is_sequence(shape) else (shape,),)
    return common_shape(shapes)


def diagflat(v, k=0):
    """A matrix with v's elements, flattened, on the k-th diagonal.

    >>> diagflat([[1, 2]], 1)
    array([[0, 1, 0],
           [0, 0, 2],
           [0, 0, 0]])
    """
    return diag(asarray(v).ravel(), k)


def rollaxis(a, axis, start=0):
    """A view of a with axis moved before the axis start.

    >>> rollaxis(ones((3, 4, 5)), 2).shape
    (5, 3, 4)
    """
    a = asarray(a)
    n = a.ndim
    axis = axis_index(axis, n)
    if start < 0:
        start += n
    if start < 0 or start > n:
        raise_error('AxisError', "'start' arg requires " + str(-n) + ' <= start < ' + str(n + 1) +
                    ', but ' + str(start - n if start < 0 else start) + ' was passed in')
    return moveaxis(a, axis, start - 1 if axis < start else start)
