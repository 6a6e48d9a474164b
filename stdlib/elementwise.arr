# Functions of each element that are said with others.

def sinc(x):
    """sin(pi * x) / (pi * x), and 1 at 0.

    >>> sinc([0.0, 0.5, 1.0])
    array([1.00000000e+00, 6.36619772e-01, 3.89817183e-17])
    """
    x = asarray(x)
    y = pi * where(x == 0, 1.0e-20, x)
    return sin(y) / y


def angle(z, deg=False):
    """The angle of complex numbers in the plane, from -pi to pi; deg: in degrees.

    >>> angle([1.0, 1j, -1.0], deg=True)
    array([  0.,  90., 180.])
    """
    z = asarray(z)
    turn = arctan2(z.imag, z.real) if z.dtype.kind == 'c' else arctan2(0, z)
    return turn * (180 / pi) if deg else turn


def fix(x, out=None):
    """x rounded to the whole number towards 0.

    >>> fix([2.7, -2.7])
    array([ 2., -2.])
    """
    return trunc(x, out)


#: fabs(x, /, out=None)
def fabs(x, out=None):
    """The absolute value of each element as a float.

    >>> fabs([-1, 2])
    array([1., 2.])
    """
    x = asarray(x)
    if x.dtype.kind == 'c':
        raise_error('TypeError', "ufunc 'fabs' not supported for the input types, and the inputs "
                    "could not be safely coerced to any supported types according to the casting "
                    "rule ''safe''")
    if x.dtype.itemsize == 1:
        raise_error('TypeError', "ufunc 'fabs' of " + x.dtype.name +
                    ' gives float16, which is not supported yet')
    return absolute(x if x.dtype.kind == 'f' else x.astype(result_dtype((x, float32(1)))), out)


def isposinf(x, out=None):
    """Whether x is inf. TypeError for complex numbers.

    >>> isposinf([inf, -inf, nan])
    array([ True, False, False])
    """
    x = asarray(x)
    if x.dtype.kind == 'c':
        raise_error('TypeError', 'This operation is not supported for ' + x.dtype.name +
                    ' values because it would be ambiguous.')
    return equal(x, inf, out)


def isneginf(x, out=None):
    """Whether x is -inf. TypeError for complex numbers.

    >>> isneginf([inf, -inf, nan])
    array([False,  True, False])
    """
    x = asarray(x)
    if x.dtype.kind == 'c':
        raise_error('TypeError', 'This operation is not supported for ' + x.dtype.name +
                    ' values because it would be ambiguous.')
    return equal(x, -inf, out)


def real(val):
    """The real parts: of complex arrays a view, other arrays themselves.

    >>> real([1 + 2j, 3 - 1j])
    array([1., 3.])
    """
    return val.real if is_int(val) or is_float(val) or is_complex(val) or is_array(val) else asarray(val).real


def imag(val):
    """The imaginary parts: of complex arrays a view, of others zeros.

    >>> imag([1 + 2j, 3 - 1j])
    array([ 2., -1.])
    """
    return val.imag if is_int(val) or is_float(val) or is_complex(val) or is_array(val) else asarray(val).imag


def isreal(x):
    """Whether the imaginary part is 0, element by element.

    >>> isreal([1 + 2j, 3 + 0j])
    array([False,  True])
    """
    return equal(asarray(x).imag, 0)


def iscomplex(x):
    """Whether the imaginary part is not 0, element by element.

    >>> iscomplex([1 + 2j, 3 + 0j])
    array([ True, False])
    """
    return not_equal(asarray(x).imag, 0)


def iscomplexobj(x):
    """Whether x is of a complex dtype, whatever its elements.

    >>> iscomplexobj([3 + 0j])
    True
    """
    return asarray(x).dtype.kind == 'c'


def isrealobj(x):
    """Whether x is of a dtype that is not complex.

    >>> isrealobj([3.5])
    True
    """
    return asarray(x).dtype.kind != 'c'


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None):
    """num powers of base, their exponents evenly from start to stop.

    >>> logspace(0, 3, 4)
    array([   1.,   10.,  100., 1000.])
    """
    y = power(base, linspace(start, stop, num, endpoint))
    return y if dtype is None else y.astype(dtype)


# The functions below compute in the float dtype that NumPy's ufuncs choose for
# their operands: copysign()'s, which is recorded only for its dtype.

def deg2rad(x, out=None):
    """Degrees to radians: x * pi / 180.

    >>> deg2rad([0, 90, 180])
    array([0.        , 1.57079633, 3.14159265])
    """
    x = copysign(x, x)
    return multiply(x, 0.01745329238474369 if x.dtype == float32 else pi / 180, out)


def radians(x, out=None):
    """Another name of deg2rad().

    >>> radians(180)
    np.float64(3.141592653589793)
    """
    return deg2rad(x, out)


def rad2deg(x, out=None):
    """Radians to degrees: x * 180 / pi.

    >>> rad2deg([0, pi / 2])
    array([ 0., 90.])
    """
    x = copysign(x, x)
    return multiply(x, 57.2957763671875 if x.dtype == float32 else 180 / pi, out)


def degrees(x, out=None):
    """Another name of rad2deg().

    >>> degrees(pi)
    np.float64(180.0)
    """
    return rad2deg(x, out)


def heaviside(x1, x2, out=None):
    """0 where x1 is negative, x2 where it is 0, 1 where it is positive; nan of nan.

    >>> heaviside([-1.5, 0, 2.0], 0.5)
    array([0. , 0.5, 1. ])
    """
    dtype = copysign(x1, x2).dtype
    x1 = asarray(x1)
    step = where(x1 == 0, x2, where(x1 < 0, 0.0, where(x1 > 0, 1.0, x1))).astype(dtype)
    return step[()] if out is None else positive(step, out)


def logaddexp(x1, x2, out=None):
    """log(exp(x1) + exp(x2)), without overflow on the way.

    >>> logaddexp([0.0, 1000.0], [0.0, 1000.5])
    array([6.93147181e-01, 1.00097408e+03])
    """
    dtype = copysign(x1, x2).dtype
    x1 = asarray(x1).astype(dtype)
    x2 = asarray(x2).astype(dtype)
    odd = isnan(x1) | isnan(x2)
    ignore_float_errors()
    larger = maximum(x1, x2) + log1p(exp(-abs(x1 - x2)))
    total = where(x1 == x2, x1 + 0.6931471805599453, larger)
    heed_float_errors()
    total = warn_invalid(total, odd, 'invalid value encountered in logaddexp')
    return total[()] if out is None else positive(total, out)


def logaddexp2(x1, x2, out=None):
    """log2(2**x1 + 2**x2), without overflow on the way.

    >>> logaddexp2([3.0, -inf], [3.0, 1.0])
    array([4., 1.])
    """
    dtype = copysign(x1, x2).dtype
    x1 = asarray(x1).astype(dtype)
    x2 = asarray(x2).astype(dtype)
    odd = isnan(x1) | isnan(x2)
    ignore_float_errors()
    rest = log1p(exp(-abs(x1 - x2) * 0.6931471805599453)) * 1.4426950408889634
    total = where(x1 == x2, x1 + 1, maximum(x1, x2) + rest)
    heed_float_errors()
    total = warn_invalid(total, odd, 'invalid value encountered in logaddexp2')
    return total[()] if out is None else positive(total, out)


# x in the float type of the ufunc of that name.
def _float_of(x, name):
    _need_real(asarray(x), name)
    return copysign(x, x)


def _need_real(x, name):
    if x.dtype.kind == 'c':
        raise_error('TypeError', "ufunc '" + name + "' not supported for the input types, and the inputs "
                    'could not be safely coerced to any supported types according to the casting '
                    "rule ''safe''")


#: modf(x, /)
def modf(x):
    """The fraction and the whole part of x as two arrays, both with x's sign.

    >>> modf([1.5, -2.25])
    (array([ 0.5 , -0.25]), array([ 1., -2.]))
    """
    ignore_float_errors()
    x = _float_of(x, 'modf')
    whole = trunc(x)
    return copysign(where(isinf(x), 0.0, x - whole), x)[()], whole


#: frexp(x, /)
def frexp(x):
    """x as a mantissa of at least 0.5 and below 1, and an int32 power of 2.

    >>> frexp([1.0, 10.0, 0.0])
    (array([0.5  , 0.625, 0.   ]), array([1, 4, 0], dtype=int32))
    """
    ignore_float_errors()
    x = _float_of(x, 'frexp')
    single = x.dtype == float32
    small = abs(x) < (1.1754943508222875e-38 if single else 2.2250738585072014e-308)
    scaled = where(small, ldexp(x, 54), x)
    bits = scaled.view(int32 if single else int64)
    width = 23 if single else 52
    most = 255 if single else 2047
    bias = 126 if single else 1022
    exponent = (bits >> width & most) - bias - where(small, 54, 0)
    plain = isfinite(x) & (x != 0)
    exponent = where(plain, exponent, 0).astype(int32)
    return where(plain, ldexp(x, -exponent), x)[()], exponent[()]


#: divmod(x1, x2, /)
def divmod(x1, x2):
    """x1 // x2 and x1 % x2 as two arrays.

    >>> import numpy as np
    >>> np.divmod([7, -7], 3)
    (array([ 2, -3]), array([1, 2]))
    """
    _need_real(asarray(x1), 'divmod')
    _need_real(asarray(x2), 'divmod')
    name_float_errors('divmod')
    return floor_divide(x1, x2), remainder(x1, x2)


#: float_power(x1, x2, /, out=None)
def float_power(x1, x2, out=None):
    """x1 ** x2 as float64 or complex128, so that ints may have negative powers.

    >>> float_power([1, 2, 4], -1)
    array([1.  , 0.5 , 0.25])
    """
    x1 = asarray(x1)
    x2 = asarray(x2)
    name_float_errors('float_power')
    return power(x1, x2, out, dtype=complex128 if x1.dtype.kind == 'c' or x2.dtype.kind == 'c' else float64)
