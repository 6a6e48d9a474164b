# Strings: literals, escapes, concatenation, comparison, repr.
print('single', "double", 'it''s', "a" "b" 'c')
print("tab\tnewline\nbackslash\\ quote\" apostrophe' bell-free")
print('\x41\u00e9\u20ac\101\60', "caf\u00e9", "日本語", "\U0001F600")
print("line \
continued")
print("""triple "quoted"
over two lines""")
print('''another
one''')
print(r'raw \n stays', R"\t")
print("", '', "empty before")
print("a" + "b", "ab" * 3, 3 * "xy", "ab" * 0, "ab" * -1)
print("a" == "a", "a" == 'b', "a" != "b", "a" < "b", "b" >= "a", "Z" < "a", "ab" < "abc", "a" == 1)
print(len(""), len("abc"), len("é"), len("日本"))
print(str(5), str(2.5), str(True), str(None), str("s"), repr("s"), str(1j), str((1, "a")), str([1, "b"]))
print(repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("tab\t nl\n cr\r bs\\ nul\x01 del\x7f"))
print(repr("é"), ["é", "\u200b"], ("a\nb",))
print(bool(""), bool("x"), not "", "" or "default", "x" and "y")
print("a" in "cat", "dog" in "cat", "" in "cat", "at" not in "cat")
s = "x"
s += "y"; print(s)
s *= 3; print(s)
for c in "abc":
    print(c, end=" ")
print()
a, b = "pq"
print(a, b)
