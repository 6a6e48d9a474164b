# Functions that leave nans out, or replace them.

def _is_inexact(a):
    return a.dtype.kind == 'f' or a.dtype.kind == 'c'


# a with fill in the place of nans, which stand for no value.
def _replace(a, fill):
    return where(isnan(a), fill, a) if _is_inexact(a) else a


def nansum(a, axis=None, dtype=None, out=None, keepdims=False):
    """The sum over the axes, nans counting as 0.

    >>> nansum([[1.0, nan], [2.0, 3.0]], axis=0)
    array([3., 3.])
    """
    return _replace(asarray(a), 0).sum(axis, dtype, out, keepdims)


def nanprod(a, axis=None, dtype=None, out=None, keepdims=False):
    """The product over the axes, nans counting as 1.

    >>> nanprod([2.0, nan, 3.0])
    np.float64(6.0)
    """
    return _replace(asarray(a), 1).prod(axis, dtype, out, keepdims)


# The extreme of values filled with the worst, and nan where all are nans.
def _extreme(a, filled, axis, out, keepdims):
    if a.dtype.kind == 'f':
        nothing = isnan(a).all(axis, keepdims=keepdims)
        filled = where(nothing, nan, filled)[()]
        filled = warn_where(filled, nothing, 'All-NaN slice encountered')
    return filled if out is None else positive(filled, out)


def _refuse_complex(a, name):
    if a.dtype.kind == 'c':
        raise_error('NotImplementedError', name + '() of complex numbers is not in arr')


def nanmax(a, axis=None, out=None, keepdims=False):
    """The largest element over the axes that is no nan; nan where all are.

    >>> nanmax([[1.0, nan], [nan, nan]], axis=1)
    array([ 1., nan])
    """
    a = asarray(a)
    _refuse_complex(a, 'nanmax')
    return _extreme(a, _replace(a, -inf).max(axis, keepdims=keepdims), axis, out, keepdims)


def nanmin(a, axis=None, out=None, keepdims=False):
    """The smallest element over the axes that is no nan; nan where all are.

    >>> nanmin([[1.0, nan], [5.0, 3.0]], axis=1)
    array([1., 3.])
    """
    a = asarray(a)
    _refuse_complex(a, 'nanmin')
    return _extreme(a, _replace(a, inf).min(axis, keepdims=keepdims), axis, out, keepdims)


def _need_inexact(dtype, out):
    if dtype is not None and not _is_inexact(zeros(0, dtype)):
        raise_error('TypeError', 'If a is inexact, then dtype must be inexact')
    if out is not None and not _is_inexact(out):
        raise_error('TypeError', 'If a is inexact, then out must be inexact')


def nanmean(a, axis=None, dtype=None, out=None, keepdims=False):
    """The average over the axes of the elements that are no nans; nan where all are.

    >>> nanmean([[1.0, nan], [2.0, 4.0]], axis=1)
    array([1., 3.])
    """
    a = asarray(a)
    if not _is_inexact(a):
        return a.mean(axis, dtype, out, keepdims)
    _need_inexact(dtype, out)
    count = (~isnan(a)).sum(axis, keepdims=keepdims)
    total = _replace(a, 0).sum(axis, dtype, out, keepdims)
    ignore_float_errors()
    return warn_where(divide_by_count(total, count, out), count == 0, 'Mean of empty slice')


def nanvar(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
    """var() of the elements that are no nans; nan where there are not more than ddof.

    >>> nanvar([1.0, nan, 3.0])
    np.float64(1.0)
    """
    a = asarray(a)
    if not _is_inexact(a):
        return var(a, axis, dtype, out, ddof, keepdims)
    _need_inexact(dtype, out)
    missing = isnan(a)
    count = (~missing).sum(axis, keepdims=True)
    total = where(missing, 0, a).sum(axis, dtype, keepdims=True)
    ignore_float_errors()
    center = divide_by_count(total, count)
    heed_float_errors()
    total = square_modulus(where(missing, 0, a - center)).sum(axis, dtype, out, keepdims)
    freedom = (~missing).sum(axis, keepdims=keepdims) - ddof
    ignore_float_errors()
    result = divide_by_count(total, freedom)
    result = where(freedom <= 0, nan, result).astype(result.dtype)[()]
    result = warn_where(result, freedom <= 0, 'Degrees of freedom <= 0 for slice.')
    return result if out is None else positive(result, out)


def nanstd(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
    """The square root of nanvar().

    >>> nanstd([[1.0, nan, 3.0], [2.0, 2.0, nan]], axis=1)
    array([1., 0.])
    """
    return sqrt(nanvar(a, axis, dtype, out, ddof, keepdims), out)


def nancumsum(a, axis=None, dtype=None, out=None):
    """The sums of the elements up to each, nans counting as 0.

    >>> nancumsum([1.0, nan, 2.0])
    array([1., 1., 3.])
    """
    return cumsum(_replace(asarray(a), 0), axis, dtype, out)


def nancumprod(a, axis=None, dtype=None, out=None):
    """The products of the elements up to each, nans counting as 1.

    >>> nancumprod([2.0, nan, 3.0])
    array([2., 2., 6.])
    """
    return cumprod(_replace(asarray(a), 1), axis, dtype, out)


# Of a real array.
def _replace_all(x, nan, posinf, neginf):
    single = x.dtype == float32
    largest = 3.4028234663852886e+38 if single else 1.7976931348623157e+308
    posinf = largest if posinf is None else posinf
    neginf = -largest if neginf is None else neginf
    y = where(x == inf, posinf, where(x == -inf, neginf, x))
    return where(isnan(x), nan, y).astype(x.dtype)


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    """x with nans replaced by nan, infinities by posinf and neginf.

    By default by 0 and by the largest and the smallest number of the dtype.
    copy=False writes to x itself.

    >>> nan_to_num([1.5, nan, -inf], neginf=-1)
    array([ 1.5,  0. , -1. ])
    """
    target = asarray(x)
    if not _is_inexact(target):
        return target.copy()[()] if copy else target[()]
    if copy:
        target = target.copy()
    if target.dtype.kind == 'f':
        target[...] = _replace_all(target, nan, posinf, neginf)
    else:
        target.real = _replace_all(target.real, nan, posinf, neginf)
        target.imag = _replace_all(target.imag, nan, posinf, neginf)
    return target[()]
