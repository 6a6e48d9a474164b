# Names: locals by assignment, globals by reading, builtins and NumPy's behind.
x = "global"

def read():
    return x

def shadow():
    x = "local"
    return x

def parameter(x):
    x = x + "!"
    return x

print(read(), shadow(), parameter("p"), x)
x = "changed"
print(read(), shadow(), x)

def late():
    return defined_later + 1

defined_later = 41
print(late())

def loop_variable():
    for i in range(3):
        pass
    return i

print(loop_variable())
for k in range(4):
    last = k
print(k, last)

def conditional(flag):
    if flag:
        y = "bound"
    else:
        y = "other"
    return y

print(conditional(True), conditional(False))

len_before = len([1, 2])
def own_len():
    len = lambda s: 99
    return len([1])
print(own_len(), len([1]), len_before)

max = 7
print(max + 1)
def uses_global_max():
    return max
print(uses_global_max())

def f():
    def g():
        return x
    x = "f's"
    return g()
print(f(), x)

def rebinding():
    v = 1
    v = v + 1
    v, w = v + 1, v
    return v, w
print(rebinding())

def name():
    return "first"
old = name
def name():
    return "second"
print(name(), old())
