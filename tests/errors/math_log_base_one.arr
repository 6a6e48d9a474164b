# expect: ZeroDivisionError: float division by zero
import math; math.log(5, 1)
