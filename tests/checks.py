"""The checks of a test: its functions named check_..., each of which raises where it fails."""


def run_checks(name, functions):
    """Runs those among a module's globals(); the exit code."""
    checks = [value for key, value in functions.items() if key.startswith("check_")]
    failed = 0
    for check in checks:
        try:
            check()
        except Exception as error:
            failed += 1
            print(f"{check.__name__}: {type(error).__name__}: {error}")
    print(f"{name}: {len(checks)} checks, {failed} failed")
    return 1 if failed else 0
