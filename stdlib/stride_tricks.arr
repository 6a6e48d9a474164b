# np.lib.stride_tricks.

#: sliding_window_view(x, window_shape, axis=None, *, subok=False, writeable=False)
def stride_tricks_sliding_window_view(x, window_shape, axis=None, subok=False, writeable=False):
    """A read-only view of all windows of that shape in x, the windows' axes last.

    >>> lib.stride_tricks.sliding_window_view(arange(5), 3)
    array([[0, 1, 2],
           [1, 2, 3],
           [2, 3, 4]])
    """
    x = asarray(x)
    window = tuple(window_shape) if is_sequence(window_shape) else (window_shape,)
    for extent in window:
        if extent < 0:
            raise_error('ValueError', '`window_shape` cannot contain negative values')
    if axis is None:
        axis = tuple(range(x.ndim))
        if len(window) != len(axis):
            raise_error('ValueError', 'Since axis is `None`, must provide window_shape for all '
                        'dimensions of `x`; got ' + str(len(window)) + ' window_shape elements and '
                        '`x.ndim` is ' + str(x.ndim) + '.')
    else:
        given = axis if is_sequence(axis) else (axis,)
        axis = ()
        for one in given:
            axis += (axis_index(one, x.ndim),)
        if len(window) != len(axis):
            raise_error('ValueError', 'Must provide matching length window_shape and axis; got ' +
                        str(len(window)) + ' window_shape elements and ' + str(len(axis)) +
                        ' axes elements.')
    shape = x.shape
    strides = x.strides
    for k in range(len(axis)):
        i = axis[k]
        if shape[i] < window[k]:
            raise_error('ValueError', 'window shape cannot be larger than input array shape')
        shape = shape[:i] + (shape[i] + 1 - window[k],) + shape[i + 1:]
        strides += (strides[i],)
    return strided_view(x, shape + window, strides)
