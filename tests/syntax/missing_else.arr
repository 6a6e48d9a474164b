# expect: expected 'else' after 'if' expression
x = 1 if True
