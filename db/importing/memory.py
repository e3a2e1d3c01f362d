"""What headings meant when this office's files were read before."""

from collections.abc import Mapping

from db.importing.words import tidy
from db.ledger import Ledger
from db.transaction import Transaction

_KNOWN = "SELECT heading, field FROM _headings WHERE sheet = ?"
_REMEMBER = """
    INSERT INTO _headings (sheet, heading, field) VALUES (?, ?, ?)
    ON CONFLICT (sheet, heading) DO UPDATE SET field = excluded.field
"""


def headings(ledger: Ledger, sheet: str) -> Mapping[str, str | None]:
    """Heading as compared -> field key, `DAY`, or None where the column is left out."""
    found = ledger.select(_KNOWN, (sheet,))
    return {
        str(row["heading"]): None if row["field"] is None else str(row["field"]) for row in found
    }


def remember(ledger: Ledger, sheet: str, chosen: Mapping[str, str | None]) -> None:
    """Heading as written -> what the clerk said it means."""
    rows = [(sheet, tidy(heading), field) for heading, field in chosen.items() if tidy(heading)]

    def job(transaction: Transaction) -> None:
        transaction.connection.executemany(_REMEMBER, rows)

    if rows:
        ledger.write(job).result()
