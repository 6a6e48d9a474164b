# null: skip
# format(value, spec): fill, alignment, sign, z, #, 0, width, grouping, precision, type.
import numpy as np

numbers = [0, 1, -7, 255, 1234567, -12345678901234567890123, True, False, np.int8(-3), np.uint64(2**64 - 1),
           np.array(42)]
for spec in ("", "d", "5", "<7", "^9d", "*>12", "+", " d", "012", "+015,", ",", "_", "b", "#b", "#_b", "o", "#o",
             "x", "#x", "#X", "#_x", "#020x", "n", "e", ".2f", "8.1f", "g", "%", ".1%", "é^31,"):
    print(spec)
    for v in numbers:
        print("|" + format(v, spec) + "|", end=" ")
    print()

inf = float("inf")
floats = [0.0, -0.0, 1.0, 1.5, -2.675, 100.0, 123456.789, 1e-5, 1e16, 1e22, -9.9995e-5, inf, -inf, inf - inf,
          np.float32(0.1), np.float64(2.5), np.array(0.25)]
for spec in ("", "10", "<10", "^12", "=+12", "010", "+", " ", "#", ",", "_", ".0", ".3", "#.3", ".17", "e", ".0e", "#.0e",
             "E", "f", ".0f", "#.0f", ".3f", ",.2f", "_.1f", "020,.2f", "z.1f", "+z.0f", "g", "#g", ".4g", ",g", "G",
             "F", "n", "%", ".0%", "*^20.3e"):
    print(spec)
    for x in floats:
        print("|" + format(x, spec) + "|", end=" ")
    print()

for spec in ("", "20", "<20", ".2", ".3f", "+.1e", "g", "G", ",.1f", "#", "z.0f", "n"):
    print(spec)
    for z in (0j, 1j, -1j, 1 + 2j, -0.0 - 1.5j, 1e20 + 1e-9j, complex(inf, -inf), np.complex64(1 - 2j), np.array(3 + 4j)):
        print("|" + format(z, spec) + "|", end=" ")
    print()

for spec in ("", "s", "8", "<8", ">8", "^8s", "é>6", ".2", "6.1s", "05", "*^9.3"):
    for s in ("", "a", "héllo", "日本語"):
        print("|" + format(s, spec) + "|", end=" ")
    print(spec)

print(format(65, "c"), format(0x20AC, "5c"), format(10.0), format(None), format([1, 2.5, "x"]), format((1,), ""))
print(format(np.bool_(True)), format(np.bool_(True), "d"), format(np.arange(3)), format(range(3)))
