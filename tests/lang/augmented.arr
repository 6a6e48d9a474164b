# Augmented assignment: each operator, each target, evaluated once.
x = 7
x += 1; x -= 2; x *= 3; print(x)
x //= 4; x **= 3; x %= 50; print(x)
x <<= 2; x >>= 1; x |= 1; x &= 0xff; x ^= 3; print(x)
x /= 2; print(x)
s = "a"
s += "b" * 2; print(s)
t = (1,)
u = t
t += (2,); print(t, u)
l = [1]
m = l
l += [2]; print(l, m, l is m)
l = l + [3]; print(l, m, l is m)
l *= 2; print(l)
b = True
b &= False; print(b)
b |= True; print(b)
b += 1; print(b)
z = 1 + 1j
z *= z; print(z)

def where():
    print("evaluated")
    return 0

v = [10, 20]
v[where()] += 5
print(v)
v[-1] *= v[0]
print(v)
n = [[1, 2], [3]]
n[0][1] -= 10; n[1] += [4]
print(n)

def local(n):
    n += 1
    n *= 2
    return n
print(local(4))
y = 2
y **= 3 ** 2; print(y)
y -= 1 if y > 5 else 0; print(y)
