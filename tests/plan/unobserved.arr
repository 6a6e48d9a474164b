# What nobody can observe is never computed, and without print nothing is pulled.
# plan: ^pulls 0$
# plan: ^bytes_pulled 0$
# plan: ^nodes_dropped 20$
# plan: ^bytes_read 0$
a = ones((300, 300))
for i in range(10):
    b = sqrt(a @ a)
a = b = 0
