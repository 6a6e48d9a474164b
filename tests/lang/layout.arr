# Lines, indentation, comments, continuation.
a = 1; b = 2; print(a, b);
if a:
  print("two spaces")
  if b:
          print("deep")
          print("deep again")
  print("back")
def f(x):

    # a comment line

    y = x + 1   # trailing comment
# a comment at column 0 ends nothing
    return y

print(f(1))
total = (1 +
         2
  + 3)
print(total)
values = [
1,
    2, # two

# nothing here
3
]
print(values)
print("a",

      "b"
)
long = 1 + \
    2 + \
    3
print(long)
if a and \
        b: print("joined")
s = "# not a comment"; print(s)   ;   print(len(s))
x=1+2*3-4;print(x)
print ( x , [ 1 , 2 ] [ 0 ] )
def g(a,
      b=(1,
         2)):
    return (a,
            b)
print(g(0))
for i in range(2):
    pass;
print(i)
while False: pass
if 1: pass; print("same line")


# the last line has no newline
print("end")