"""What happens by itself: the ledger's clock, at the start of the office and every minute."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from api.asking import in_thread
from db.ledger import Ledger
from db.office import Office

EVERY_SECONDS = 60.0

logger = logging.getLogger("taizhang")

_WAITING = ThreadPoolExecutor(1, "clock")
"""A thread of its own, that waits for the writer: readers never queue behind it."""


def look(ledger: Ledger) -> None:
    """Once. What goes wrong is written down, and the office works on without it."""
    try:
        moved = ledger.run_clock()
    except Exception:
        logger.exception("the clock could not be looked at")
    else:
        if moved:
            logger.info("the clock moved %d rows", moved)


def start(opened: Office) -> Callable[[], None]:
    """Looks now, so that nobody sees what yesterday left undone, and then goes on; ends it."""
    look(opened.ledger)
    ticking = asyncio.create_task(_tick(opened))

    def stop() -> None:
        ticking.cancel()

    return stop


async def _tick(opened: Office) -> None:
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        await in_thread(_WAITING, look, opened.ledger)
