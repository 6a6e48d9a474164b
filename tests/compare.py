"""Comparing what was printed with what should have been."""
import difflib
import math
import re
import struct

NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?:inf|nan)")


def ordinal(x):
    """Doubles as integers whose difference counts representable numbers."""
    bits = struct.unpack("<q", struct.pack("<d", x))[0]
    return bits if bits >= 0 else -(bits & 0x7FFFFFFFFFFFFFFF)


def last_place(token):
    """The weight of the last printed digit: 0.25 -> 0.01."""
    mantissa, _, exponent = token.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 10.0 ** (int(exponent or 0) - decimals)


def near(got, want, ulp):
    """Within ulp doubles of each other, or of what rounding to the printed digits hides."""
    if got == want:
        return True
    if not (NUMBER.fullmatch(got) and NUMBER.fullmatch(want)):
        return False
    a, b = float(got), float(want)
    if math.isnan(a) or math.isnan(b) or math.isinf(a) or math.isinf(b):
        return repr(a) == repr(b)
    if abs(ordinal(a) - ordinal(b)) <= ulp:
        return True
    printed = max(last_place(got), last_place(want))
    return max(len(got), len(want)) < 17 and abs(a - b) <= printed * 1.000001


def tokens(text):
    """Numbers and everything between them; runs of blanks, which depend on widths, are one."""
    parts, end = [], 0
    for match in NUMBER.finditer(text):
        parts += [" ".join(text[end : match.start()].split()), match.group().lstrip("+")]
        end = match.end()
    return parts + [" ".join(text[end:].split())]


def same(got, want, ulp=None):
    if got == want:
        return True
    if ulp is None:
        return False
    a, b = tokens(got), tokens(want)
    return len(a) == len(b) and all(near(x, y, ulp) for x, y in zip(a, b))


def diff(got, want, limit=12):
    """A compact unified diff; '-' is wanted, '+' is what came."""
    lines = list(difflib.unified_diff(want.splitlines(), got.splitlines(), "wanted", "got", n=1, lineterm=""))
    more = [f"... {len(lines) - limit} more lines"] if len(lines) > limit else []
    return "\n".join(lines[:limit] + more) or f"wanted {want[-80:]!r}, got {got[-80:]!r}"
