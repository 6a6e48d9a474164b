# What an AxisError tells of itself, whoever raised it.
import numpy as np

try:
    np.sum(np.ones((2, 3)), axis=4)
except np.exceptions.AxisError as e:
    print(e.args, e.axis, e.ndim, repr(e), e)
try:
    np.flip(np.ones((2, 3)), -4)
except ValueError as e:
    print(e.args, e.axis, e.ndim, repr(e), e)
try:
    np.concatenate([np.ones(2), np.ones(2)], axis=3)
except IndexError as e:
    print(e.args, e.axis, e.ndim, repr(e), e)
try:
    np.moveaxis(np.ones((2, 3)), 5, 0)
except IndexError as e:
    print(e.args, e.axis, e.ndim, repr(e), e)
try:
    raise np.exceptions.AxisError(3, 2, "pre")
except IndexError as e:
    print(e.args, e.axis, e.ndim, repr(e), e)
try:
    raise np.exceptions.AxisError("only text")
except IndexError as e:
    print(e.args, e.axis, e.ndim, repr(e), e)
try:
    raise np.exceptions.AxisError(3, 2)
except IndexError as e:
    print(e.args, e.axis, e.ndim, repr(e), e)
for make in (lambda: np.exceptions.AxisError(), lambda: np.exceptions.AxisError(1, 2, 3, 4), lambda: str(np.exceptions.AxisError('x')), lambda: np.exceptions.AxisError(1, 2).ndim, lambda: np.exceptions.AxisError(1, None, 'p').args):
    try:
        print(make())
    except TypeError as e:
        print(e)
try:
    np.rollaxis(np.ones((2, 3)), 0, 9)
except ValueError as e:
    print(e.args, e.axis, e.ndim)
