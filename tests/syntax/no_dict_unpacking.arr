# expect: '**' items of dict displays are not supported
x = {**{}, "a": 1}
