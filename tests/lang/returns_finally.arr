# What returns from within loops and handlers leave to finally.
def f(n):
    out = [1]
    try:
        return out + [n]
    finally:
        out.append(5)
        print(out)
def g(n):
    out = [1]
    try:
        return out
    finally:
        print(out)
def h(n):
    out = [1]
    try:
        return out + ['a']
    finally:
        try:
            return out + ['b']
        finally:
            out += [3]
            print(out)
def k(n):
    out = [1]
    for i in range(2):
        try:
            return out + ['a']
        finally:
            if i < 1:
                continue
    return out + [2]
for q in (f, g, h, k):
    try: print(q(3))
    except Exception as e: print(type(e).__name__, e)
def loops(n, how):
    out = [n]
    total = 0
    try:
        for i in range(3):
            total += i
            while True:
                n += 1
                if how == 0: return out
                if how == 1: return out + [n]
                if how == 2: return n
                if how == 3: return 'constant'
                if how == 4: out[9]
                if how == 5: return [x for x in out if x]
                if how == 6:
                    try: return out
                    finally: n = 77
                break
            if how == 7:
                for k in (1, 2):
                    for name in ('a', 'b'):
                        return name * k + str(i)
    except IndexError as error:
        out.append(str(error))
        return out
    finally:
        out.append(-1)
        print('finally', n, how, out, total, i)
    return None
for how in range(9): print(loops(3, how))
def nested(n):
    out = []
    try:
        return out + ['r88']
    finally:
        try:
            while len(out) < 6 and n < 9:
                n += 1
                return out + ['r45']
        finally:
            out += [n, 34]
            print(out)
print(nested(1), nested(12))
def swallowed():
    a = [1]
    for i in range(3):
        try:
            for j in range(2):
                a.append(j)
                return a
        finally:
            if i < 2: continue
    return 'never'
print(swallowed())


# break and continue in a loop's else belong to the loop around it
def elses(how):
    said = []
    for i in range(4):
        try:
            for j in range(2):
                said.append(j)
            else:
                if how == 0: continue
                if how == 1: break
                if how == 2 and i == 2: break
                if how == 3:
                    try: continue
                    finally: said.append('f')
            k = 2
            while k:
                k -= 1
            else:
                if how == 4: continue
                if how == 5: break
                if how == 6: return said
            said.append('end')
        finally:
            said.append(-i)
    else:
        said.append('else')
    return said


for how in range(8): print(elses(how))
for i in range(3):
    for j in range(2):
        pass
    else:
        continue
    print('never')
n = 0
while n < 5:
    n += 1
    try:
        while True: break
        else: print('never')
        for j in (): pass
        else:
            if n == 3: break
            continue
    finally:
        print(n)
