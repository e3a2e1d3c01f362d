"""GET /grid/{version}/{file}: the grid's own modules, versioned by their contents.

A page imports `/grid/main.js`, is sent on to the current version, and from there every relative
import stays within it; versioned files are kept by the browser for good.
"""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.problems import Problem

FOLDER = Path(__file__).resolve().parent.parent / "pages" / "grid"
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class GridFile:
    content: bytes
    packed: bytes
    media_type: str


@cache
def grid_files() -> Mapping[str, GridFile]:
    """Every module and style of the grid, read once per run of the program."""
    return {
        path.name: GridFile(content, gzip.compress(content, 9, mtime=0), MEDIA_TYPES[path.suffix])
        for path in sorted(FOLDER.iterdir())
        if path.suffix in MEDIA_TYPES
        for content in (path.read_bytes(),)
    }


@cache
def grid_version() -> str:
    """Changes whenever any of the files changes."""
    seal = hashlib.sha256()
    for name, file in grid_files().items():
        seal.update(name.encode() + b"\0" + file.content)
    return seal.hexdigest()[:12]


async def current_grid_file(request: Request) -> Response:
    """`/grid/main.js` -> `/grid/<version>/main.js`, asked anew at every page load."""
    return _at_current_version(request.path_params["file"])


async def grid_file(request: Request) -> Response:
    name = request.path_params["file"]
    if request.path_params["version"] != grid_version():
        return _at_current_version(name)
    file = _file(name)
    is_packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding"}
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    content = file.packed if is_packed else file.content
    return Response(content, media_type=file.media_type, headers=headers)


def _at_current_version(name: str) -> Response:
    _file(name)
    return RedirectResponse(
        f"/grid/{grid_version()}/{name}", 307, headers={"Cache-Control": "no-store"}
    )


def _file(name: str) -> GridFile:
    try:
        return grid_files()[name]
    except KeyError as error:
        raise Problem("not_found", 404) from error
