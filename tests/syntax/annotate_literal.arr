# expect: illegal target for annotation
1: int = 2
