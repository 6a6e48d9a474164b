# expect: TypeError: 'zip' object is not reversible
reversed(zip())
