# expect-arr: NotImplementedError: str.encode is not in arr
import numpy as np
"a".encode("x")
