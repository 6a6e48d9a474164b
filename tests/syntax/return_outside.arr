# expect: 'return' outside function
return 1
