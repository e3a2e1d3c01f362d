"""One edit, judged: the row it made, or why it was refused."""

from db.actor import Actor
from db.edits import Act, Insert, Refusal, Result
from db.ledger import Ledger


def insert(ledger: Ledger, actor: Actor, sheet: str, **values: object) -> Result:
    return ledger.apply([Insert(1, sheet, values)], actor, client="")[0]


def act(
    ledger: Ledger, actor: Actor, sheet: str, row: object, action: str, **values: object
) -> Result:
    return ledger.apply([Act(1, sheet, int(str(row)), action, values)], actor, client="")[0]


def written(result: Result) -> dict[str, object]:
    assert result.row is not None, result.error
    return result.row


def refused(result: Result) -> Refusal:
    assert result.error is not None, result.row
    return result.error


def sentence(refusal: Refusal, lang: str = "zh_CN") -> str:
    text: str = refusal.params["message"].text(lang)  # type: ignore[attr-defined]
    values = refusal.params["values"]
    assert isinstance(values, dict)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
