# expect: expected ':'
with np.errstate()
    pass
