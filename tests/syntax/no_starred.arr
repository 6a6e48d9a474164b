# expect: starred elements and targets are not supported
a, *b = 1, 2, 3
