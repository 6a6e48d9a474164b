# Several results of one array share its pass.
# plan: ^  task \S+ domain=\(1000,\) .*reductions=3
# plan: ^pulls_print [1-3]$
x = arange(1000) * 1.0
low, high, total = x.min(), x.max(), x.sum()
print(low, high, total)
