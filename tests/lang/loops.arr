# for and while, break and continue, targets of every form.
for i in range(3):
    print(i, end=" ")
print(i)
for i in range(2, 5): print(i, end=" ")
print()
for i in range(10, 0, -3): print(i, end=" ")
print()
for i in range(5, 5): print("never")
for i in range(0): print("never")
print(i)
for x in [1, "two", 3.0, None]: print(x, end=" ")
print()
for x in (1, 2): print(x, end=" ")
print()
for x in (): print("never")
for a, b in [(1, 2), (3, 4)]:
    print(a + b, end=" ")
print()
for (a, b), c in [((1, 2), 3), ((4, 5), 6)]:
    print(a, b, c, end="; ")
print()
for [a, b] in ((1, 2), [3, 4]): print(a * b, end=" ")
print()
box = [0, 0]
for box[1] in range(3): pass
print(box)

total, n = 0, 0
while n < 10:
    n += 1
    if n % 2:
        continue
    if n > 8:
        break
    total += n
print(total, n)

while True:
    n -= 1
    if n < 5: break
print(n)
while n: n -= 1
print(n)

for i in range(4):
    for j in range(4):
        if j == 2:
            break
        if i == 1:
            continue
        print((i, j), end=" ")
print(i, j)

def find(items, wanted):
    for item in items:
        while True:
            if item == wanted:
                return "found"
            break
    return "absent"
print(find([1, 2, 3], 2), find([1, 2, 3], 9))

items = [1, 2, 3]
for item in items:
    items = items + [item * 10]
print(items)
grown = [1]
for g in grown:
    if len(grown) < 4:
        grown += [g + 1]
print(grown)
for i in range(3):
    i = i * 10
    print(i, end=" ")
print()
steps = 0
for i in range(1000):
    for j in range(10):
        steps += 1
print(steps)
k = 5
for k in range(k): pass
print(k)
