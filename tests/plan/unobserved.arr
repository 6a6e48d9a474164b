# What nobody can observe is never computed, and without print nothing is pulled.
# plan: ^pulls 0$
# plan: ^bytes_pulled 0$
# plan: ^tasks 0$
a = ones((300, 300))
for i in range(10):
    b = sqrt(a @ a)
a = b = 0
