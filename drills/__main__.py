"""python -m drills [NAME …] [--teeth]: each prints its figures, one JSON object a line.

A drill ends with an error when something was lost. With --teeth it plants a fault of ours on purpose, and ends
with an error unless it noticed: so we know that it can bite.
"""

import sys

from drills import running

if __name__ == "__main__":
    sys.exit(running.main("drills", sys.argv[1:]))
