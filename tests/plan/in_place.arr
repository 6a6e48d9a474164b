# An augmented assignment writes where it reads: no copy, no new version.
# plan: nodes=2: multiply add; loads=[12] stores=1 .* renames=0
# plan: ^renames 0$
import numpy as np
a = np.arange(1000.)
print(a[1])
a += a * 2
print(a[1])
