# A chain of ops inside a function is one task: one pass, no temporary stored.
# plan: ^  task \S+ domain=\(1000,\) nodes=\d+: .*multiply.*sqrt.*sum; loads=0 stores=0 reductions=1 temporaries=6
# plan: ^tasks 1$
# plan: ^bytes_read 0$
# plan: ^pulls 1$
# plan: ^pulls_print 1$
def f(n):
    a = arange(n) * 0.5
    b = a * a + 1
    return sum(sqrt(b) - a)

print(f(1000))
