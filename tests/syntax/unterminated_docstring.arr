# expect: unterminated triple-quoted string literal (detected at line 4)
def f():
    """Never ends.
