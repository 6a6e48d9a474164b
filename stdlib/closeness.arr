# Whether values are equal, or nearly so.

def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Whether abs(a - b) <= atol + rtol * abs(b), element by element.

    Not symmetric: b is the reference. Infinities are close to themselves;
    nans only with equal_nan.

    >>> isclose([1e10, 1e-7], [1.00001e10, 1e-8])
    array([ True, False])
    """
    ignore_float_errors()
    x = operand(a)
    y = operand(b) * 1.0
    near = less_equal(abs(x - y), operand(atol) + operand(rtol) * abs(y)) & isfinite(y) | (x == y)
    if equal_nan:
        near = near | isnan(x) & isnan(y)
    return near


def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Whether isclose() holds for all elements, as a Python bool; pulls one value.

    >>> allclose([1.0, 2.0], [1.0, 2.0000001])
    True
    """
    return bool(isclose(a, b, rtol, atol, equal_nan).all())


def array_equal(a1, a2, equal_nan=False):
    """Whether both have the same shape and elements, as a Python bool; pulls one value.

    With equal_nan nans are equal to nans.

    >>> array_equal([1, 2], [1.0, 2.0])
    True
    """
    a1 = asarray(a1)
    a2 = asarray(a2)
    if a1.shape != a2.shape:
        return False
    same = a1 == a2
    if equal_nan:
        same = same | (a1 != a1) & (a2 != a2)
    return bool(same.all())
