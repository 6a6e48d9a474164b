# expect: TypeError: The fill character must be exactly one character long
"a".center(5, "ab")
