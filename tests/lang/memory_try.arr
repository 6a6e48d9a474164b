# null: skip
# Memory that work of a try body lacks when it is run is the body's error, and its handler's.
import numpy as np


def attempt(n):
    try:
        a = np.sort(np.sin(np.arange(float(n))))
        return len(a)
    except MemoryError:
        return "caught"
    finally:
        print("tried", n)


print(attempt(10 ** 13), attempt(10))
try:
    a = np.cumsum(np.arange(10.0 ** 13))
    b = a + 1
except MemoryError as e:
    print(type(e).__name__)
    b = np.ones(3)
else:
    print("not reached")
print(b)
for n in (5, 10 ** 13, 6):
    try:
        c = np.sort(np.arange(n) % 3)
        if n > 5:
            continue
    except (ValueError, MemoryError):
        print("caught", n)
        break
