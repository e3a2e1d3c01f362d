"""A refusal in another sheet says so: its key beside the field, its label before the sentence."""

from api.edits import refused_in, result_json
from db.edits import Refusal, Result
from tests.db.storeroom import BOOK


def test_a_refusal_of_what_follows_names_the_other_sheet() -> None:
    params = {"sheet": "moves", "on_date": "2026-11-22", "qty": -1, "in_sheet": "moves"}
    result = Result(7, ok=False, error=Refusal("balance_below_zero", "qty", **params))
    answer = result_json(result, "zh_CN", BOOK.sheet("moves"))
    assert answer["error"] == {
        "code": "balance_below_zero",
        "message": "出入库:2026-11-22 的结存会变成 -1,不能少于 0;请先核对数量",
        "field": "qty",
        "sheet": "moves",
    }


def test_a_refusal_in_the_edits_own_sheet_names_none() -> None:
    result = Result(7, ok=False, error=Refusal("read_only", "qty", sheet="moves"))
    assert refused_in(result) is None
    assert "sheet" not in str(result_json(result, "zh_CN", BOOK.sheet("moves"))["error"])
