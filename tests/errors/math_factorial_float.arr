# expect: TypeError: 'float' object cannot be interpreted as an integer
import math; math.factorial(2.0)
