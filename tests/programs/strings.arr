# Run lengths, Roman numerals, bases, CSV, trees, format specs.
def rle(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        out.append((s[i], j - i))
        i = j
    return "".join(f"{c}{n if n > 1 else ''}" for c, n in out)

print(rle("aaabccdddd"), rle(""))
def roman(n):
    table = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    s = ""
    for v, r in table:
        q, n = divmod(n, v)
        s += r * q
    return s
print([roman(k) for k in (4, 9, 14, 1994, 2024)])
def to_base(n, b):
    digits = "0123456789abcdef"
    if n == 0:
        return "0"
    s = ""
    neg, n = n < 0, abs(n)
    while n:
        s = digits[n % b] + s
        n //= b
    return "-" * neg + s
print(to_base(255, 2), to_base(255, 16), to_base(-10, 3), int(to_base(1234, 7), 7))
csv = "name,qty,price\nbolt,100,0.25\nnut,250,0.1\nwasher,,0.05"
header, *rows = [line.split(",") for line in csv.split("\n")]
records = [dict(zip(header, r)) for r in rows]
total = 0.0
for rec in records:
    try:
        qty = int(rec["qty"])
    except ValueError as e:
        print("skipping", rec["name"], "-", e)
        continue
    total += qty * float(rec["price"])
    print("{:<8}{:>6}{:>8}".format(rec["name"], rec["qty"], rec["price"]))
print(f"total {total:>15.2f}|{total:<10.1f}|{total:^12.0f}|{total:+,.3f}|{total:e}|{total:%}")
matrix = [[1, 20, 300], [4000, 5, 60]]
w = [max(len(str(r[k])) for r in matrix) for k in range(3)]
for r in matrix:
    print("| " + " | ".join(str(v).rjust(n) for v, n in zip(r, w)) + " |")
tree = {"root": {"left": {"leaf": 1}, "right": 2}}
def show(t, depth=0):
    for k, v in t.items():
        if isinstance(v, dict):
            print("  " * depth + k + "/")
            show(v, depth + 1)
        else:
            print("  " * depth + f"{k}: {v!r}")
show(tree)
vowels = sum(ch in "aeiou" for ch in "programming language")
print(vowels, "".join(c for c in "h3ll0" if not c.isdigit()), "a" * 3 + "b", "x".join("123"), "%s" % (1,), "%d%%" % 50)
print(sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1]), [c for c in "abc"][::-1], "abc"[-2:], "hello"[1:4:2], "é" > "z", "abc" < "abd")
s = "the rain in spain"
print(s.title(), s.split()[::-1], s.replace("ain", "own"), s.index("in"), s.rfind("in"), s.count("a"), s.find("zz"), s.upper().isupper(), " ".join(w[::-1] for w in s.split()))
print("tab", "line1\nline2".splitlines(), "a=1;b=2".split(";"), dict(p.split("=") for p in "a=1;b=2".split(";")))
print("%(a)s-%(b)03d" % {"a": "x", "b": 7}, "{0:>{1}}".format("r", 4), f"{'nested':{'*'}^{12}}", f"{3.14159:.{2}f}", f"{1e6:,.0f}", f"{0b1010:08b}", f"{255:#x}", f"{-5:05d}", f"{5:+}", f"{12345.678:12,.2f}|")
