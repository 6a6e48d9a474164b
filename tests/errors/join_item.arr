# expect: TypeError: sequence item 1: expected str instance, int found
",".join(["a", 1])
