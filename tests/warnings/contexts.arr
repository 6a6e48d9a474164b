# with: np.errstate and warnings.catch_warnings, however their bodies end.
import numpy as np
import warnings
a = np.array([1.0, 0.0, -1.0])
with np.errstate(divide='ignore', invalid='ignore'):
    print(1 / a, np.log(a))
    print(np.geterr())
print(1 / a)
with np.errstate(all='raise') as e:
    try:
        1 / a
    except FloatingPointError as error:
        print(error, e)


def f(x):
    with np.errstate(divide='ignore'), np.errstate(invalid='ignore'):
        return np.log(x)


print(f(a))
print(np.geterr())
try:
    with np.errstate(all='ignore'):
        raise ValueError("out")
except ValueError as error:
    print(error, np.geterr())
for i in range(3):
    with np.errstate(divide='ignore'):
        if i == 1:
            continue
        if i == 2:
            break
        print(1 / a)
print(np.geterr())
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    print(a / 0, np.mean(np.zeros(0)))
warnings.simplefilter("error")
try:
    print(a / 0)
except RuntimeWarning as w:
    print("raised", w)
try:
    np.mean(np.zeros(0))
except RuntimeWarning as w:
    print("raised", w)
warnings.filterwarnings("ignore", category=RuntimeWarning)
print(a / 0)
warnings.resetwarnings()
keep = np.errstate(over='ignore')
with keep:
    print(a * 1e308 * 10)
x = np.sqrt(a)
print(x)
