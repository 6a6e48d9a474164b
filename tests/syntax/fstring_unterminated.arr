# expect: unterminated string literal (detected at line 2)
x = f"{a}
