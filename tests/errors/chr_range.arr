# expect: ValueError: chr() arg not in range(0x110000)
chr(-1)
