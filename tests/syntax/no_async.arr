# expect: async functions and statements are not supported
async def f():
    pass
