# expect: tabs are not supported in indentation
if True:
	x = 1
