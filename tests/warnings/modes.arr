# np.seterr: what is ignored, told and raised, from the statement on.
import numpy as np

a = np.array([1.0, 0.0, -1.0])
print(np.geterr())
old = np.seterr(all="ignore")
print(old, 1 / a, np.log(a), a * 1e308 * 10)
print(np.float64(1) / 0, np.int8(127) + np.int8(1), np.array([np.nan]).astype(int))
np.seterr(divide="warn", over="warn", invalid="warn")
print(1 / a)
np.seterr(divide="ignore")
print(np.log(a))
x = np.log(-a)
np.seterr(invalid="raise", divide="raise")
print(x)
try:
    1 / a
    print("no")
except FloatingPointError as error:
    print(error)
try:
    y = np.sqrt(a)
    print(y)
except FloatingPointError as error:
    print(error)
b = a.copy()
try:
    b /= 0
except FloatingPointError as error:
    print(error, b)
try:
    print(np.float64(1) / 0)
except FloatingPointError as error:
    print(error)
try:
    a.sum() / (a.sum() * 0)
except FloatingPointError as error:
    print(error)
try:
    print(np.array([np.nan]).astype(int))
except FloatingPointError as error:
    print(error)
try:
    np.arange(3) // 0
except FloatingPointError as error:
    print(error)
np.seterr(all="warn")
try:
    print(np.exp(np.array([-1000.0, 1000])))
    print(np.array([1e-200]) * 1e-200)
except FloatingPointError as error:
    print(error)
np.seterr(over="raise")
try:
    print(np.array([1e300]) * 1e300)
except FloatingPointError as error:
    print(error)
try:
    np.ones(1, np.float32) * 1e300
except FloatingPointError as error:
    print(error)
try:
    print(np.full(3, 1e308).sum())
except FloatingPointError as error:
    print(error)
print(1 / a)
