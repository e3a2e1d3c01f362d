"""What a filter finds, asked of SQLite."""

import pysqlite3
import pytest

from registers.errors import BadValue
from registers.fields import Field, Stored, field_types
from tests.registers.desk import DESK, LABEL


def field(type_name: str, **options: object) -> Field:
    kind = field_types()[type_name]
    return kind.model_validate({"key": "x", "label": LABEL, **kind.sample_options, **options})


@pytest.mark.parametrize(
    ("one", "stored", "parts", "shown"),
    [
        (field("multi"), '["water","paint"]', ["water", "paint"], ["水电", "油漆"]),
        (field("multi"), None, [None], [""]),
        (field("choice"), "water", ["water"], ["水电"]),
        (field("bool"), 1, [True], ["是"]),
        (field("room"), None, [None], [""]),
    ],
)
def test_a_filter_offers_the_values_of_a_cell_one_by_one(
    one: Field, stored: Stored, parts: list[object], shown: list[str]
) -> None:
    found = list(one.parts(stored))
    assert one.is_counted
    assert [one.part_to_json(part) for part in found] == parts
    assert [one.show_part(part, "zh_CN") for part in found] == shown


MOMENTS = [None, "2026-11-02 23:59", "2026-11-03 00:00", "2026-11-03 23:59", "2026-11-04 00:00"]
WORKS = [None, '["water"]', '["water","paint"]', '["paint"]', '["tiles"]']


@pytest.mark.parametrize(
    ("one", "stored", "op", "value", "found"),
    [
        (field("datetime"), MOMENTS, "eq", "2026-11-03", [2, 3]),
        (field("datetime"), MOMENTS, "ne", "2026-11-03", [0, 1, 4]),
        (field("datetime"), MOMENTS, "lt", "2026-11-03", [1]),
        (field("datetime"), MOMENTS, "le", "2026-11-03", [1, 2, 3]),
        (field("datetime"), MOMENTS, "gt", "2026-11-03", [4]),
        (field("datetime"), MOMENTS, "ge", "2026-11-03", [2, 3, 4]),
        (field("datetime"), MOMENTS, "between", ["2026-11-03", "11月4日"], [2, 3, 4]),
        (field("datetime"), MOMENTS, "between", [None, "2026-11-03"], [1, 2, 3]),
        (field("datetime"), MOMENTS, "in", ["2026-11-04", "2026-11-03"], [2, 3, 4]),
        (field("datetime"), MOMENTS, "starts", "2026-11", [1, 2, 3, 4]),
        (field("datetime"), MOMENTS, "eq", None, [0]),
        (field("money"), [None, 1250, 125, 0], "eq", "12.50", [1]),
        (field("money"), [None, 1250, 125, 0], "le", "1.25", [2, 3]),
        (field("int", max="10"), [5, 500], "gt", "100", [1]),
        (field("text"), ["a%b", "a_b", "axb"], "contains", "%", [0]),
        (field("text"), ["a%b", "a_b", "axb"], "contains", "_", [1]),
        (field("text"), ["a\\b", "ab"], "contains", "\\", [0]),
        (field("text"), ["张三", "张", None], "starts", "张三", [0]),
        (field("text"), ["x", None], "empty", None, [1]),
        (field("choice"), ["water", "paint", "tiles", None], "eq", "油漆", [1]),
        (field("choice"), ["water", "paint", "tiles", None], "in", ["泥瓦", None], [2, 3]),
        (field("choice"), ["water", "paint", "tiles", None], "contains", "漆", [1]),
        (field("choice"), ["water", "paint", "tiles", None], "contains", "zz", []),
        (field("multi"), WORKS, "eq", "水电", [1, 2]),
        (field("multi"), WORKS, "ne", "水电", [0, 3, 4]),
        (field("multi"), WORKS, "in", ["水电", "泥瓦"], [1, 2, 4]),
        (field("multi"), WORKS, "in", ["泥瓦", ""], [0, 4]),
        (field("bool"), [1, 0, None], "eq", "是", [0]),
        (field("room", free="yes"), [7, "门卫室", None], "contains", "门卫", [1]),
        (field("room", free="yes"), [7, "门卫室", None], "contains", "3-1", [0]),
        (field("room", free="yes"), [7, "门卫室", None], "eq", "3-1-502", [0]),
        (field("room"), [7, None], "eq", "9-9-999", []),
        (field("computed", result="money"), [100, 200], "eq", "1", [0]),
    ],
)
def test_a_filter_finds(
    one: Field, stored: list[Stored], op: str, value: object, found: list[int]
) -> None:
    ledger = pysqlite3.connect(":memory:")
    ledger.execute("CREATE TABLE t (at INTEGER, x ANY)")
    ledger.execute("CREATE TABLE rooms (id INTEGER, room_code TEXT)")
    ledger.execute("INSERT INTO rooms VALUES (7, '3-1-502')")
    ledger.executemany("INSERT INTO t VALUES (?, ?)", enumerate(stored))
    sql, bound = one.with_lookup(("room_code",)).condition('"t"."x"', op, value, DESK)
    rows = ledger.execute(f"SELECT at FROM t WHERE {sql} ORDER BY at", bound).fetchall()
    assert [at for (at,) in rows] == found


@pytest.mark.parametrize(
    ("op", "value"),
    [("in", "a"), ("between", ["a"]), ("between", "a"), ("contains", None), ("lt", None),
     ("in", ["a"] * 1001), ("contains", ["a"])],
)  # fmt: skip
def test_a_filter_that_says_nothing_is_refused(op: str, value: object) -> None:
    with pytest.raises(BadValue, match="bad_filter"):
        field("text").condition('"x"', op, value, DESK)
