# Methods of strings.
s = "  Hello, World\t\n"
print(repr(s.strip()), repr(s.lstrip()), repr(s.rstrip()), "xxaxx".strip("x"), "é-aé".strip("é-"), "abc".strip("") == "abc")
print(", ".join(["a", "b", "c"]), "".join(()), "-".join("héy"), "/".join(map(str, [1, 2.5, None])), "x".join(["one"]))
print("abC".upper(), "ABc d".lower(), "the quick-brown fox's".title(), "hELLO wORLD".capitalize(), "aBc".swapcase())
print("a b  c\td\n".split(), "a,b,,c,".split(","), "a,b,c".split(",", 1), "  a b c ".split(None, 1), "".split(), "".split(","))
print("a--b--c".split("--"), "abc".split("x"), "a b c d".split(maxsplit=2), "one".split(sep="n"), "a\nb\r\nc\n\nd".splitlines())
print("hello".startswith("he"), "hello".startswith(("x", "h")), "hello".endswith("lo"), "hello".endswith(()), "".startswith(""))
print("hello".find("l"), "hello".find("z"), "héllo".find("l"), "hello".index("o"), "banana".count("an"), "aaa".count("aa"), "héy".count(""))
print("banana".replace("a", "o"), "banana".replace("a", "", 2), "abc".replace("", "-"), "héy".replace("", "."), "abc".replace("b", "é"), "aa".replace("a", "b", 0))
print("|" + "a".ljust(4) + "|" + "a".rjust(4, "*") + "|" + "a".center(4) + "|" + "ab".center(5, "é") + "|" + "abc".center(2) + "|" + "abc".center(6) + "|")
print("42".zfill(5), "-42".zfill(5), "+1".zfill(4), "abc".zfill(2), "".zfill(3))
print("123".isdigit(), "".isdigit(), "a1".isalnum(), "ab".isalpha(), " \t".isspace(), "AB1".isupper(), "ab".islower(), "1".isupper())
upper = "abc".upper
print(upper(), "a" in "abc".upper().lower(), len("a,b".split(",")), "x".join(["1"] * 3))
