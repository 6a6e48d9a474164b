# expect: 'import *' forms are not supported
from numpy import *
