"""Checks that say what they found and are counted, as those of tests/web do."""

import sys

passed = failed = 0


def check(what, wrong):
    """Counts one check; `wrong` is a list of what is not as it should be."""
    global passed, failed
    if not wrong:
        passed += 1
        print(f"ok {what}")
        return
    failed += 1
    print(f"not ok {what}: {len(wrong)} wrong")
    for line in wrong[:5]:
        print(f"  {line}")


def close():
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
