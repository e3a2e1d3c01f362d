"""The program as its users meet it: a real server, one keep-alive connection, JSON."""

import http.client
import json
import uuid
from pathlib import Path
from urllib.parse import urlencode

from bench.ledgers import PASSWORD, USER
from tests.server import Server


class Served:
    """A logged-in connection to a real server over a workspace."""

    def __init__(self, workspace: Path) -> None:
        self.server = Server(workspace)
        self.server.start()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        self.headers = {"Origin": self.server.url, "X-Taizhang": "1"}
        self.headers["Cookie"] = self.log_in()
        self.client = f"bench-{uuid.uuid4().hex}"
        self.seq = 0

    def log_in(self) -> str:
        form = urlencode({"username": USER, "password": PASSWORD})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", "/login", form, self.headers | kind)
        answer = self.connection.getresponse()
        answer.read()
        cookie = answer.headers["Set-Cookie"]
        assert cookie, f"the login was refused: {answer.status}"
        return cookie.split(";")[0]

    def post(self, path: str, body: object) -> bytes:
        kind = {"Content-Type": "application/json"}
        self.connection.request("POST", path, json.dumps(body), self.headers | kind)
        return self.read()

    def get(self, path: str) -> bytes:
        self.connection.request("GET", path, headers=self.headers)
        return self.read()

    def read(self) -> bytes:
        answer = self.connection.getresponse()
        said = answer.read()
        assert answer.status == 200, (answer.status, said[:300])
        return said

    def edit(self, row: int, text: str, field: str = "remark") -> None:
        self.seq += 1
        edit = {"seq": self.seq, "op": "set", "sheet": "visitors", "row": row, "field": field}
        said = self.post(
            "/api/edits", {"client": f"bench-{id(self)}", "edits": [edit | {"value": text}]}
        )
        assert b'"ok":true' in said, said[:300]

    def window(self, asked: dict[str, object]) -> bytes:
        return self.post("/api/rows/visitors", asked)

    def sums(self, asked: dict[str, object]) -> bytes:
        return self.post("/api/sums/visitors", asked)

    def export(self) -> bytes:
        return self.get("/export/" + FORM + "?period=2026-06")

    def reconnect(self) -> None:
        """The server drops a connection that was silent for seconds; the next request opens one."""
        self.connection.close()

    def close(self) -> None:
        self.connection.close()
        self.server.stop()


FORM = "visitor_ledger"
