"""Every address refuses what it must: the table below has a line for each of them."""

import json
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.server import HOUSE, Server

SESSION = "session"
PUBLIC = "public"
SETUP = "setup"

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
FILE = "application/octet-stream"
ANY = "*/*"


@dataclass(frozen=True)
class Address:
    """An address as the program declares it, one to ask, and what it must insist on."""

    method: str
    declared: str
    asked: str
    who: str = SESSION
    content_type: str = JSON
    needs_header: bool = True

    def __str__(self) -> str:
        return f"{self.method} {self.declared}"


def read(declared: str, asked: str = "", who: str = SESSION) -> list[Address]:
    return [Address(method, declared, asked or declared, who) for method in ("GET", "HEAD")]


def write(
    declared: str,
    asked: str = "",
    *,
    method: str = "POST",
    who: str = SESSION,
    content_type: str = JSON,
    needs_header: bool = True,
) -> list[Address]:
    return [Address(method, declared, asked or declared, who, content_type, needs_header)]


def leftover(
    path: str,
    asked: str = "",
    *,
    who: str = SESSION,
    content_type: str = JSON,
    needs_header: bool = True,
) -> list[Address]:
    """What is under our addresses and not there, or not in this way: all methods lead to it."""
    writes = [
        Address(method, path, asked or path, who, content_type, needs_header)
        for method in ("POST", "PUT", "PATCH", "DELETE")
    ]
    return [*read(path, asked, who), Address("OPTIONS", path, asked or path, who), *writes]


TABLE = [
    *read("/health", who=PUBLIC),
    *read("/login", who=PUBLIC),
    *write("/login", who=PUBLIC, content_type=FORM, needs_header=False),
    *write("/logout", content_type=ANY, needs_header=False),
    *read("/setup", who=SETUP),
    *write("/setup", who=SETUP, content_type=FORM, needs_header=False),
    *write("/setup/sample", who=SETUP, content_type=FORM, needs_header=False),
    *read("/setup/progress", who=SETUP),
    *read("/setup/users", who=SETUP),
    *read("/grid/{file}", "/grid/main.js", PUBLIC),
    *read("/grid/{version}/{file}", "/grid/0/main.js", PUBLIC),
    *read("/api/session"),
    *read("/api/sheets/{sheet}", "/api/sheets/visitors"),
    *write("/api/rows/{sheet}", "/api/rows/visitors"),
    *write("/api/sums/{sheet}", "/api/sums/visitors"),
    *write("/api/marks/{sheet}", "/api/marks/visitors"),
    *read("/api/views/{sheet}", "/api/views/visitors"),
    *write("/api/views/{sheet}", "/api/views/visitors"),
    *write("/api/views/{sheet}/own", "/api/views/visitors/own"),
    *write("/api/views/{sheet}/{view:int}", "/api/views/visitors/1"),
    *write("/api/values/{sheet}/{field}", "/api/values/visitors/visitor_type"),
    *write("/api/edits"),
    *write("/api/undo"),
    *read("/api/lookup/{sheet}", "/api/lookup/rooms"),
    *write("/api/parse/{sheet}/{field}", "/api/parse/visitors/phone"),
    *write("/api/foresee/{sheet}", "/api/foresee/visitors"),
    *write("/api/recognise/{sheet}", "/api/recognise/visitors"),
    *read("/api/record/{sheet}/{row:int}", "/api/record/rooms/1"),
    *read("/api/history/{sheet}/{row:int}", "/api/history/rooms/1"),
    *read("/api/today"),
    *read("/api/reports"),
    *read("/api/reports/{report}", "/api/reports/visitor_month?period=2026-11"),
    *read("/api/changes"),
    *write("/api/language"),
    *write("/api/attachments", "/api/attachments?name=a.txt", content_type=FILE),
    *read("/api/attachments/{id:int}", "/api/attachments/1"),
    *write("/api/imports", "/api/imports?sheet=rooms&name=a.csv", content_type=FILE),
    *read("/api/imports/{preparation}", "/api/imports/a"),
    *write("/api/imports/{preparation}", "/api/imports/a"),
    *write("/api/imports/{preparation}/rows", "/api/imports/a/rows"),
    *write("/api/imports/{preparation}/cells", "/api/imports/a/cells"),
    *write("/api/imports/{preparation}/lines", "/api/imports/a/lines"),
    *write("/api/imports/{preparation}/write", "/api/imports/a/write"),
    *read("/api/imports/{preparation}/progress", "/api/imports/a/progress"),
    *read("/api/imports/{preparation}/refused", "/api/imports/a/refused"),
    *write("/api/imports/{preparation}/forget", "/api/imports/a/forget"),
    *read("/api/templates/{sheet}", "/api/templates/rooms"),
    *read("/export/{form}", "/export/visitor_ledger?period=2026-11"),
    *read("/paper/{form}", "/paper/visitor_ledger?period=2026-11"),
    *write("/api/paper"),
    *read("/api/paper/{paper}", "/api/paper/none"),
    *read("/api/paper/{paper}/file", "/api/paper/none/file"),
    *read("/api/paper/{paper}/pages/{pages}", "/api/paper/none/pages/1"),
    Address("WEBSOCKET", "/api/feed", "/api/feed"),
    *leftover("/api/{path:path}", "/api/nothing"),
    *leftover("/export/{path:path}", "/export/a/b"),
    *leftover("/paper/{path:path}", "/paper/a/b"),
    *leftover("/grid/{path:path}", "/grid/a/b/c", who=PUBLIC),
    *leftover("/setup/{path:path}", "/setup/a", who=SETUP, content_type=FORM, needs_header=False),
    *leftover("/health", who=PUBLIC),
    *leftover("/login", who=PUBLIC, content_type=FORM, needs_header=False),
    *leftover("/logout", content_type=ANY, needs_header=False),
    *leftover("/setup", who=SETUP, content_type=FORM, needs_header=False),
    # Streamlit's own
    Address("WEBSOCKET", "/_stcore/stream", "/_stcore/stream"),
    *read("/_stcore/health"),
    *read("/_stcore/metrics"),
    *read("/_stcore/host-config"),
    *read("/media/{file_id:path}", "/media/a.png"),
    *read("/component/{path:path}", "/component/st_aggrid.AgGrid/index.html", PUBLIC),
    *read("/_stcore/bidi-components/{path:path}", "/_stcore/bidi-components/a"),
    *write(
        "/_stcore/upload_file/{session_id}/{file_id}",
        "/_stcore/upload_file/a/b",
        method="PUT",
        content_type=ANY,
        needs_header=False,
    ),
    *write(
        "/_stcore/upload_file/{session_id}/{file_id}",
        "/_stcore/upload_file/a/b",
        method="DELETE",
        content_type=ANY,
        needs_header=False,
    ),
    Address("MOUNT", "", "/visitors"),
]

HTTP = [each for each in dict.fromkeys(TABLE) if each.method not in ("WEBSOCKET", "MOUNT")]
HTTP += [Address("GET", "", "/visitors"), Address("POST", "", "/visitors")]
WRITES = [each for each in HTTP if each.method not in ("GET", "HEAD", "OPTIONS")]
SOCKETS = [each for each in TABLE if each.method == "WEBSOCKET"]


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes

    @property
    def code(self) -> str:
        """The code of an error, which has the one shape."""
        told = json.loads(self.body)
        assert set(told) == {"error"}
        assert told["error"]["message"]
        return str(told["error"]["code"])


@dataclass(frozen=True)
class Desk:
    """Asks as a page of ours would, except for the headers given; None leaves one out."""

    server: Server
    token: str = ""

    def ask(self, address: Address, **headers: str | None) -> Reply:
        is_write = address.method not in ("GET", "HEAD", "OPTIONS")
        usual = {
            "Host": f"127.0.0.1:{self.server.port}",
            "Origin": self.server.url,
            "X-Taizhang": "1",
            "Content-Type": address.content_type if address.content_type != ANY else "text/plain",
            "Content-Length": "2" if is_write else None,
            "Cookie": f"taizhang_session={self.token}",
        }
        sent = {**usual, **{name.replace("_", "-"): value for name, value in headers.items()}}
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        with closing(connection):
            connection.putrequest(
                address.method, address.asked, skip_host=True, skip_accept_encoding=True
            )
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(b"{}" if is_write else None)
            reply = connection.getresponse()
            return Reply(reply.status, reply.read())


@pytest.fixture
def stranger(server: Server) -> Desk:
    return Desk(server)


@pytest.fixture(scope="module")
def token(module_server: Server) -> str:
    with module_server.client() as client:
        return str(client.cookies["taizhang_session"])


@pytest.fixture
def desk(server: Server, token: str) -> Desk:
    return Desk(server, token)


@pytest.fixture(scope="module")
def declared() -> set[tuple[str, str]]:
    script = [sys.executable, "-m", "tests.api.addresses"]
    listed = subprocess.run(script, cwd=HOUSE, capture_output=True, text=True, check=True)
    return {(method, path) for method, path in json.loads(listed.stdout.splitlines()[-1])}


NOT_IN_USE = {"/auth/login", "/auth/logout", "/oauth2callback"}
"""Streamlit's sign-in through other sites, which is not configured; behind the session anyway."""


def test_every_address_of_the_program_is_in_the_table(declared: set[tuple[str, str]]) -> None:
    ours = {(each.method, each.declared) for each in TABLE}
    missing = {
        (method, path)
        for method, path in declared - ours
        if path not in NOT_IN_USE and not path.startswith("/_stcore/agent") and method != "OPTIONS"
    }
    assert missing == set()


PASSING = [
    each
    for each in HTTP
    if each.asked not in ("/login", "/logout") and "upload_file" not in each.asked
]


@pytest.mark.parametrize("address", PASSING, ids=str)
def test_what_a_page_of_ours_asks_passes(desk: Desk, address: Address) -> None:
    assert desk.ask(address).status not in (401, 403, 413, 415, 500)


@pytest.mark.parametrize("address", HTTP, ids=str)
def test_another_host_is_refused(desk: Desk, address: Address) -> None:
    answer = desk.ask(address, Host="rebind.example", Origin="http://rebind.example")
    assert answer.status == 403


@pytest.mark.parametrize("address", HTTP, ids=str)
def test_a_foreign_origin_is_refused(desk: Desk, address: Address) -> None:
    for origin in ("http://elsewhere.example", "http://127.0.0.1:1", "null"):
        assert desk.ask(address, Origin=origin).status == 403


@pytest.mark.parametrize("address", [each for each in HTTP if each.who != PUBLIC], ids=str)
def test_nothing_answers_without_a_session(stranger: Desk, address: Address) -> None:
    assert stranger.ask(address).status == 401
    seen = stranger.ask(address, Accept="text/html")
    is_page = address.method in ("GET", "HEAD") and not address.asked.startswith("/api/")
    assert seen.status == (303 if is_page else 401)


@pytest.mark.parametrize("address", [each for each in WRITES if each.needs_header], ids=str)
def test_a_write_without_our_header_is_refused(desk: Desk, address: Address) -> None:
    answer = desk.ask(address, X_Taizhang=None)
    assert (answer.status, answer.code) == (403, "missing_header")


@pytest.mark.parametrize("address", [each for each in WRITES if each.content_type != ANY], ids=str)
def test_a_write_of_another_content_type_is_refused(desk: Desk, address: Address) -> None:
    answer = desk.ask(address, Content_Type="text/plain")
    assert (answer.status, answer.code) == (415, "wrong_content_type")


@pytest.mark.parametrize("address", [each for each in WRITES if each.content_type != FORM], ids=str)
def test_a_write_without_an_origin_is_refused(desk: Desk, address: Address) -> None:
    answer = desk.ask(address, Origin=None)
    assert (answer.status, answer.code) == (403, "foreign_origin")


@pytest.mark.parametrize("address", WRITES, ids=str)
def test_a_write_that_a_browser_calls_cross_site_is_refused(desk: Desk, address: Address) -> None:
    assert desk.ask(address, Sec_Fetch_Site="cross-site").status == 403
    assert desk.ask(address, Sec_Fetch_Site="same-site").status == 403


@pytest.mark.parametrize("address", WRITES, ids=str)
def test_a_body_beyond_the_limit_is_refused(desk: Desk, address: Address) -> None:
    answer = desk.ask(address, Content_Length=str(17 * 1024 * 1024))
    assert (answer.status, answer.code) == (413, "body_too_large")


@pytest.mark.parametrize("address", SOCKETS, ids=str)
@pytest.mark.parametrize(
    "wrong", [{"cookie": ""}, {"origin": "http://elsewhere.example"}, {"origin": None}], ids=str
)
def test_a_websocket_is_refused(
    server: Server, token: str, address: Address, wrong: dict[str, str | None]
) -> None:
    cookie = wrong.get("cookie", f"taizhang_session={token}")
    origin = wrong.get("origin", server.url) if "origin" in wrong else server.url
    with pytest.raises(InvalidStatus) as refused:
        connect(
            f"ws://127.0.0.1:{server.port}{address.asked}",
            origin=origin,  # type: ignore[arg-type]
            additional_headers={"Cookie": cookie or ""},
        )
    assert refused.value.response.status_code == 403


def test_a_name_from_the_environment_is_a_host_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    from api.hosts import EXTRA_HOSTS, is_own_host, own_names

    own_names.cache_clear()
    monkeypatch.setenv(EXTRA_HOSTS, "ledger.office.example, other")
    assert is_own_host("ledger.office.example:8501", "10.0.0.5")
    own_names.cache_clear()


@pytest.mark.parametrize(
    ("host", "arrived_at", "is_ours"),
    [
        ("localhost:8501", "127.0.0.1", True),
        ("LOCALHOST", "127.0.0.1", True),
        ("192.168.1.9:8501", "192.168.1.9", True),
        ("192.168.1.9:8501", "::ffff:192.168.1.9", True),
        ("[::1]:8501", "::1", True),
        ("192.168.1.10", "192.168.1.9", False),
        ("evil.example", "192.168.1.9", False),
        ("localhost.evil.example", "127.0.0.1", False),
        ("user@localhost", "127.0.0.1", False),
        ("localhost/..", "127.0.0.1", False),
        ("localhost:port", "127.0.0.1", False),
        ("", "127.0.0.1", False),
    ],
)
def test_a_host_is_ours_by_name_or_by_the_address_it_came_in_on(
    host: str, arrived_at: str, is_ours: bool
) -> None:
    from api.hosts import is_own_host

    assert is_own_host(host, arrived_at) is is_ours


@pytest.mark.parametrize(
    ("origin", "host", "is_same"),
    [
        ("http://localhost:8501", "localhost:8501", True),
        ("https://ledger.example", "ledger.example", True),
        ("http://localhost:8502", "localhost:8501", False),
        ("http://localhost", "localhost:8501", False),
        ("null", "localhost:8501", False),
        ("ftp://localhost:8501", "localhost:8501", False),
        ("http://localhost:8501@evil.example", "localhost:8501", False),
    ],
)
def test_an_origin_is_the_same_only_with_the_same_host_and_port(
    origin: str, host: str, is_same: bool
) -> None:
    from api.hosts import same_origin

    assert same_origin(origin, host) is is_same
