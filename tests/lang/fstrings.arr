# null: skip
# f-strings: values, conversions, specs, nesting, quotes, '='; Python 3.11's rules.
import numpy as np

x, y, name = 3, 2.5, "it's"
print(f"", f"plain", f"{x}", f"{x}{y}", f"a{x}b{y}c", f"{x + 1} {{braces}} {{{x}}} }}{{")
print(f"{name!r} {name!s} {name!a} {'é'!a} {name}", f'{name:>8}|{name:<8}|{name:^8}|{name!r:>9}|')
print(f"{y:.3f} {y:8.2f}| {x:05d} {x:>+5} {1234567:,} {0.25:.1%} {255:#x} {1e10:g} {x:b}")
width, precision = 10, 4
print(f"{y:{width}.{precision}f}|{np.pi:{width}.{precision}}|{x:{'>'}{width}}|{x:{width}d}|")
print(f"{x=} {y = } {x+1=} {name=!s} {y=:.2f} { x = }", f"{np.sqrt(4.0)=}", f"{'a' 'b'=}")
print(f"{[i for i in range(3)]} {dict(a=1)} {(1, 2)} { {'k': 1}['k'] } {x if x > 2 else y} {(lambda a: a * 2)(4)}")
print(f"{x!=2} {x == 3} {x <= 3} {x >= 4} {x < 4} {'}'} {'{'} {':'} {'!'} {'='}")
print(f'{"double"} {"it" + "s"}', f"{'single'}", f"""{"in"} {'both'}
second {x
  + 1} line""")
print("a" f"{x}" "b" r"\n" rf"\d{x}" fr"{x}\s" f"\t{x}\x41\u00e9" F"{x}", rf"\d{x}", Rf"{x}\\")
print(f"\t{x}\x41\u00e9\n{x}", "left " f"{x} " "{x} " f"{y}")
print(f"{f'{x:>3}'}", f"{f'{x}' + f'{y}'}", f'''{f"{f'{x}'}"}''')
# backslashes beside braces: a brace is none that a backslash could escape
print(f"\{x}", f"\{x}\}}", rf"\{x}", f"\\{x}", f"{{\t}}", f"\x7b{x}\x7d", f'\'{x}\'', f"\{{{x}}}", f"\}}", rf"\{{{x}\}}", f"{x}\
{y}", f"\q{x}\d", f"{x:\t>4}", f"{x:\x2a^5}", F'{x}\101')
a = np.array([1.5, 2.25, -3.0])
print(f"{a} {a.sum()} {a.sum():.3f} {a[0]:>8} {a!r} {a.shape} {np.float32(0.1)} {np.int64(7):03d} {a.mean():e}")
print(f"{None} {True} {1+2j} {1 + 2j:.1f} {2**70} {2**70:,} {...} {print}"[:60], f"{True:d}", f"{'s':5}|", f"{[]}")
for i, row in enumerate([[1, 2.0], [10, 20.5]]):
    print(f"row {i}: {row[0]:4d} {row[1]:6.2f}", *[f"<{v}>" for v in row])


def report(label, value, digits=2):
    inner = lambda v: f"{v:.{digits}f}"
    return f"{label}: {inner(value)} " f"({digits} digits)"


print(report("pi", np.pi), report("e", 2.718281828, digits=5))
print(f"{report('nested', 1.0)!r:>30}", f"{'a,b'.split(',')}", f"{'x' in {'x': 1}}")
for action in [lambda: f"{x:q}", lambda: f"{name:d}", lambda: f"{a:.2f}", lambda: f"{undefined_thing}", lambda: f"{1 / 0}",
               lambda: f"{[]:5}", lambda: f"{None:>5}", lambda: f"{y:d}"]:
    try:
        print(action())
    except Exception as e:
        print(repr(e))
