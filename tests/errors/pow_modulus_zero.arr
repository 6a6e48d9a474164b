# expect: ValueError: pow() 3rd argument cannot be 0
pow(2, 3, 0)
