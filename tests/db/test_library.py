"""One SQLite in the process, and a repaired one."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

import db
from db.workspace import Workspace
from tests.house import HOUSE

_LIBRARIES = """
import db, sqlite3, sqlite_utils, pandas
from db.connections import open_writer
from pathlib import Path
import sys
open_writer(Path(sys.argv[1]) / "x.db").close()
pandas.read_sql("select 1 as one", sqlite3.connect(":memory:"))
maps = Path("/proc/self/maps").read_text()
found = {line.split()[-1] for line in maps.splitlines() if "sqlite" in line and ".so" in line}
print(len(found), sqlite3.sqlite_version, *found)
"""


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux's list of libraries")
def test_only_one_sqlite_is_ever_loaded(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _LIBRARIES, str(tmp_path)],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    )
    count, version, *where = done.stdout.split()
    assert count == "1", where
    assert tuple(map(int, version.split("."))) >= db.OLDEST_SAFE_SQLITE


def test_an_older_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.pysqlite3.dbapi2, "sqlite_version_info", (3, 40, 1))
    with pytest.raises(db.UnsafeSqlite, match=r"SQLite 3\.40\.1 is not safe .* 3\.51\.3 or newer"):
        db._use_one_sqlite()


def test_nobody_else_may_look_into_a_workspace(tmp_path: Path) -> None:
    place = Workspace(tmp_path / "office")
    place.prepare()
    (place.folder / "ledger.db").touch()
    for path in (place.folder, *place.folder.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
