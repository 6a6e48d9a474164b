# A loop's body is planned at most twice, whatever its length, and replayed;
# constants and the step of a scalar are no part of the plan.
# plan: ^plans_made [1-5]$
# plan: ^plans_reused 9[5-9]$
# plan: ^pulls 1$
x = linspace(0, 1, 500)
rate = 0.1
for i in range(100):
    x = x + rate * (1 - x)
    rate = rate * 0.99
print(x.max() <= 1)
