# expect: ValueError: Cannot specify both ',' and '_'.
print(format(15, ",_"))
