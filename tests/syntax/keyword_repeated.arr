# expect: keyword argument repeated: sep
print(1, sep="", sep=" ")
