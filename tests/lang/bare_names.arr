# null: skip
# NumPy's names are in scope without np., behind the program's and Python's.
print(sqrt(4.0), pi, e, inf, newaxis)
print(arange(3), linspace(0, 1, 3), zeros(2), ones((1, 2)))
print(sum([1, 2]), max(1, 2), abs(-1), round(2.5))
e = 5
print(e)
def pi():
    return "mine"
print(pi())
def f(zeros):
    return zeros + 1
print(f(1))
print(float64(1.5), int8(7), array([1, 2], dtype=float32))
