# ruff: noqa: E501 - a table reads best with a case per line
"""The expression language: what it means when SQLite runs it, and what it refuses."""

import pysqlite3
import pytest

from registers.errors import FAULT_CODES, BadExpression
from registers.expressions import Expression, Fields, parse_expression
from registers.fields import Field, field_types
from registers.macros import FIELD_MACROS, MACROS
from registers.sql_words import FUNCTIONS
from tests.registers.desk import LABEL

DESKS = [
    {"key": "front", "label": "前台", "params": {"sla_minutes": "5"}},
    {"key": "gate", "label": "东门", "params": {"sla_minutes": "10"}},
    {"key": "other", "label": "其他"},
]


def field(key: str, type_name: str, **options: object) -> Field:
    return field_types()[type_name].model_validate({"key": key, "label": LABEL, **options})


def fields(*made: Field) -> Fields:
    return {one.key: one for one in made}


VISITS = fields(
    field("desk", "choice", options=DESKS),
    field("arrived_at", "datetime"),
    field("left_at", "datetime"),
    field("born", "date"),
    field("party", "int"),
    field("fee", "money"),
    field("scope", "multi", options=[{"key": "water", "label": "水电"}, {"key": "waterproof", "label": "防水"}]),
    field("minutes", "computed", expr="minutes_between(arrived_at, left_at)", result="int"),
    field("met", "computed", expr="minutes <= choice_param(desk, 'sla_minutes')", result="bool"),
    field("sum2", "computed", expr="party + 1", result="int"),
    field("host", "person", free="true"),
)  # fmt: skip

ROW = {
    "id": 3, "desk": "front", "arrived_at": "2026-11-22 09:00", "left_at": "2026-11-22 09:06",
    "born": "1988-11-23", "party": 2, "fee": 1250, "scope": '["waterproof"]', "host": "门卫",
    "voided_at": None,
}  # fmt: skip


def value(sql: str, row: dict[str, object]) -> object:
    ledger = pysqlite3.connect(":memory:")
    ledger.execute(f"CREATE TABLE visits ({', '.join(f'{name} ANY' for name in row)})")
    ledger.execute(f"INSERT INTO visits VALUES ({', '.join('?' * len(row))})", list(row.values()))
    ledger.execute("CREATE TABLE _settings (key TEXT PRIMARY KEY, value TEXT)")
    ledger.execute("INSERT INTO _settings VALUES ('key_minutes', '8'), ('office_end', '\"18:00\"')")
    clock = {"now": "2026-11-22 09:12", "today": "2026-11-22", "actor": 4}
    return ledger.execute(f'SELECT {sql} FROM visits AS "t"', clock).fetchone()[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("party >= 1 and party < 10", 1),
        ("party = 1 or fee > 0", 1),
        ("not party = 2", 0),
        ("born is null", 0),
        ("born is not null", 1),
        ("desk in ('front', 'gate')", 1),
        ("desk not in ('front')", 0),
        ("party between 1 and 2", 1),
        ("host like '门%'", 1),
        ("case when party > 1 then 'many' else 'one' end", "many"),
        ("coalesce(null, party)", 2),
        ("iif(party = 2, 'a', 'b')", "a"),
        ("party * sum2", 6),
        ("100 - sum2 * 2", 94),
        ("-sum2", -3),
        ("fee * 1.0 / party", 625.0),
        ("7 / 2", 3),
        ("7 % 2", 1),
        ("host || '(' || party || ')'", "门卫(2)"),
        ("round(2.345, 2)", 2.35),
        ("max(party, 5)", 5),
        ("replace(host, '门', '大门')", "大门卫"),
        ("cast('12' as integer) + 1", 13),
        ("(party, fee) = (2, 1250)", 1),
        ("id + 1", 4),
        ("voided_at is null", 1),
        (":actor", 4),
        ("party -- how many came", 2),
        ("minutes", 6),
        ("met", 0),
        ("minutes_between('2026-11-22 09:00', '2026-11-22 09:00')", 0),
        ("minutes_between('2026-11-22 09:00', '2026-11-22 09:00:01')", 1),
        ("minutes_between('2026-11-22 09:00', '2026-11-22 09:00:59')", 1),
        ("minutes_between('2026-11-22 09:00', '2026-11-22 08:59')", -1),
        ("minutes_between('2026-02-28 23:59', '2026-03-01 00:01')", 2),
        ("minutes_between('2016-01-01 00:00', '2026-01-01 00:00')", 5260320),
        ("minutes_between(arrived_at, null)", None),
        ("hours_between('2026-11-22 09:00', '2026-11-22 10:20')", 1.33),
        ("days_between('2026-11-22 23:59', '2026-11-23 00:01')", 1),
        ("days_between(:today, born)", -13878),
        ("add_minutes(arrived_at, 75)", "2026-11-22 10:15"),
        ("add_minutes(arrived_at, -party)", "2026-11-22 08:58"),
        ("add_hours('2026-12-31 23:30', 1)", "2027-01-01 00:30"),
        ("add_hours('2026-12-31 23:30', 0.5)", "2027-01-01 00:00"),
        ("add_days('2026-02-28', 1)", "2026-03-01"),
        ("add_days(arrived_at, -1)", "2026-11-21 09:00"),
        ("add_months('2026-11-30', 3)", "2027-02-28"),
        ("add_months('2026-01-31 08:00', 1)", "2026-02-28 08:00"),
        ("add_months('2026-03-31', -1)", "2026-02-28"),
        ("add_days(add_months('2026-09-01', 3), -1)", "2026-11-30"),
        ("add_days(add_months('2026-08-31', 3), -1)", "2026-11-29"),
        ("add_years('2024-02-29', 1)", "2025-02-28"),
        ("age(born)", 37),
        ("years_between('1988-11-22', :today)", 38),
        ("day_of(arrived_at)", "2026-11-22"),
        ("month_of(born)", "1988-11"),
        ("year_of(born)", "1988"),
        ("time_of(left_at)", "09:06"),
        ("at_time(:today, '17:30')", "2026-11-22 17:30"),
        ("fee >= yuan(12.5)", 1),
        ("yuan(0.29)", 29),
        ("has(scope, 'waterproof')", 1),
        ("has(scope, 'water')", 0),
        ("not has(scope, 'water')", 1),
        ("choice_param(desk, 'sla_minutes') + 1", 6),
        ("setting('key_minutes', 5) + 1", 9),
        ("setting('office_end', '17:30')", "18:00"),
        ("at_time(:today, setting('office_start', '09:00'))", "2026-11-22 09:00"),
    ],
)
def test_an_expression_means(text: str, expected: object) -> None:
    assert value(parse_expression(text, VISITS).sql("t"), ROW) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "expression_syntax"),
        ("party >", "expression_syntax"),
        ("party = 1; delete from visits", "expression_syntax"),
        ("1) from visits where (1", "expression_syntax"),
        ("1), (2", "expression_syntax"),
        ("select 1", "expression_forbidden"),
        ("pragma journal_mode", "expression_forbidden"),
        ("attach database 'x' as y", "expression_syntax"),
        ("exists (select 1 from users)", "expression_forbidden"),
        ("party in (select id from users)", "expression_forbidden"),
        ("(select password from users)", "expression_forbidden"),
        ("party in users", "expression_forbidden"),
        ("count(*) over ()", "expression_forbidden"),
        ("party collate nocase", "expression_forbidden"),
        ("cast(party as blob)", "expression_forbidden"),
        ("x'41'", "expression_forbidden"),
        ("*", "expression_forbidden"),
        ("party as p", "expression_forbidden"),
        ("load_extension('x')", "expression_function"),
        ("readfile('/etc/passwd')", "expression_function"),
        ("random()", "expression_function"),
        ("date('now')", "expression_function"),
        ("current_timestamp", "expression_name"),
        ("sum(party)", "expression_function"),
        ("max(party)", "expression_function"),
        ("minutes_between(arrived_at)", "expression_arguments"),
        ("round()", "expression_arguments"),
        ("has(party, 'x')", "expression_arguments"),
        ("has(scope, party)", "expression_arguments"),
        ("choice_param(scope, 'sla_minutes')", "expression_no_params"),
        ("setting('key_minutes')", "expression_arguments"),
        ("setting(party, 5)", "expression_arguments"),
        ("setting('key_minutes', party)", "expression_arguments"),
        ("setting('x'') or 1', 5)", "expression_arguments"),
        ("partty > 1", "expression_name"),
        ("users.password", "expression_name"),
        ("my.party", "expression_name"),
        ('"now"', "expression_name"),
        ("party = ?", "expression_parameter"),
        ("party = :month", "expression_parameter"),
        ("desk = 'frnt'", "unknown_choice"),
        ("'frnt' <> desk", "unknown_choice"),
        ("desk in ('front', 'back')", "unknown_choice"),
        ("has(scope, 'wather')", "unknown_choice"),
    ],
)
def test_an_expression_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadExpression) as refused:
        parse_expression(text, VISITS)
    assert refused.value.code == code
    assert set(refused.value.params) <= set(FAULT_CODES[code])


def test_a_caller_may_allow_more_parameters() -> None:
    expression = parse_expression("month_of(arrived_at) = :month", VISITS, frozenset({"month"}))
    assert expression.params == {"month"}


def test_an_expression_names_all_it_depends_on() -> None:
    expression = parse_expression("met = 0 and fee > 0 or :now > left_at", VISITS)
    assert expression.fields == {"met", "minutes", "desk", "arrived_at", "left_at", "fee"}
    assert expression.params == {"now"}
    assert expression.sheets == frozenset()


def test_columns_are_quoted_and_qualified() -> None:
    expression = parse_expression("party + sum2", VISITS)
    assert expression.sql("v") == '"v"."party" + ("v"."party" + 1)'
    assert expression.sql("") == '"party" + ("party" + 1)'


def test_every_macro_and_function_is_tried_here() -> None:
    tried = " ".join(
        text
        for mark in test_an_expression_means.pytestmark + test_an_expression_is_refused.pytestmark  # type: ignore[attr-defined]
        for text, _ in mark.args[1]
    )
    assert {word for word in (*MACROS, *FIELD_MACROS) if f"{word}(" not in tried} == set()


# --- rollups ------------------------------------------------------------------------------------

KEYS = fields(
    field("key_no", "text"),
    field("held", "int"),
    field("sets_out", "computed", result="int", rollup={
        "sheet": "loans", "match": {"key_id": "id"}, "value": "sum(sets)", "where": "back_on is null",
    }),
    field("on_hand", "computed", result="int", expr="held - sets_out"),
    field("last_purpose", "computed", result="text", rollup={
        "sheet": "loans", "match": {"key_id": "id"}, "value": "purpose",
    }),
    field("late", "computed", result="int", rollup={
        "sheet": "loans", "match": {"key_id": "id"}, "where": "lent_on < my.key_no",
    }),
)  # fmt: skip
LOANS = fields(
    field("key_id", "ref", sheet="keys"),
    field("sets", "int"),
    field("lent_on", "date"),
    field("back_on", "date"),
    field("purpose", "text"),
    field("left", "computed", result="int", rollup={
        "sheet": "keys", "match": {"id": "key_id"}, "value": "on_hand",
    }),
)  # fmt: skip
SHEETS = {"keys": KEYS, "loans": LOANS}


def of_sheet(sheet: str, text: str) -> Expression:
    return parse_expression(text, SHEETS[sheet], sheet=sheet, sheets=SHEETS)


@pytest.fixture
def cabinet() -> pysqlite3.Connection:
    ledger = pysqlite3.connect(":memory:")
    ledger.executescript(
        """
        CREATE TABLE keys (id INTEGER, key_no, held, voided_at);
        CREATE TABLE loans (id INTEGER, key_id, sets, lent_on, back_on, purpose, voided_at);
        INSERT INTO keys VALUES
            (1, 'A-1', 5, NULL), (2, 'A-2', 3, NULL), (3, 'A-3', 1, '2026-11-05 09:00');
        INSERT INTO loans VALUES
            (1, 1, 1, '2026-11-01', NULL, '看房', NULL),
            (2, 1, 2, '2026-11-02', NULL, '维修', NULL),
            (3, 1, 1, '2026-11-03', '2026-11-03', '抄表', NULL),
            (4, 1, 1, '2026-11-04', NULL, '写错', '2026-11-04 10:00'),
            (5, 3, 1, '2026-11-05', NULL, '换锁', NULL),
            (6, '门卫室', 1, '2026-11-05', NULL, '备用', NULL);
        """
    )
    return ledger


@pytest.mark.parametrize(
    ("sheet", "text", "row", "expected"),
    [
        ("keys", "sets_out", 1, 3),
        ("keys", "sets_out", 2, 0),
        ("keys", "on_hand", 1, 2),
        ("keys", "on_hand > 2", 2, 1),
        ("keys", "last_purpose", 1, "抄表"),
        ("keys", "last_purpose", 2, None),
        ("keys", "late", 1, 3),
        ("loans", '"left"', 1, 2),
        ("loans", 'sets <= "left"', 2, 1),
        ("loans", "key_id.key_no", 2, "A-1"),
        ("loans", "key_id.key_no || '/' || sets", 2, "A-1/2"),
        ("loans", "key_id.on_hand >= sets", 1, 1),
        ("loans", "key_id.key_no", 5, "A-3"),
        ("loans", "key_id.voided_at is null", 5, 0),
        ("loans", "key_id.key_no", 6, None),
    ],
)
def test_a_rollup_counts_the_rows_that_are_not_void(
    cabinet: pysqlite3.Connection, sheet: str, text: str, row: int, expected: object
) -> None:
    sql = of_sheet(sheet, text).sql("t")
    found = cabinet.execute(f'SELECT {sql} FROM {sheet} AS "t" WHERE "t".id = {row}').fetchone()
    assert found == (expected,)


def test_free_words_that_look_like_a_row_are_none() -> None:
    loans = {**LOANS, "key_id": field("key_id", "ref", sheet="keys", free="true")}
    expression = parse_expression(
        "key_id.key_no", loans, sheet="loans", sheets={**SHEETS, "loans": loans}
    )
    ledger = pysqlite3.connect(":memory:")
    ledger.executescript(
        """
        CREATE TABLE keys (id INTEGER PRIMARY KEY, key_no TEXT, voided_at TEXT) STRICT;
        CREATE TABLE loans (id INTEGER PRIMARY KEY, key_id ANY) STRICT;
        INSERT INTO keys VALUES (12, 'A-12', NULL);
        INSERT INTO loans VALUES (1, 12), (2, '12');
        """
    )
    sql = f'SELECT {expression.sql("t")} FROM loans AS "t" ORDER BY "t".id'
    assert ledger.execute(sql).fetchall() == [("A-12",), (None,)]


def test_a_field_reached_through_a_reference_depends_on_the_reference() -> None:
    expression = of_sheet("loans", "key_id.key_no = 'A-1' and sets > 0")
    assert expression.sheets == {"keys"}
    assert expression.fields == {"key_id", "sets"}


@pytest.mark.parametrize(
    "text", ["key_id.nothing", "sets.key_no", "nothing.key_no", "main.key_id.key_no"]
)
def test_nothing_else_stands_before_a_dot(text: str) -> None:
    with pytest.raises(BadExpression, match="expression_name"):
        of_sheet("loans", text)


def test_a_rollup_names_the_sheets_and_the_own_fields_it_reads() -> None:
    expression = of_sheet("loans", '"left"')
    assert expression.sheets == {"keys", "loans"}
    assert expression.fields == {"left", "key_id"}


@pytest.mark.parametrize(
    ("code", "broken"),
    [
        ("expression_cycle", {"a": "b + 1", "b": "a + 1"}),
        ("expression_cycle", {"a": "a"}),
        ("expression_cycle", {"a": {"sheet": "own", "match": {"id": "id"}, "value": "sum(a)"}}),
        ("unknown_sheet", {"a": {"sheet": "elsewhere"}}),
        ("expression_name", {"a": {"sheet": "own", "match": {"nothing": "id"}}}),
        ("expression_name", {"a": {"sheet": "own", "match": {"id": "nothing"}}}),
        ("expression_forbidden", {"a": {"sheet": "own", "value": "(select 1)"}}),
        ("expression_function", {"a": {"sheet": "own", "where": "count(*) > 1"}}),
        ("expression_arguments", {"a": {"sheet": "own", "value": "sum(*)"}}),
    ],
)
def test_a_computed_field_is_refused(code: str, broken: dict[str, object]) -> None:
    own = fields(*(
        field(key, "computed", result="int", **{"expr" if isinstance(source, str) else "rollup": source})
        for key, source in broken.items()
    ))  # fmt: skip
    with pytest.raises(BadExpression) as refused:
        parse_expression("a", own, sheet="own", sheets={"own": own})
    assert refused.value.code == code


def test_the_list_of_functions_is_what_sqlite_knows() -> None:
    ledger = pysqlite3.connect(":memory:")
    known = {name for (name,) in ledger.execute("SELECT DISTINCT name FROM pragma_function_list")}
    assert {
        name
        for name in FUNCTIONS
        if name not in known | {"coalesce", "iif", "ifnull", "pinyin_initials"}
    } == set()
