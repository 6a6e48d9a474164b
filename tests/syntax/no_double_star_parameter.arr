# expect: '**' parameters are not supported
def f(a, **options):
    pass
