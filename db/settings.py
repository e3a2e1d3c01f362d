"""What an office sets once: its name, its opening hours. Every change is audited."""

import json
from datetime import datetime
from typing import Any

from db.actor import Actor
from db.audit import Author
from db.ledger import Ledger
from db.transaction import Transaction

_INTERNAL = "ledger."
_SET = """
    INSERT INTO _settings (key, value) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""


class Settings:
    """Values are JSON. A key nobody has set reads as the default given."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def get(self, key: str, default: Any = None) -> Any:
        found = self._ledger.select("SELECT value FROM _settings WHERE key = ?", (key,))
        return json.loads(str(found[0]["value"])) if found else default

    def all(self) -> dict[str, Any]:
        found = self._ledger.select("SELECT key, value FROM _settings ORDER BY key")
        pairs = ((str(row["key"]), row["value"]) for row in found)
        return {key: json.loads(str(text)) for key, text in pairs if not key.startswith(_INTERNAL)}

    def set(self, key: str, value: object, actor: Actor | None = None) -> None:
        """Returns once the value is on the disk."""
        text = json.dumps(value, ensure_ascii=False)
        author = author_of(actor or Actor.setup(), self._ledger.clock())

        def job(transaction: Transaction) -> None:
            transaction.connection.execute(_SET, (key, text))
            transaction.note(author, "setting", subject=key, note=text)

        self._ledger.write(job).result()


def author_of(actor: Actor, now: datetime, client: str = "") -> Author:
    """An actor as the audit names them at a moment."""
    return Author(f"{now:%Y-%m-%d %H:%M:%S}", actor.user, actor.staff_id, actor.name, client)
