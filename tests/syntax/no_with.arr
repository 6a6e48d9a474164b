# expect: with statements are not supported
with open("f") as f:
    pass
