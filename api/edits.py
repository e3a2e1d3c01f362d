"""POST /api/edits: the one way rows are changed over HTTP."""

import asyncio
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer, error_of
from api.asking import actor, json_body, office
from api.problems import Problem
from db.actor import Actor
from db.edits import Edit, Refusal, Result, edit_from_json
from locales import FALLBACK, sentence
from registers.model import Sheet

LONGEST_CLIENT = 64


async def edits(request: Request) -> Response:
    """Edits are judged one by one, or all together when the request says `atomic`.

    The answer comes once the ledger has them on the disk; sending the same (client, seq) again
    brings the same answer again.
    """
    asked = await json_body(request)
    client, wanted = client_of(asked), _wanted(asked)
    clerk = actor(request)
    refuse_work_of_others(asked, clerk)
    is_atomic = asked.get("atomic") is True
    read = [_read(each) for each in wanted]
    unreadable = [each for each in read if isinstance(each, Result)]
    if is_atomic and unreadable and unreadable[0].error:
        raise unreadable[0].error
    ledger = office().ledger
    accepted = [each for each in read if not isinstance(each, Result)]
    written = await asyncio.wrap_future(
        ledger.submit(accepted, clerk, client=client, atomic=is_atomic)
    )
    answers = iter(written)
    results = [each if isinstance(each, Result) else next(answers) for each in read]
    return Answer(
        {
            "results": [
                result_json(result, clerk.lang, _sheet_of(each, result))
                for result, each in zip(results, read, strict=True)
            ],
            "head": ledger.head,
        }
    )


def client_of(asked: dict[str, object]) -> str:
    client = asked.get("client")
    if not isinstance(client, str) or not 0 < len(client) <= LONGEST_CLIENT:
        raise Problem("client_missing")
    return client


def refuse_work_of_others(asked: dict[str, object], clerk: Actor) -> None:
    """What one clerk typed is not written in the name of whoever signed in there afterwards."""
    user = asked.get("user")
    if user is not None and user != clerk.user:
        raise Problem("other_user", 401, user=user)


def _wanted(asked: dict[str, object]) -> Sequence[object]:
    wanted = asked.get("edits")
    if not isinstance(wanted, list):
        raise Problem("bad_request", detail="edits")
    return wanted


def _read(found: object) -> Edit | Result:
    """An edit, or the answer to one that cannot be read; its neighbours are not its fault."""
    try:
        return edit_from_json(found)
    except Refusal as refusal:
        seq = found.get("seq") if isinstance(found, dict) else None
        return Result(seq if isinstance(seq, int) else -1, ok=False, error=refusal)


def _sheet_of(edit: Edit | Result, result: Result) -> Sheet | None:
    """The sheet whose labels name the cells of a refusal: its own, or where it led to one."""
    return sheet_blamed("" if isinstance(edit, Result) else edit.sheet, result)


def sheet_blamed(own: str, result: Result) -> Sheet | None:
    """The sheet of that key, unless the refusal names another one; None where there is none."""
    book = office().book
    key = refused_in(result) or own
    if not book.has_sheet(key):
        key = own
    return book.sheet(key) if book.has_sheet(key) else None


def refused_in(result: Result) -> str | None:
    """The other sheet in which something that follows from the edit was refused."""
    sheet = result.error.params.get("in_sheet") if result.error else None
    return None if sheet is None else str(sheet)


def result_json(
    result: Result, lang: str = FALLBACK, sheet: Sheet | None = None
) -> dict[str, object]:
    answer: dict[str, object] = {"seq": result.seq, "ok": result.ok}
    if result.ok:
        answer["undoable"] = result.is_step
    if result.row is not None:
        answer["row"] = result.row
    if result.error is not None:
        error = error_of(result.error, lang, sheet)
        if (elsewhere := refused_in(result)) is not None:
            error["sheet"] = elsewhere
            where = sheet.label.text(lang) if sheet is not None else elsewhere
            error["message"] = sentence(
                lang, "error.elsewhere", sheet=where, message=error["message"]
            )
        answer["error"] = error
    return answer
