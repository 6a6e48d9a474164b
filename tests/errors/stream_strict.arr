# flags: --streaming strict --window-size 1024
# expect-arr: RuntimeError: what is computed here cannot stream: a library call reads it whole
import numpy as np

x = np.sqrt(np.arange(2_000_000.0))
print(np.sort(x * 2)[-1])
