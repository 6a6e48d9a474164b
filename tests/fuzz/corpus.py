#!/usr/bin/env python3
"""Seeds and words for the parser's fuzzer.

  corpus.py DIRECTORY DICTIONARY

Every statement of every .arr file is a seed, if it is short; the dictionary
holds what the lexer knows as words and signs.
"""
import hashlib
import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
LONGEST = 256
# What f-strings are made of, right and wrong: each alone, and some within others.
FIELDS = ("{x}", "{x!r}", "{x!s:>10}", "{x=}", "{x = !a:<{w}}", "{x:{w}.{p}f}", "{{", "}}", "{", "}", "\\{", "\\}", "{x!=y}", "{x==y}", "{ {1: 2}[1] }", "{(lambda a: a)(1)}",
          "{x!z}", "{}", "{!r}", "{:5}", "{x:{y:{z}}}", "{x\\n}", "{x#}", "{'a'}", "{f'{x}'}", "{x:>{'8'}}", "{[i for i in y]}", "{a if b else c:^9}", "{x[1:2]:3}", "{x,}",
          "{*x}", "{x:}", "{x!r:}", "{yield}", "\\N{DASH}", "\\x4", "\\u00e9", "{x:%H{y}}", "{((1))}", "{(}", "{]}", "{'}", "{x.y[0](z, k=1)}", "é{x}é", "{x:é>{w}}")


def pieces(text):
    """Blocks between lines that begin at the margin."""
    block = []
    for line in text.split("\n"):
        if block and line and not line[0].isspace() and not line.startswith(("el", "except", "finally", ")", "]", "}")):
            yield "\n".join(block) + "\n"
            block = []
        block.append(line)
    yield "\n".join(block) + "\n"


def fstrings():
    for k, field in enumerate(FIELDS):
        for prefix, quote in (("f", '"'), ("F", "'"), ("rf", '"'), ("fR", "'''"), ("f", '"' * 3)):
            yield f"{prefix}{quote}{field}{quote}\n"
            yield f"print({prefix}{quote}a{field}b{FIELDS[(k * 7 + len(prefix)) % len(FIELDS)]}{quote} 'c')\n"


def words():
    lexer = (TOP / "grammar/lexer.re").read_text()
    rules = lexer[lexer.index("re2c:define"):]
    yield from re.findall(r'^    "((?:[^"\\]|\\.)+)"', rules, re.M)
    yield from ('"""', "\'\'\'", "f\'{", "f\"{x!r:>{w}}\"", "rf\"", "Rf\'", "f\"\"\"", "{x=}", "{x = !s:>10}", "{x:{w}.{p}f}", "{{", "}}", "\\{", "!r}", "!a:", ":>{w}}", ":,.2%}", "{ {1: 2}[1] }", "{f'{x}'}",
                "\\N{", "\\x4", "{lambda x: 1}", "{*a}", "{x!=y}", "{'", "\n    ", "\n        ", "\\\n", "1e5", "0x1F", "1_0", "2j", "print(", "np.", "*a", "**k", ":=", "\r\n", "\t")


def quoted(word):
    return '"%s"' % "".join(c if c.isalnum() or c in " ()[]{}<>=+-*/.,:;!%&|^~@_" else "\\x%02x" % ord(c) for c in word)


def main():
    folder, dictionary = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    files = [*(TOP / "tests").glob("*/*.arr"), *(TOP / "examples").glob("*.arr"), *(TOP / "stdlib").glob("*.arr")]
    seeds = {piece.encode("utf-8", "surrogateescape") for path in files
             for piece in pieces(path.read_text(encoding="utf-8", errors="surrogateescape"))}
    seeds |= {seed.encode() for seed in fstrings()}
    for seed in sorted(seeds):
        if len(seed) <= LONGEST:
            (folder / hashlib.sha1(seed).hexdigest()[:16]).write_bytes(seed)
    dictionary.write_text("".join(quoted(word) + "\n" for word in dict.fromkeys(words()) if "\\x00" not in word))


if __name__ == "__main__":
    main()
