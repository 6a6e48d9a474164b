# How values lie: ranges of values.

def ptp(a, axis=None, out=None, keepdims=False):
    """The range of the values, max - min, over the axes; nan if there is one.

    The dtype is that of a, so small ints may wrap. TypeError for bools;
    ValueError if there are no elements.

    >>> ptp(array([[4, 9], [2, 10]]), axis=1)
    array([5, 8])
    """
    a = asarray(a)
    high = a.max(axis, keepdims=keepdims)
    return subtract(high, a.min(axis, keepdims=keepdims), out)
