"""Run a command and print its seconds and peak MB: `python -S peak.py COMMAND…`.

A process that starts another lends it its own size at first: the one that measures must be small.
"""

import os
import sys
import time

start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
print(time.perf_counter() - start, used.ru_maxrss / 1024)
sys.exit(status != 0)
