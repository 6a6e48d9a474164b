# expect: invalid syntax
except ValueError:
    pass
