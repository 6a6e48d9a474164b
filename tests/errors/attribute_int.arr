# expect: AttributeError: 'int' object has no attribute 'foo'
import numpy as np
x = 5
x.foo
