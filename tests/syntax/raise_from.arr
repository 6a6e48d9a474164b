# expect: invalid syntax
raise from x
