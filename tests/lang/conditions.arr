# if, elif, else; suites on one line; nesting.
def classify(n):
    if n < 0:
        return "negative"
    elif n == 0:
        return "zero"
    elif n < 10:
        if n % 2 == 0:
            return "small even"
        else:
            return "small odd"
    else:
        return "large"

for n in (-5, 0, 4, 7, 100):
    print(n, classify(n))
if True: print("one line")
if False: print("no")
else: print("else on one line")
if 0: pass
elif 1: print("elif"); print("two statements")
else: print("no")
if 1:
    if 0:
        print("no")
    # a comment at its own depth
        # and deeper
    print("dedent")
else:
    print("no")
x = 3
if x > 1 and x < 5 or x == 10: print("and/or")
if not x == 4: print("not")
if (x > 1 and
        x < 5):
    print("continued")
if x > 2 \
   and x < 4:
    print("backslash")
y = "a" if x else "b"; print(y)
if x is not None: print("is not None")
if x in (1, 2, 3): print("in")
if 1 < x < 4: print("chain")
