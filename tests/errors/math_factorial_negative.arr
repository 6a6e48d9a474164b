# expect: ValueError: factorial() not defined for negative values
import math; math.factorial(-1)
