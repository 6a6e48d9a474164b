# expect: parenthesised items of with statements are not supported
import numpy as np
with (np.errstate(divide="ignore"), np.errstate(over="ignore")):
    pass
