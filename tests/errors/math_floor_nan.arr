# expect: ValueError: cannot convert float NaN to integer
import math; math.floor(math.nan)
