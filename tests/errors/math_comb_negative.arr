# expect: ValueError: k must be a non-negative integer
import math; math.comb(5, -1)
