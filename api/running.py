"""From start to stop: the office is opened before the first request and closed after the last."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from api import clock, feed
from api.papers import PAPERS
from api.preparations import PREPARATIONS
from api.stopping import stop_in_time
from db.office import open_office

WORKSPACE = "TAIZHANG_WORKSPACE"
"""Environment: the folder with the office's own data."""


def workspace() -> Path:
    return Path(os.environ.get(WORKSPACE) or "workspace").resolve()


@asynccontextmanager
async def running(_app: object = None) -> AsyncIterator[None]:
    office = open_office(workspace())
    PAPERS.open(office.place.papers)
    stop_clock = clock.start(office)
    changes = feed.start(office)
    stop_in_time(asyncio.get_running_loop(), changes.close)
    try:
        yield
    finally:
        stop_clock()
        PREPARATIONS.clear()
        changes.close()
        PAPERS.close()
        office.close()
