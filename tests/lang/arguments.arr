# argv: 12 3.5 word
# Programs take their sizes from the command line.
import sys
print(len(sys.argv), sys.argv[1:])
n = int(sys.argv[1]) if len(sys.argv) > 1 else 100
x = float(sys.argv[2])
print(n, x, sys.argv[3], n * x)
