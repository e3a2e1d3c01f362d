"""Every address of the office besides Streamlit's own, and what stands around them."""

from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route, WebSocketRoute

from api import (
    attachments,
    changes,
    edits,
    export,
    feed,
    grid_files,
    health,
    history,
    imports,
    language,
    login,
    lookup,
    marks,
    new_rows,
    paper,
    parse,
    record,
    reports,
    rows,
    session,
    setup,
    sheets,
    sums,
    today,
    undo,
    values,
    views,
)
from api.component_files import ComponentFiles
from api.guard import Guard
from api.host_config import HostConfig
from api.problems import Problem

MIDDLEWARE = (Middleware(Guard), Middleware(HostConfig), Middleware(ComponentFiles))

ROUTES: Sequence[BaseRoute] = (
    Route("/health", health.health),
    Route("/login", login.login_page, methods=["GET"]),
    Route("/login", login.login, methods=["POST"]),
    Route("/logout", login.logout, methods=["POST"]),
    Route("/setup", setup.setup_page, methods=["GET"]),
    Route("/setup", setup.set_up, methods=["POST"]),
    Route("/setup/sample", setup.build_sample, methods=["POST"]),
    Route("/setup/progress", setup.progress),
    Route("/setup/users", setup.sample_users),
    Route("/grid/{file}", grid_files.current_grid_file),
    Route("/grid/{version}/{file}", grid_files.grid_file),
    Route("/api/session", session.session),
    Route("/api/sheets/{sheet}", sheets.sheet),
    Route("/api/rows/{sheet}", rows.rows, methods=["POST"]),
    Route("/api/sums/{sheet}", sums.sums, methods=["POST"]),
    Route("/api/marks/{sheet}", marks.marks, methods=["POST"]),
    Route("/api/views/{sheet}", views.views, methods=["GET"]),
    Route("/api/views/{sheet}", views.share, methods=["POST"]),
    Route("/api/views/{sheet}/own", views.keep_own, methods=["POST"]),
    Route("/api/views/{sheet}/{view:int}", views.change, methods=["POST"]),
    Route("/api/values/{sheet}/{field}", values.values, methods=["POST"]),
    Route("/api/edits", edits.edits, methods=["POST"]),
    Route("/api/undo", undo.undo, methods=["POST"]),
    Route("/api/lookup/{sheet}", lookup.lookup),
    Route("/api/parse/{sheet}/{field}", parse.parse, methods=["POST"]),
    Route("/api/foresee/{sheet}", new_rows.foresee, methods=["POST"]),
    Route("/api/recognise/{sheet}", new_rows.recognise, methods=["POST"]),
    Route("/api/record/{sheet}/{row:int}", record.record),
    Route("/api/history/{sheet}/{row:int}", history.history),
    Route("/api/today", today.today),
    Route("/api/changes", changes.changes),
    Route("/api/language", language.set_language, methods=["POST"]),
    Route("/api/attachments", attachments.add, methods=["POST"]),
    Route("/api/attachments/{id:int}", attachments.read),
    Route("/api/imports", imports.add, methods=["POST"]),
    Route("/api/imports/{preparation}", imports.look, methods=["GET"]),
    Route("/api/imports/{preparation}", imports.choose, methods=["POST"]),
    Route("/api/imports/{preparation}/rows", imports.rows, methods=["POST"]),
    Route("/api/imports/{preparation}/cells", imports.correct, methods=["POST"]),
    Route("/api/imports/{preparation}/lines", imports.leave_out, methods=["POST"]),
    Route("/api/imports/{preparation}/write", imports.write, methods=["POST"]),
    Route("/api/imports/{preparation}/progress", imports.progress),
    Route("/api/imports/{preparation}/refused", imports.refused),
    Route("/api/imports/{preparation}/forget", imports.forget, methods=["POST"]),
    Route("/api/templates/{sheet}", imports.template),
    Route("/api/reports", reports.reports),
    Route("/api/reports/{report}", reports.report),
    Route("/export/{form}", export.export),
    Route("/paper/{form}", paper.view),
    Route("/api/paper", paper.start, methods=["POST"]),
    Route("/api/paper/{paper}", paper.progress),
    Route("/api/paper/{paper}/file", paper.file),
    Route("/api/paper/{paper}/pages/{pages}", paper.pages),
    WebSocketRoute("/api/feed", feed.feed),
)

OUR_FOLDERS = ("/api/", "/grid/", "/export/", "/paper/", "/setup/")
OUR_PAGES = ("/health", "/login", "/logout", "/setup")


async def nothing_here(request: Request) -> Response:
    """Streamlit would answer an unknown address with its page; under ours it is an error.

    An address of ours that was asked with another method is one too.
    """
    for route in ROUTES:
        if route.matches(request.scope)[0] is Match.PARTIAL:
            raise Problem("wrong_method", 405, method=request.method)
    raise Problem("not_found", 404)


def _leftovers() -> list[BaseRoute]:
    every_method = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    paths = [*OUR_PAGES, *(f"{folder}{{path:path}}" for folder in OUR_FOLDERS)]
    return [Route(path, nothing_here, methods=every_method) for path in paths]


def routes() -> list[BaseRoute]:
    return [*ROUTES, *_leftovers()]
