# expect: can't use starred expression here
x = *a
