# Methods of Python's own types, called wrongly: CPython's words.
def tries(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)
tries(lambda: [].append(), lambda: [].append(1, 2), lambda: [].append(x=1), lambda: [].insert(1), lambda: [].insert(x=1), lambda: [].pop(1, 2), lambda: [].pop(x=1))
tries(lambda: [].sort(1), lambda: [].sort(foo=1), lambda: [].reverse(1), lambda: [].copy(1), lambda: [].copy(x=1), lambda: [].clear(1), lambda: [].extend(), lambda: [].index(), lambda: [].remove(), lambda: [].count())
tries(lambda: ''.join(), lambda: ''.upper(1), lambda: ''.upper(x=1), lambda: ''.split(1, 2, 3), lambda: ''.split(foo=1), lambda: ''.strip(1, 2), lambda: ''.replace('a'), lambda: ''.zfill(), lambda: ''.ljust(), lambda: ''.partition())
tries(lambda: ''.splitlines(1, 2), lambda: ''.isdigit(1), lambda: ''.format_map(), lambda: ''.removeprefix(), lambda: ''.find(1), lambda: ''.count([]), lambda: ''.join(3))
tries(lambda: {}.keys(1), lambda: {}.get(), lambda: {}.get(1, 2, 3), lambda: {}.pop(), lambda: {}.setdefault(), lambda: {}.items(x=1), lambda: {}.update(1, 2), lambda: {}.copy(1), lambda: {}.popitem(1), lambda: {}.clear(2))
tries(lambda: ().index(), lambda: ().count(1, 2), lambda: {}.values(1), lambda: abs(), lambda: len(1, 2), lambda: ord(), lambda: isinstance(1))
