# null: skip
# raise, try, except, else, finally; classes and their hierarchy; exception values.
import numpy as np


def show(action):
    try:
        return action()
    except (ValueError, TypeError) as e:
        return type_and_text(e)
    except ArithmeticError as e:
        return "arithmetic: " + str(e)
    except LookupError as e:
        return "lookup: " + str(e) + " " + repr(e)
    except Exception as e:
        return "other: " + repr(e)


def type_and_text(e):
    return str(e) + " / " + repr(e) + " " + str(e.args)


def raising(e):
    raise e


print(show(lambda: 1 / 0))
print(show(lambda: int("x")))
print(show(lambda: [1, 2][5]))
print(show(lambda: {"a": 1}["b"]))
print(show(lambda: {"a": 1}[3]))
print(show(lambda: undefined_name))
print(show(lambda: np.zeros(3) + np.zeros(4)))
print(show(lambda: np.linalg.solve(np.zeros((2, 2)), np.ones(2))))
print(show(lambda: np.zeros(3)[7]))
print(show(lambda: raising(ValueError)))
print(show(lambda: raising(ValueError())))
print(show(lambda: raising(ValueError("one"))))
print(show(lambda: raising(ValueError("one", 2))))
print(show(lambda: raising(KeyError("k"))))
print(show(lambda: raising(KeyError("k", 1))))
print(show(lambda: raising(KeyError())))
print(show(lambda: raising(RuntimeError("r"))))
print(show(lambda: raising(NotImplementedError("n"))))
print(show(lambda: raising(StopIteration(3))))
print(show(lambda: raising(OverflowError("o"))))
print(show(lambda: raising(5)))

# order of clauses, else and finally
trace = []
for value in [0, 1, "a", None, [1]]:
    try:
        trace.append("try")
        x = 10 / value
    except ZeroDivisionError:
        trace.append("zero")
    except TypeError as e:
        trace.append(str(e))
    else:
        trace.append(x)
    finally:
        trace.append("finally")
print(trace)


# how control leaves through finally
def leave(how):
    out = []
    for i in range(3):
        try:
            out.append(i)
            if how == "break":
                break
            if how == "continue":
                continue
            if how == "return":
                return ("returned", out)
            out.append("end")
        finally:
            out.append("f")
    else:
        out.append("else")
    return out


for how in ["break", "continue", "return", "none"]:
    print(how, leave(how))


def override():
    try:
        return 1
    finally:
        return 2


def swallow():
    for i in range(5):
        try:
            raise ValueError("lost")
        finally:
            break
    return "swallowed"


def keep():
    result = [1]
    try:
        return result
    finally:
        result = [2]


def in_loop():
    while True:
        try:
            1 / 0
        except ZeroDivisionError:
            return "from handler"
        finally:
            print("last")


print(override(), swallow(), keep(), in_loop())

# nested, re-raised, replaced
log = []
try:
    try:
        raise KeyError("inner")
    except KeyError as e:
        log.append(repr(e))
        raise
    finally:
        log.append("inner finally")
except LookupError as e:
    log.append("outer " + repr(e))
try:
    try:
        raise ValueError("first")
    except ValueError as e:
        raise TypeError("second") from e
except TypeError as e:
    log.append((str(e), repr(e.__cause__)))
try:
    try:
        raise ValueError("first")
    except ValueError:
        raise TypeError("second") from None
except TypeError as e:
    log.append((str(e), repr(e.__cause__)))
try:
    try:
        1 / 0
    finally:
        raise ValueError("replaced")
except Exception as e:
    log.append(repr(e))
try:
    raise
except RuntimeError as e:
    log.append(str(e))
try:
    try:
        raise ValueError("a")
    except TypeError:
        log.append("never")
    else:
        log.append("never")
except ValueError as e:
    log.append("passed through")
for line in log:
    print(line)

# the handler's name is gone afterwards; the exception is kept by whoever keeps it
kept = None
try:
    raise ValueError("kept")
except ValueError as problem:
    kept = problem
try:
    problem
except NameError as error:
    print(error)
print(repr(kept), kept.args[0])
try:
    raise kept
except ValueError as again:
    print(again is kept)


# an exception of a handler's own handler
def deep(n):
    try:
        if n == 0:
            raise ValueError("bottom")
        deep(n - 1)
    except ValueError as e:
        if n < 3:
            raise ValueError(str(e) + "<" + str(n)) from e
        return str(e)
    return "none"


print(deep(3))
print(deep(5))

# NumPy's classes
try:
    np.sum(np.zeros(3), axis=5)
except np.exceptions.AxisError as e:
    print("AxisError", e)
try:
    np.sum(np.zeros(3), axis=5)
except IndexError as e:
    print("IndexError", e)
try:
    np.sum(np.zeros(3), axis=5)
except ValueError as e:
    print("ValueError", e)
try:
    np.linalg.inv(np.zeros((2, 2)))
except np.linalg.LinAlgError as e:
    print("LinAlgError", e, repr(e))
try:
    np.linalg.inv(np.zeros((2, 2)))
except ValueError as e:
    print("ValueError", e)

# errors on data come at their statement, what follows does not happen
reached = []
try:
    y = np.linalg.inv(np.zeros((2, 2)))
    reached.append("after inv")
    y = y + 1
except np.linalg.LinAlgError:
    reached.append("handled")
print(reached)


def solve_or_none(a, b):
    try:
        return np.linalg.solve(a, b)
    except np.linalg.LinAlgError:
        return None


print(solve_or_none(np.eye(2), np.ones(2)), solve_or_none(np.zeros((2, 2)), np.ones(2)))
a = np.arange(5.0)
index = np.array([1, 2, 9])
try:
    a[index] = 7
    reached.append("after set")
except IndexError as e:
    print(e)
print(a, reached)

# assert
try:
    assert 1 + 1 == 2, "fine"
    assert [], "empty list"
except AssertionError as e:
    print(repr(e))
try:
    assert np.zeros(1)
except AssertionError as e:
    print(repr(e), str(e) == "")
try:
    assert False, (1, 2)
except AssertionError as e:
    print(e, e.args)

# what is not caught goes on
try:
    try:
        raise KeyboardInterrupt
    except Exception:
        print("never")
except BaseException as e:
    print(repr(e))
try:
    raise SystemExit(3)
except SystemExit as e:
    print("exit", e.code)
try:
    try:
        raise ValueError
    except 5:
        print("never")
except TypeError as e:
    print(e)


def recurse(n):
    return recurse(n + 1)


try:
    recurse(0)
except RecursionError:
    print("RecursionError")
print(ValueError, np.linalg.LinAlgError, [ValueError("x")], (KeyError,))
print(type(kept), type(kept) is ValueError, isinstance(kept, Exception), isinstance(kept, (int, LookupError)))
print(issubclass(KeyError, LookupError), issubclass(np.exceptions.AxisError, IndexError), callable(ValueError))
print(type({}), isinstance({}, dict), type(kept).__name__, type(ValueError))
