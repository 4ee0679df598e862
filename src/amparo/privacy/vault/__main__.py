"""`python -m amparo.privacy.vault`: the vault, in a process of its own."""

import logging
import signal
import sys
from types import FrameType

from amparo.privacy.vault import server


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    signal.signal(signal.SIGTERM, _stop)
    try:
        server.run()
    except server.CannotStart as wrong:
        logging.getLogger("amparo.vault").error("the vault stays closed: %s", wrong)
        return 3
    except KeyboardInterrupt:
        pass
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
