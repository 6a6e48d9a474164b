# expect: 'except*' clauses are not supported
try:
    pass
except* ValueError:
    pass
