# expect: does not match opening parenthesis '('
x = f"{(a]}"
