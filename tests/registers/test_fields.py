"""The contract every field type keeps."""

import datetime
from decimal import Decimal

import pydantic
import pysqlite3
import pytest

from registers.errors import VALUE_CODES, BadValue
from registers.fields import Cell, Example, Field, Stored, field_types
from registers.fields.base import EDITORS, FILTERS
from registers.labels import LANGUAGES
from tests.registers.desk import DESK, LABEL

TYPES = sorted(field_types().items())


def made(kind: type[Field], **options: object) -> Field:
    return kind.model_validate({"key": "x", "label": LABEL, **kind.sample_options, **options})


def label_of(field: Field, stored: Stored) -> str | None:
    return "3-1-502" if field.target and isinstance(stored, int) else None


every_type = pytest.mark.parametrize("kind", [kind for _, kind in TYPES], ids=[n for n, _ in TYPES])
every_example = pytest.mark.parametrize(
    ("kind", "example"),
    [
        pytest.param(kind, example, id=f"{name}-{example.typed!r}")
        for name, kind in TYPES
        for example in kind.examples
    ],
)
every_bad_example = pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        pytest.param(kind, typed, code, id=f"{name}-{place}-{code}")
        for name, kind in TYPES
        for place, (typed, code) in enumerate(kind.bad_examples)
    ],
)

CELL_VALUES = {
    "text": str,
    "wrap": str,
    "int": int,
    "money": Decimal,
    "date": datetime.date,
    "datetime": datetime.datetime,
    "number": float,
    "empty": type(None),
}


def test_the_types_of_the_registers_are_all_there() -> None:
    asked = (
        "text longtext int money date datetime bool choice multi phone idno plate room person "
        "staff dept ref file photo autono computed state number"
    )
    assert {name for name, _ in TYPES} == set(asked.split())


@every_type
def test_a_type_shows_how_it_is_typed_and_what_it_refuses(kind: type[Field]) -> None:
    assert kind.bad_examples
    assert kind.examples or not kind.is_stored
    assert {code for _, code in kind.bad_examples} <= set(VALUE_CODES)


@every_example
def test_what_is_typed_is_stored(kind: type[Field], example: Example) -> None:
    assert made(kind).parse(example.typed, DESK) == example.stored


@every_example
def test_what_is_sent_can_be_sent_back(kind: type[Field], example: Example) -> None:
    field = made(kind)
    sent = field.to_json(example.stored, label_of(field, example.stored))
    assert sent == example.json
    assert field.parse(sent, DESK) == example.stored


@every_example
def test_what_is_shown_can_be_typed_again(kind: type[Field], example: Example) -> None:
    field = made(kind)
    shown = field.show(example.stored, "zh_CN", label_of(field, example.stored))
    assert shown == example.shown
    if kind.editor != "file":
        assert field.parse(shown, DESK) == example.stored


@every_example
def test_a_stored_value_has_the_type_of_its_column(kind: type[Field], example: Example) -> None:
    ledger = pysqlite3.connect(":memory:")
    ledger.execute(f"CREATE TABLE t (x {kind.sql_type}) STRICT")
    ledger.execute("INSERT INTO t VALUES (?)", [example.stored])
    assert ledger.execute("SELECT x FROM t").fetchone() == (example.stored,)


@every_example
def test_a_cell_of_excel_is_typed(kind: type[Field], example: Example) -> None:
    field = made(kind)
    cell = field.cell(example.stored, "zh_CN", label_of(field, example.stored))
    assert isinstance(cell, Cell)
    assert type(cell.value) is CELL_VALUES[cell.kind]
    assert (cell.kind == "empty") == (example.stored is None)


@every_bad_example
def test_what_is_wrong_is_refused(kind: type[Field], typed: object, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        made(kind).parse(typed, DESK)
    assert refused.value.code == code
    assert set(refused.value.params) <= set(VALUE_CODES[code])


@every_type
@pytest.mark.parametrize("blank", [None, "", "  ", "　\u200b"])
def test_a_blank_is_an_empty_cell(kind: type[Field], blank: object) -> None:
    field = made(kind)
    assert field.parse(blank, DESK) is None
    assert field.to_json(None) is None
    assert field.show(None, "zh_CN") == ""
    assert field.cell(None, "zh_CN") == Cell("empty", None)


@every_type
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_grid_gets_a_whole_column(kind: type[Field], lang: str) -> None:
    column = made(kind).column(lang)
    assert column["editor"] in EDITORS
    assert column["filter"] in FILTERS
    assert column["align"] in ("left", "right", "center")
    assert column["label"] == LABEL[lang]
    assert set(column) == {
        "key", "label", "editor", "editable", "required", "width", "pinned", "align", "mono",
        "hidden", "options", "sheet", "free", "filter", "help", "total", "places", "max", "groups",
        "starts",
    }  # fmt: skip


FILTER_VALUES: dict[str, object] = {
    "date": "2026-11-03", "datetime": "2026-11-03", "bool": "是", "choice": "水电",
    "multi": "水电", "state": "水电", "room": "3-1-502", "number": "12.5", "idno": "A1",
    "phone": "13812345678", "plate": "粤A12345", "file": "信", "photo": "信",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "op"),
    [
        (name, op)
        for name, kind in TYPES
        for op in ("eq", "ne", "contains", "starts", "in", "lt", "le", "gt", "ge", "between",
                   "empty", "filled")
        if kind.editor != "file" or op in ("contains", "empty", "filled")
    ],
)  # fmt: skip
def test_a_filter_is_sql_that_sqlite_accepts(name: str, op: str) -> None:
    field = made(field_types()[name]).with_lookup(("code",))
    value = FILTER_VALUES.get(name, "3-1-502" if field.target else "12")
    given = {"in": [value, None], "between": [value, value]}.get(op, value)
    sql, bound = field.condition('t."x"', op, given, DESK)
    assert sql.count("?") == len(bound)
    ledger = pysqlite3.connect(":memory:")
    ledger.execute("CREATE TABLE t (x ANY)")
    ledger.execute(f'CREATE TABLE "{field.target or "none"}" (id INTEGER, code TEXT)')
    ledger.execute(f"SELECT * FROM t WHERE {sql}", bound).fetchall()


@every_type
def test_an_unknown_filter_is_refused(kind: type[Field]) -> None:
    with pytest.raises(BadValue) as refused:
        made(kind).condition('t."x"', "regexp", "x", DESK)
    assert refused.value.code == "bad_filter"


@every_type
def test_a_misspelt_option_is_refused(kind: type[Field]) -> None:
    with pytest.raises(pydantic.ValidationError, match="requird"):
        made(kind, requird="true")


@every_type
def test_a_field_is_frozen(kind: type[Field]) -> None:
    with pytest.raises(pydantic.ValidationError, match="frozen"):
        made(kind).key = "y"


@pytest.mark.parametrize(
    ("written", "required"),
    [("true", True), ("yes", True), ("no", False), ("kind = 'x'", "kind = 'x'")],
)
def test_required_is_yes_no_or_an_expression(written: str, required: object) -> None:
    assert made(field_types()["text"], required=written).required == required


def test_the_column_keeps_its_name_by_its_id() -> None:
    assert made(field_types()["text"]).id == "x"
    assert made(field_types()["text"], id="before").id == "before"
