# An overlapping update in place costs one pass: the task writes a fresh
# version of the store (a rename), nothing is copied first.
# plan: nodes=\d+: multiply subtract add .*copy; loads=3 stores=1 .*renames=1
# plan: ^renames 50$
# plan: ^plans_made [2-4]$
u = linspace(0, 1, 400)
for i in range(50):
    u[1:-1] = u[1:-1] + 0.25 * (u[2:] - 2 * u[1:-1] + u[:-2])
print(u.sum() > 0)
