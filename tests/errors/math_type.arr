# expect: TypeError: must be real number, not str
import math; math.sin("x")
