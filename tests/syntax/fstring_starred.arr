# expect: can't use starred expression here
x = f"{*a}"
