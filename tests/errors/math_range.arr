# expect: OverflowError: math range error
import math; math.exp(1000)
