# Bits of ints: packed into bytes, and as text.

def _bit_weights(bitorder):
    if bitorder == 'big':
        return array([128, 64, 32, 16, 8, 4, 2, 1], uint8)
    if bitorder == 'little':
        return array([1, 2, 4, 8, 16, 32, 64, 128], uint8)
    raise_error('ValueError', "'order' must be either 'little' or 'big'")


# n elements of the last axis: the first of a, or a and zeros behind.
def _to_length(a, n):
    if n <= a.shape[-1]:
        return a[..., :n]
    more = zeros(a.shape[:-1] + (n - a.shape[-1],), a.dtype)
    return concatenate((a, more), axis=-1)


#: packbits(a, /, axis=None, bitorder='big')
def packbits(a, axis=None, bitorder='big'):
    """Eight elements along axis as the bits of one uint8: 1 where they are not 0.

    What lacks to a whole byte is 0. bitorder 'little': the first is the lowest bit.

    >>> packbits([1, 0, 1, 0, 0, 0, 0, 0, 1])
    array([160, 128], dtype=uint8)
    """
    a = asarray(a)
    weights = _bit_weights(bitorder)
    if a.dtype.kind not in 'bui':
        raise_error('TypeError', 'Expected an input array of integer or boolean data type')
    a = a.ravel() if axis is None else moveaxis(a, axis_index(axis, a.ndim), -1)
    count = (a.shape[-1] + 7) // 8
    bits = _to_length(a != 0, 8 * count).reshape(a.shape[:-1] + (count, 8))
    packed = (bits * weights).sum(-1, dtype=uint8)
    return packed if axis is None else moveaxis(packed, -1, axis)


#: unpackbits(a, /, axis=None, count=None, bitorder='big')
def unpackbits(a, axis=None, count=None, bitorder='big'):
    """The bits of the uint8 array a along axis, as zeros and ones.

    count: so many of them, or all but so many if it is negative.

    >>> unpackbits(array([6], uint8))
    array([0, 0, 0, 0, 0, 1, 1, 0], dtype=uint8)
    """
    a = asarray(a)
    weights = _bit_weights(bitorder)
    if a.dtype != uint8:
        raise_error('TypeError', 'Expected an input array of unsigned byte data type')
    a = a.ravel() if axis is None else moveaxis(a, axis_index(axis, a.ndim), -1)
    size = 8 * a.shape[-1]
    bits = (a[..., None] & weights != 0).astype(uint8).reshape(a.shape[:-1] + (size,))
    if count is not None:
        if count < -size:
            raise_error('ValueError', '-count larger than number of elements')
        bits = _to_length(bits, size + count if count < 0 else count)
    return bits if axis is None else moveaxis(bits, -1, axis)


def binary_repr(num, width=None):
    """The int num in binary. With width a negative one is its two's complement.

    >>> binary_repr(-3, width=5)
    '11101'
    """
    num = int(bin(num), 2)
    digits = bin(abs(num))[2:]
    if num < 0 and width is None:
        return '-' + digits
    sign = '0'
    if num < 0:
        sign = '1'
        length = len(digits)
        if 2 ** (length - 1) == -num:
            length -= 1
        digits = bin(2 ** (length + 1) + num)[2:]
    if width is not None and width < len(digits) and num != 0:
        raise_error('ValueError', 'Insufficient bit width=' + str(width) +
                    ' provided for binwidth=' + str(len(digits)))
    if num == 0:
        return '0' * (width or 1)
    return sign * ((width or 0) - len(digits)) + digits


def base_repr(number, base=2, padding=0):
    """The int number in a base from 2 to 36, after padding zeros.

    >>> base_repr(255, 16)
    'FF'
    """
    if base > 36:
        raise_error('ValueError', 'Bases greater than 36 not handled in base_repr.')
    if base < 2:
        raise_error('ValueError', 'Bases less than 2 not handled in base_repr.')
    rest = abs(int(number))
    digits = ''
    while rest:
        digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'[rest % base] + digits
        rest //= base
    digits = '0' * padding + digits
    if number < 0:
        digits = '-' + digits
    return digits or '0'
