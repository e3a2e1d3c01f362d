"""POST /api/undo: a clerk's last step in a sheet is taken back, or done again."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import actor, json_body, office, readable_sheet
from api.edits import client_of, refuse_work_of_others, result_json, sheet_blamed
from api.problems import Problem
from db.actor import Actor
from db.edits import Refusal, Result, TakeBack
from db.undoing import TakenBack
from locales import sentence
from registers.model import Sheet


async def undo(request: Request) -> Response:
    """All of the step or nothing. The same (client, seq) brings the same answer again."""
    asked = await json_body(request)
    client, clerk = client_of(asked), actor(request)
    refuse_work_of_others(asked, clerk)
    sheet = readable_sheet(request, str(asked.get("sheet", "")))
    wanted = TakeBack(_seq(asked), sheet.key, asked.get("redo") is True)
    ledger = office().ledger
    found = await asyncio.wrap_future(ledger.take_back(wanted, clerk, client=client))
    answer = (
        _refused(found.seq, found.error, wanted, clerk)
        if found.error
        else _done(found, sheet, clerk)
    )
    return Answer({**answer, "head": ledger.head})


def _seq(asked: dict[str, object]) -> int:
    seq = asked.get("seq")
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq < 2**53:
        raise Problem("bad_request", detail="seq")
    return seq


def _done(found: TakenBack, sheet: Sheet, clerk: Actor) -> dict[str, object]:
    row, field = found.first or (None, None)
    return {
        "results": [
            {"seq": found.seq, "ok": True, "row": row, "fields": found.fields[row["id"]]}
            for row in found.rows
        ],
        "undone": {
            "cells": found.cells,
            "voided": found.voided,
            "restored": found.restored,
            "action": _label(sheet, found.action, clerk.lang),
            "row": row,
            "field": field,
            "whole": found.is_whole,
        },
    }


def _label(sheet: Sheet, action: str | None, lang: str) -> str | None:
    labels = (each.label.text(lang) for each in sheet.transitions if each.key == action)
    return next(labels, action)


def _refused(seq: int, refusal: Refusal, asked: TakeBack, clerk: Actor) -> dict[str, object]:
    """The reason as every other refusal, with the row it is about."""
    result = Result(seq, ok=False, error=refusal)
    answer = result_json(result, clerk.lang, sheet_blamed(asked.sheet, result))
    error = answer["error"]
    if isinstance(error, dict) and (row := refusal.params.get("of_row")) is not None:
        code = "error.not_done_again" if asked.redo else "error.not_taken_back"
        error["message"] = sentence(clerk.lang, code, row=row, message=error["message"])
    return {"results": [answer]}
