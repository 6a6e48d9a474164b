# expect: cannot assign to function call here. Maybe you meant '==' instead of '='?
f(x) = 3
