# expect: ValueError: math domain error
import math; math.log(0)
