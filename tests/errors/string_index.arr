# expect: ValueError: substring not found
"abc".index("x")
