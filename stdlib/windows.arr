# Windows of signal processing.

# n odd or even numbers around 0, from 1 - M to M - 1.
def _around_zero(M):
    return arange(1 - M, M, 2) * 1.0


def hanning(M):
    """The Hann window of M points: a raised cosine.

    >>> hanning(3)
    array([0., 1., 0.])
    """
    if M < 1:
        return zeros(0)
    if M == 1:
        return ones(1)
    return 0.5 + 0.5 * cos(pi * _around_zero(M) / (M - 1))


def hamming(M):
    """The Hamming window of M points: a cosine raised to 0.08 at its ends.

    >>> hamming(3)
    array([0.08, 1.  , 0.08])
    """
    if M < 1:
        return zeros(0)
    if M == 1:
        return ones(1)
    return 0.54 + 0.46 * cos(pi * _around_zero(M) / (M - 1))


def blackman(M):
    """The Blackman window of M points: three terms of cosines.

    >>> blackman(3).round(6)
    array([-0.,  1., -0.])
    """
    if M < 1:
        return zeros(0)
    if M == 1:
        return ones(1)
    n = _around_zero(M)
    return 0.42 + 0.5 * cos(pi * n / (M - 1)) + 0.08 * cos(2.0 * pi * n / (M - 1))


def bartlett(M):
    """The Bartlett window of M points: a triangle, 0 at its ends.

    >>> bartlett(5)
    array([0. , 0.5, 1. , 0.5, 0. ])
    """
    if M < 1:
        return zeros(0)
    if M == 1:
        return ones(1)
    n = _around_zero(M)
    return where(n <= 0, 1 + n / (M - 1), 1 - n / (M - 1))


def kaiser(M, beta):
    """The Kaiser window of M points; beta says how narrow it is.

    >>> kaiser(3, 0)
    array([1., 1., 1.])
    """
    if M < 1:
        return zeros(0)
    if M == 1:
        return ones(1)
    alpha = (M - 1) / 2.0
    n = arange(0, M) * 1.0
    return i0(beta * sqrt(1 - ((n - alpha) / alpha) ** 2.0)) / i0(float(beta))


# The series of i0 in Chebyshev polynomials, the last term first: of exp(-x) i0(x) up to 8, and of
# exp(-x) sqrt(x) i0(x) from there on.
def _near_coefficients():
    return (-4.4153416464793395e-18, 3.3307945188222384e-17, -2.431279846547955e-16,
            1.715391285555133e-15, -1.1685332877993451e-14, 7.676185498604936e-14,
            -4.856446783111929e-13, 2.95505266312964e-12, -1.726826291441556e-11,
            9.675809035373237e-11, -5.189795601635263e-10, 2.6598237246823866e-09,
            -1.300025009986248e-08, 6.046995022541919e-08, -2.670793853940612e-07,
            1.1173875391201037e-06, -4.4167383584587505e-06, 1.6448448070728896e-05,
            -5.754195010082104e-05, 0.00018850288509584165, -0.0005763755745385824,
            0.0016394756169413357, -0.004324309995050576, 0.010546460394594998,
            -0.02373741480589947, 0.04930528423967071, -0.09490109704804764, 0.17162090152220877,
            -0.3046826723431984, 0.6767952744094761)


def _far_coefficients():
    return (-7.233180487874754e-18, -4.830504485944182e-18, 4.46562142029676e-17,
            3.461222867697461e-17, -2.8276239805165836e-16, -3.425485619677219e-16,
            1.7725601330565263e-15, 3.8116806693526224e-15, -9.554846698828307e-15,
            -4.150569347287222e-14, 1.54008621752141e-14, 3.8527783827421426e-13,
            7.180124451383666e-13, -1.7941785315068062e-12, -1.3215811840447713e-11,
            -3.1499165279632416e-11, 1.1889147107846439e-11, 4.94060238822497e-10,
            3.3962320257083865e-09, 2.266668990498178e-08, 2.0489185894690638e-07,
            2.8913705208347567e-06, 6.889758346916825e-05, 0.0033691164782556943,
            0.8044904110141088)


def _chebyshev(x, coefficients):
    b0 = coefficients[0]
    b1 = b2 = 0.0
    for c in coefficients[1:]:
        b2 = b1
        b1 = b0
        b0 = x * b1 - b2 + c
    return 0.5 * (b0 - b2)


def i0(x):
    """The modified Bessel function of the first kind and order 0.

    >>> i0([0.0, 1.0])
    array([1.        , 1.26606588])
    """
    x = asarray(x)
    if x.dtype.kind == 'c':
        raise_error('TypeError', 'i0 not supported for complex values')
    x = abs(x if x.dtype.kind == 'f' else x.astype(float64))
    grown = exp(x)
    ignore_float_errors()
    near = grown * _chebyshev(x / 2.0 - 2.0, _near_coefficients())
    far = grown * _chebyshev(32.0 / x - 2.0, _far_coefficients()) / sqrt(x)
    return where(x <= 8.0, near, far)
