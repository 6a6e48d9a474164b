# expect: ValueError: both points must have the same number of dimensions
import math; math.dist([1], [1, 2])
