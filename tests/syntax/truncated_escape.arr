# expect: truncated \xXX escape
x = "caf\xe"
