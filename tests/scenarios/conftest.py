"""An office on days of its own: the clock is set by the test, everybody talks HTTP."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have a successor of httpx
    from starlette.testclient import TestClient

import api.running
from api.answers import HANDLERS
from api.asking import office
from api.routes import MIDDLEWARE, routes
from db.actor import Actor
from db.edits import Insert
from db.office import open_office
from tests.scenarios.desks import Clerk, Clock
from tests.server import PASSWORD
from tests.small_office import SmallOffice

HOST = "http://localhost"
MORE_USERS = {
    "archive": ("archive", "李资料"),
    "cards": ("cards", "张发卡"),
    "gate": ("gate", "王门岗"),
    "engineer": ("engineering", "赵工程"),
    "finance": ("finance", "郑财务"),
    "manager": ("manager", "吴经理"),
}


@pytest.fixture(scope="session")
def staffed_office(
    small_office: SmallOffice, tmp_path_factory: pytest.TempPathFactory
) -> SmallOffice:
    """The small office with somebody at every desk, two departments and an owner."""
    workspace = small_office.copy(tmp_path_factory.mktemp("staffed"))
    opened = open_office(workspace)
    try:
        for name, (role, shown) in MORE_USERS.items():
            opened.users.create(name, PASSWORD, role, name=shown)
        for sheet, name in (("depts", "工程部"), ("depts", "物业管理部"), ("people", "唐样例")):
            (written,) = opened.ledger.apply(
                [Insert(1, sheet, {"name": name})], Actor.setup(), client=""
            )
            assert written.ok, written.error
    finally:
        opened.close()
    return SmallOffice(workspace, small_office.actors)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def as_user(
    staffed_office: SmallOffice,
    read_once: None,
    tmp_path: Path,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[str], Clerk]]:
    """`as_user("clerk")`: that user's window, in an office whose time is the test's."""
    workspace = staffed_office.copy(tmp_path)
    monkeypatch.setenv(api.running.WORKSPACE, str(workspace))
    monkeypatch.setattr(api.running, "open_office", lambda at: open_office(at, clock=clock))
    application = Starlette(
        routes=routes(),
        middleware=MIDDLEWARE,
        exception_handlers=HANDLERS,
        lifespan=api.running.running,
    )
    ours = {"Origin": HOST, "X-Taizhang": "1"}
    client = TestClient(application, base_url=HOST, headers=ours, follow_redirects=False)
    with client:

        def window(name: str) -> Clerk:
            user = office().users.find(name)
            assert user is not None, name
            return Clerk(client, office().users.open_session(user), f"tab-{name}", clock)

        yield window


@pytest.fixture
def clerk(as_user: Callable[[str], Clerk]) -> Clerk:
    return as_user("clerk")


@pytest.fixture
def supervisor(as_user: Callable[[str], Clerk]) -> Clerk:
    return as_user("supervisor")


@pytest.fixture
def archive(as_user: Callable[[str], Clerk]) -> Clerk:
    return as_user("archive")


@pytest.fixture
def cards(as_user: Callable[[str], Clerk]) -> Clerk:
    return as_user("cards")
