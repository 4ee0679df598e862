"""python -m bench [NAME …]: each prints its figures, one JSON object a line."""

import sys

from drills import running

if __name__ == "__main__":
    sys.exit(running.main("bench", sys.argv[1:]))
