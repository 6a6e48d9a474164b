#!/usr/bin/env python3
"""Writes src/lang/known_names.def: run under the pinned NumPy, redirect into the file."""
import builtins, math, sys, time, textwrap
import numpy as np
import numpy.polynomial
def names(o): return sorted(n for n in dir(o) if not n.startswith('_') and n.isidentifier())
rows=[("numpy",np),("numpy.linalg",np.linalg),("numpy.random",np.random),("numpy.fft",np.fft),("numpy.ndarray",np.ndarray),
      ("numpy.generic",np.float64),("numpy.dtype",np.dtype),("numpy.random.Generator",np.random.Generator),("numpy.random.RandomState",np.random.RandomState),("numpy.ufunc",np.ufunc),
      ("builtins",builtins),("str",str),("list",list),("tuple",tuple),("dict",dict),("int",int),("float",float),("complex",complex),("slice",slice),("range",range),
      ("math",math),("time",time),("sys",sys)]
print("""/* What NumPy 2.2.6 and CPython 3.11 know, from their dir(): so that a name which
 * arr lacks is told from a name which nobody has. KNOWN(where, names): names are
 * between blanks. */""")
for n,o in rows:
    w=textwrap.wrap(' '.join(names(o)),92)
    print(f'KNOWN("{n}",')
    print('\n'.join(f'      "{" " if True else ""}{l}{" " if i==len(w)-1 else ""}"' for i,l in enumerate(w))+')')
