"""The HTTP side in this process, over a workspace of the test's own, without Streamlit."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have a successor of httpx
    from starlette.testclient import TestClient

from api.answers import HANDLERS
from api.asking import SESSION_COOKIE, office
from api.routes import MIDDLEWARE, routes
from api.running import WORKSPACE, running
from tests.server import PASSWORD

HOST = "http://localhost"
OURS = {"Origin": HOST, "X-Taizhang": "1"}


def serve(workspace: Path) -> TestClient:
    """A visitor's client; the office is open while it is used as a context."""
    application = Starlette(
        routes=routes(), middleware=MIDDLEWARE, exception_handlers=HANDLERS, lifespan=running
    )
    return TestClient(
        application,
        base_url=HOST,
        headers=OURS,
        follow_redirects=False,
        raise_server_exceptions=False,
    )


@pytest.fixture
def visitor(
    workspace: Path, read_once: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """Nobody in particular, in front of the small office."""
    monkeypatch.setenv(WORKSPACE, str(workspace))
    with serve(workspace) as client:
        yield client


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The first visitor of an office that has no user yet."""
    monkeypatch.setenv(WORKSPACE, str(tmp_path / "new"))
    with serve(tmp_path / "new") as client:
        yield client


@pytest.fixture
def signed_in(visitor: TestClient) -> Callable[[str], TestClient]:
    """`signed_in("clerk")`: the visitor's client, from now on with that user's session."""

    def as_user(name: str) -> TestClient:
        user = office().users.verify(name, PASSWORD, "127.0.0.1")
        visitor.cookies.set(SESSION_COOKIE, office().users.open_session(user))
        return visitor

    return as_user


@pytest.fixture
def desk(signed_in: Callable[[str], TestClient]) -> TestClient:
    """The clerk at the front desk."""
    return signed_in("clerk")
