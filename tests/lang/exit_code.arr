# sys.exit ends the program with its argument, after what was printed.
import sys

def leave(code):
    print("leaving", code)
    sys.exit(code)

for i in range(5):
    if i == 3:
        leave(i + 4)
    print(i)
print("never")
