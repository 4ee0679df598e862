# mypy: ignore-errors
"""python -m fill COUNT: so many jobs stand in the queue of the peer named in PEER."""

import importlib
import os
import sys

if __name__ == "__main__":
    importlib.import_module(os.environ["PEER"].partition("_")[0] + "_tasks").fill(int(sys.argv[1]))
