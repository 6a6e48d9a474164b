# np.fft: transforms along several axes, and what goes with them.

# Lengths and axes as two lists, as NumPy reads them.
def _fft_lengths(a, s, axes, doubled):
    if s is None:
        if axes is None:
            n = list(a.shape)
        else:
            n = []
            for axis in axes:
                if axis < -a.ndim or axis >= a.ndim:
                    raise_error('IndexError', 'index %d is out of bounds for axis 0 with size %d'
                                % (axis, a.ndim))
                n += [a.shape[axis]]
    else:
        n = list(s)
    axes = list(range(-len(n), 0)) if axes is None else list(axes)
    if len(n) != len(axes):
        raise_error('ValueError', 'Shape and axes have different lengths.')
    if doubled and s is None:
        n[-1] = (a.shape[axes[-1]] - 1) * 2
    for k in range(len(n)):
        if n[k] is None:
            continue
        if n[k] == -1:
            n[k] = a.shape[axes[k]]
    return n, axes


#: fftn(a, s=None, axes=None, norm=None, out=None)
def fft_fftn(a, s=None, axes=None, norm=None, out=None):
    """fft() along several axes, by default all. s: the lengths along them.

    >>> fft.fftn([[1, 2], [3, 4]])
    array([[10.+0.j, -2.+0.j],
           [-4.+0.j,  0.+0.j]])
    """
    a = asarray(a)
    n, axes = _fft_lengths(a, s, axes, False)
    for k in range(len(axes) - 1, -1, -1):
        a = fft.fft(a, n[k], axes[k], norm, out)
    return a


#: ifftn(a, s=None, axes=None, norm=None, out=None)
def fft_ifftn(a, s=None, axes=None, norm=None, out=None):
    """The inverse of fftn().

    >>> fft.ifftn([[4, 0], [0, 0]])
    array([[1.+0.j, 1.+0.j],
           [1.+0.j, 1.+0.j]])
    """
    a = asarray(a)
    n, axes = _fft_lengths(a, s, axes, False)
    for k in range(len(axes) - 1, -1, -1):
        a = fft.ifft(a, n[k], axes[k], norm, out)
    return a


#: fft2(a, s=None, axes=(-2, -1), norm=None, out=None)
def fft_fft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """fft() along two axes, by default the last.

    >>> fft.fft2([[1, 2], [3, 4]])
    array([[10.+0.j, -2.+0.j],
           [-4.+0.j,  0.+0.j]])
    """
    return fft.fftn(a, s, axes, norm, out)


#: ifft2(a, s=None, axes=(-2, -1), norm=None, out=None)
def fft_ifft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """The inverse of fft2().

    >>> fft.ifft2([[4, 0], [0, 0]])
    array([[1.+0.j, 1.+0.j],
           [1.+0.j, 1.+0.j]])
    """
    return fft.ifftn(a, s, axes, norm, out)


#: rfftn(a, s=None, axes=None, norm=None, out=None)
def fft_rfftn(a, s=None, axes=None, norm=None, out=None):
    """rfft() along the last of the axes, then fft() along the others.

    >>> fft.rfftn([[1, 2], [3, 4]])
    array([[10.+0.j, -2.+0.j],
           [-4.+0.j,  0.+0.j]])
    """
    a = asarray(a)
    n, axes = _fft_lengths(a, s, axes, False)
    a = fft.rfft(a, n[-1], axes[-1], norm, out)
    for k in range(len(axes) - 2, -1, -1):
        a = fft.fft(a, n[k], axes[k], norm, out)
    return a


#: irfftn(a, s=None, axes=None, norm=None, out=None)
def fft_irfftn(a, s=None, axes=None, norm=None, out=None):
    """The inverse of rfftn().

    >>> fft.irfftn([[4, 0], [0, 0]])
    array([[1., 1.],
           [1., 1.]])
    """
    a = asarray(a)
    n, axes = _fft_lengths(a, s, axes, True)
    for k in range(len(axes) - 1):
        a = fft.ifft(a, n[k], axes[k], norm)
    return fft.irfft(a, n[-1], axes[-1], norm, out)


#: rfft2(a, s=None, axes=(-2, -1), norm=None, out=None)
def fft_rfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """rfftn() along two axes.

    >>> fft.rfft2([[1, 2], [3, 4]])
    array([[10.+0.j, -2.+0.j],
           [-4.+0.j,  0.+0.j]])
    """
    return fft.rfftn(a, s, axes, norm, out)


#: irfft2(a, s=None, axes=(-2, -1), norm=None, out=None)
def fft_irfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """The inverse of rfft2().

    >>> fft.irfft2([[4, 0], [0, 0]])
    array([[1., 1.],
           [1., 1.]])
    """
    return fft.irfftn(a, s, axes, norm, out)


def _check_count(n):
    kind = asarray(n).dtype.kind
    if kind == 'f' or kind == 'c' or is_sequence(n):
        raise_error('ValueError', 'n should be an integer')


#: fftfreq(n, d=1.0, device=None)
def fft_fftfreq(n, d=1.0, device=None):
    """The frequencies of fft()'s results, for samples d apart.

    >>> fft.fftfreq(4, 0.5)
    array([ 0. ,  0.5, -1. , -0.5])
    """
    _check_count(n)
    step = 1.0 / (n * d)
    k = empty(n, int)
    half = (n - 1) // 2 + 1
    k[:half] = arange(0, half)
    k[half:] = arange(-(n // 2), 0)
    return k * step


#: rfftfreq(n, d=1.0, device=None)
def fft_rfftfreq(n, d=1.0, device=None):
    """The frequencies of rfft()'s results, for samples d apart.

    >>> fft.rfftfreq(4, 0.5)
    array([0. , 0.5, 1. ])
    """
    _check_count(n)
    return arange(0, n // 2 + 1) * (1.0 / (n * d))


def _fft_roll(x, axes, inverse):
    x = asarray(x)
    if axes is None:
        axes = tuple(range(x.ndim))
    elif not is_sequence(axes):
        axes = (axes,)
    for axis in axes:
        half = x.shape[axis] // 2
        x = roll(x, -half if inverse else half, axis)
    return x


#: fftshift(x, axes=None)
def fft_fftshift(x, axes=None):
    """Moves the result for frequency 0 to the middle of the axes, by default all.

    >>> fft.fftshift([1, 2, 3, 4, 5])
    array([4, 5, 1, 2, 3])
    """
    return _fft_roll(x, axes, False)


#: ifftshift(x, axes=None)
def fft_ifftshift(x, axes=None):
    """The inverse of fftshift().

    >>> fft.ifftshift([4, 5, 1, 2, 3])
    array([1, 2, 3, 4, 5])
    """
    return _fft_roll(x, axes, True)
