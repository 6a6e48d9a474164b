# expect: 'continue' not properly in loop
if True:
    continue
