# expect: ValueError: units must be 'us' or 'ns'
import legate.timing
legate.timing.time("ms")
