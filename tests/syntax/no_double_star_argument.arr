# expect: '**' arguments are not supported
print(**{"sep": ""})
