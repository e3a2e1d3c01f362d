"""The grid component's bundle is packed once and kept by browsers."""

import gzip
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import st_aggrid
from playwright.sync_api import Page

from api.component_noise import quieted
from tests.server import Server

BUILD = Path(st_aggrid.__file__).parent / "frontend" / "build"
BUNDLE = next(BUILD.glob("static/js/main.*.js"))
ADDRESS = f"/component/st_aggrid.AgGrid.agGrid/{BUNDLE.relative_to(BUILD).as_posix()}"


@pytest.fixture
def bundle(server: Server, open_page: Callable[..., Page]) -> str:
    """The address of the bundle, once a page has made the component known."""
    if httpx.get(server.url + ADDRESS).status_code == 404:
        page = open_page()
        page.goto("/visitors")
        page.wait_for_selector("iframe")
    return server.url + ADDRESS


def test_the_bundle_is_kept_for_good(bundle: str) -> None:
    for _ in range(2):
        with httpx.stream("GET", bundle, headers={"Accept-Encoding": "gzip"}) as answer:
            packed = b"".join(answer.iter_raw())
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(packed) == quieted(BUNDLE.read_bytes())


def test_only_what_is_complained_about_without_reason_is_taken_out() -> None:
    before = BUNDLE.read_bytes()
    after = quieted(before)
    for warning in (b"allow_unsafe_jscode is on", b"Ignoring further changes from Streamlit"):
        assert (before.count(warning), after.count(warning)) == (1, 0)
    assert after.count(b".rowData=(r=>r.length?r:void 0)(") == 1
    assert after.count(b"console.error(") == before.count(b"console.error(")
    assert abs(len(after) - len(before)) < 200
    assert quieted(b"r.rowData=f(t);other()") == b"r.rowData=f(t);other()"


def test_who_cannot_unpack_gets_the_file_itself(bundle: str) -> None:
    answer = httpx.get(bundle, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == BUNDLE.read_bytes()


def test_what_is_not_there_is_not_kept(server: Server) -> None:
    path = "/component/st_aggrid.AgGrid.agGrid/static/js/main.00000000.js"
    answer = httpx.get(server.url + path)
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")
