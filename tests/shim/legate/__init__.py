"""What tests need of legate under CPython."""
