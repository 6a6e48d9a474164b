# expect-arr: NotImplementedError: open is not in arr
import numpy as np
open("/nowhere/at/all")
