"""The one lock that all SymPy work of this process goes through.

SymPy shares its caches between threads: `sp.evaluate(False)` in one thread leaves unevaluated results in the
cache of the others. It stands here, above the packages, because `optimizers` and `surfaces` both need the same
lock and neither imports the other.
"""

import threading

SYMPY_LOCK = threading.RLock()
