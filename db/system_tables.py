"""The ledger's own tables. Their names begin with an underscore, which no sheet's key can."""

import sqlite3

_DDL = (
    """CREATE TABLE IF NOT EXISTS _audit (
        seq INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        user TEXT NOT NULL,
        staff INTEGER,
        name TEXT NOT NULL,
        client TEXT NOT NULL,
        batch INTEGER NOT NULL,
        op TEXT NOT NULL,
        sheet TEXT NOT NULL,
        row INTEGER NOT NULL,
        version INTEGER NOT NULL,
        field TEXT,
        old ANY,
        new ANY,
        note TEXT,
        hash BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS _ix_audit_row ON _audit (sheet, row)",
    """CREATE TABLE IF NOT EXISTS _fields (
        sheet TEXT NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        declared TEXT NOT NULL,
        PRIMARY KEY (sheet, id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS _numbers (
        series TEXT NOT NULL,
        period TEXT NOT NULL,
        last INTEGER NOT NULL,
        PRIMARY KEY (series, period)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS _replies (
        client TEXT NOT NULL,
        seq INTEGER NOT NULL,
        mark BLOB NOT NULL,
        sheet TEXT NOT NULL,
        row INTEGER,
        error TEXT,
        PRIMARY KEY (client, seq)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS _steps (
        id INTEGER PRIMARY KEY,
        user TEXT NOT NULL,
        sheet TEXT NOT NULL,
        name TEXT,
        undone INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS _ix_steps_of ON _steps (user, sheet, undone, id)",
    "CREATE INDEX IF NOT EXISTS _ix_steps_name ON _steps (name) WHERE name IS NOT NULL",
    """CREATE TABLE IF NOT EXISTS _step_entries (
        step INTEGER NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        PRIMARY KEY (step, first)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS _settings (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS _users (
        name TEXT PRIMARY KEY,
        password TEXT NOT NULL,
        role TEXT NOT NULL,
        shown_name TEXT NOT NULL,
        staff INTEGER,
        lang TEXT NOT NULL,
        active INTEGER NOT NULL,
        created_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS _sessions (
        token BLOB PRIMARY KEY,
        user TEXT NOT NULL,
        opened_at REAL NOT NULL,
        used_at REAL NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS _attachments (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        mime TEXT NOT NULL,
        size INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        added_at TEXT NOT NULL,
        added_by TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS _layouts (
        user TEXT NOT NULL,
        sheet TEXT NOT NULL,
        state TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        PRIMARY KEY (user, sheet)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS _views (
        id INTEGER PRIMARY KEY,
        sheet TEXT NOT NULL,
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        made_by TEXT NOT NULL,
        maker TEXT NOT NULL,
        made_at TEXT NOT NULL,
        UNIQUE (sheet, name)
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS _headings (
        sheet TEXT NOT NULL,
        heading TEXT NOT NULL,
        field TEXT,
        PRIMARY KEY (sheet, heading)
    ) STRICT, WITHOUT ROWID""",
)


def create(connection: sqlite3.Connection) -> None:
    for statement in _DDL:
        connection.execute(statement)
