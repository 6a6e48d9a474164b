# expect: unmatched ')'
x = 1 + 2)
