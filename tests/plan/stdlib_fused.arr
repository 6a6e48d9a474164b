# plan: ^pulls 1$
# plan: ^library_files 1$
# Library code only records.
import numpy as np
a = np.linspace(0, 1, 1000)
b = np.nanstd(a) + np.nanmean(a) * np.nanmax(a)
print(b > 0)
