# expect: ValueError: base is not invertible for the given modulus
pow(2, -1, 4)
