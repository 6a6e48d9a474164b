# expect: ValueError: empty separator
"abc".split("")
