"""Makes a failing random program smaller, as long as it keeps failing.

Works on the syntax tree of the canonical text, so that it needs to know
nothing of how programs are made: deletes statements (halves first), unrolls
loops and branches into their bodies, replaces expressions by their parts and
numbers by smaller ones. A change is kept when check(program) still fails in
the same way; what NumPy itself refuses fails in another way and is dropped.
"""
import ast
import copy

import fuzz_generate as generate

MAX_CHECKS = 1200     # each costs a process per mode
PASSES = 6


def _kind(failure):
    """What must stay: how it fails, without the numbers."""
    if failure.reason.startswith("error"):
        return failure.reason
    if failure.reason.startswith("ended"):
        return "ended"
    return "modes" if failure.reason.startswith("differs from mode") else "numpy"


class _Search:
    def __init__(self, failure, check):
        self.best = failure
        self.kind = _kind(failure)
        self.check = check
        self.left = MAX_CHECKS
        self.tree = ast.parse("\n".join(failure.program.defs + failure.program.body))

    def attempt(self, tree):
        """Keeps tree if the program it makes still fails in the same way."""
        if self.left <= 0:
            return False
        self.left -= 1
        try:
            text = ast.unparse(ast.fix_missing_locations(tree))
            program = _program(text, self.best.program)
            compile(generate.plain(program.canonical()), "<shrink>", "exec")
        except (SyntaxError, ValueError, IndexError):
            return False
        failure = self.check(program)
        if failure is None or _kind(failure) != self.kind or _is_new_error(failure, program):
            return False
        self.best = failure
        self.tree = tree
        return True


def _is_new_error(failure, program):
    return not program.error and failure.reason.startswith("error") and "NameError" in failure.reason


def _program(text, old):
    return generate.Program(old.index, [], text.split("\n"), old.error, old.big)


def _blocks(tree):
    """Every list of statements in tree."""
    for node in ast.walk(tree):
        for name in ("body", "orelse"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                yield block


def _nth_block(tree, n):
    return list(_blocks(tree))[n]


def _delete_statements(search):
    changed = False
    n = 0
    while n < len(list(_blocks(search.tree))):
        size = max(len(_nth_block(search.tree, n)) // 2, 1)
        while size:
            changed |= _delete_runs(search, n, size)
            size //= 2
            if n >= len(list(_blocks(search.tree))):
                break
        n += 1
    return changed


def _delete_runs(search, n, size):
    changed = False
    at = 0
    while n < len(list(_blocks(search.tree))) and at < len(_nth_block(search.tree, n)):
        tree = copy.deepcopy(search.tree)
        block = _nth_block(tree, n)
        del block[at:at + size]
        if (block or n == 0) and search.attempt(tree):
            changed = True
        else:
            at += size
    return changed


def _unroll(search):
    """for x in s: body  ->  body (with x as it is), if c: body -> body."""
    changed = False
    n = 0
    while n < len(list(_blocks(search.tree))):
        for at, statement in enumerate(_nth_block(search.tree, n)):
            if isinstance(statement, (ast.For, ast.If)):
                tree = copy.deepcopy(search.tree)
                block = _nth_block(tree, n)
                block[at:at + 1] = block[at].body
                if search.attempt(tree):
                    changed = True
                    break
        n += 1
    return changed


def _parts(node):
    """Simpler expressions that may stand for node."""
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    if isinstance(node, ast.UnaryOp):
        return [node.operand]
    if isinstance(node, ast.Compare):
        return [node.left] + node.comparators
    if isinstance(node, ast.Subscript):
        return [node.value]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "_p", "_z"):
        return []  # a mark that goes makes a difference of what is allowed to differ
    if isinstance(node, ast.Call):
        own = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        return [a for a in own if not (isinstance(a, ast.Name) and a.id == "np")] + node.args
    if isinstance(node, ast.Constant) and type(node.value) is int and node.value > 1:
        return [ast.Constant(value) for value in (0, 1, node.value // 2, node.value - 1)]
    return []


def _expressions(tree):
    """(holder, field, index or None) of every expression in tree."""
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if isinstance(value, ast.expr):
                yield node, field, None
            elif isinstance(value, list):
                for k, item in enumerate(value):
                    if isinstance(item, ast.expr):
                        yield node, field, k


def _place(tree, n):
    holder, field, k = list(_expressions(tree))[n]
    value = getattr(holder, field)
    return holder, field, k, value if k is None else value[k]


def _replace(holder, field, k, value):
    if k is None:
        setattr(holder, field, value)
    else:
        getattr(holder, field)[k] = value


def _simplify(search):
    changed = False
    n = 0
    while search.left > 0 and n < len(list(_expressions(search.tree))):
        if not _simplify_at(search, n):
            n += 1
        else:
            changed = True
    return changed


def _simplify_at(search, n):
    _, _, _, node = _place(search.tree, n)
    for k in range(len(_parts(node))):
        tree = copy.deepcopy(search.tree)
        holder, field, index, own = _place(tree, n)
        _replace(holder, field, index, _parts(own)[k])
        if search.attempt(tree):
            return True
    return False


def shrink(failure, check):
    """The smallest failure found. check(program) gives a failure or None."""
    search = _Search(failure, check)
    for _ in range(PASSES):
        changed = _delete_statements(search)
        changed |= _unroll(search)
        changed |= _simplify(search)
        if not changed:
            break
    return search.best
