"""The grid's pure modules, imported by themselves into an empty page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser_pages import Pages
from tests.server import Server

CLIPBOARDS = Path(__file__).with_name("clipboards")
PLAIN = {
    "excel": '王样例\t1.38E+10\t11/3\t"送货\n两箱"\r\n李样例\t13900139000\t########\t2\r\n',
    "wps": "合并样例\t1.37E+10\t2026/11/3\t看房\r\n\t4.40106E+17\t11月4日\t探访\r\n",
}


@pytest.fixture(scope="module")
def empty_page(pages: Pages, module_server: Server) -> Iterator[Page]:
    """A page of our own address with nothing on it, where modules may be imported."""
    yield pages.lend(module_server, "clerk")
    pages.take_back()


def call(page: Page, module: str, expression: str, *values: object) -> object:
    """The value of a JavaScript expression in which `m` is the module and `v` the values."""
    return page.evaluate(
        f"async v => {{ const m = await import('/grid/{module}'); return {expression}; }}", values
    )


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("甲\t1\r\n乙\t2\r\n", [["甲", "1"], ["乙", "2"]]),
        ("甲\t\t", [["甲", "", ""]]),
        ("甲\n\n乙", [["甲"], [""], ["乙"]]),
        ('"两\n行"\t"引""号"', [["两\n行", '引"号']]),
        ('5"\t6', [['5"', "6"]]),
        ("只有一格", [["只有一格"]]),
        ("a\rb", [["a"], ["b"]]),
    ],
)
def test_text_of_excel_is_read_as_cells(empty_page: Page, text: str, rows: list[object]) -> None:
    assert call(empty_page, "tsv.js", "m.parseTsv(v[0])", text) == rows


def test_cells_written_as_text_are_read_back_the_same(empty_page: Page) -> None:
    rows = [["平常", '有"引号"', "两\n行"], ["有\t制表", "", "3"]]
    assert call(empty_page, "tsv.js", "m.parseTsv(m.toTsv(v[0]))", rows) == rows


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("2026-11-22", "11-22"),
        ("2025-11-22", "2025-11-22"),
        ("2026-11-22 09:12", "11-22 09:12"),
        ("明天", "明天"),
    ],
)
def test_the_year_is_only_shown_when_it_is_another(
    empty_page: Page, value: str | None, shown: str
) -> None:
    expression = "new m.Show('2026-11-22', word => word).cell({filter: 'date'}, v[0])"
    assert call(empty_page, "show.js", expression, value) == shown


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("zx", "装修施工"),
        ("装修", "装修施工"),
        ("快递", "快递外卖"),
        ("wm", "快递外卖"),
        ("亲友", "亲友"),
        ("zhuangxiu", "装修施工"),
        ("zhxsg", "装修施工"),
        ("shigong", "装修施工"),
        ("裝修", "装修施工"),
        ("build", "装修施工"),
    ],
)
def test_a_choice_is_found_by_label_or_initials(empty_page: Page, typed: str, first: str) -> None:
    options = [
        {"label": "亲友", "py": "qy"},
        {
            "label": "装修施工", "py": "zxsg", "words": ["裝修施工", "Builders"],
            "syllables": ["zhuang", "xiu", "shi", "gong"],
        },
        {"label": "快递外卖", "py": "kdwm"},
    ]  # fmt: skip
    assert (
        call(empty_page, "matching.js", "m.matching(v[0], v[1])[0].label", options, typed) == first
    )


STARTS = [{"sign": s, "pinyin": p} for s, p in (("粤", "yue"), ("渝", "yu"), ("鄂", "e"))]


@pytest.mark.parametrize(
    ("typed", "plate"),
    [
        ("yuea12345", "粤A12345"),
        ("ｙｕｅｂ１", "粤B1"),
        ("yua1", "YUA1"),  # yu may still become yue: the clerk picks
        ("e12345", "E12345"),  # one letter may be the plate's own
        ("粤a12345", "粤A12345"),
    ],
)
def test_a_plate_takes_the_province_its_pinyin_means(
    empty_page: Page, typed: str, plate: str
) -> None:
    assert call(empty_page, "provinces.js", "m.tidyPlate(v[0], v[1])", STARTS, typed) == plate


@pytest.mark.parametrize(
    ("month", "step", "other"),
    [("2026-11", 1, "2026-12"), ("2026-12", 1, "2027-01"), ("2026-01", -1, "2025-12")],
)
def test_months_follow_each_other_over_the_year(
    empty_page: Page, month: str, step: int, other: str
) -> None:
    assert call(empty_page, "period.js", "m.step(v[0], v[1])", month, step) == other


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-03", "2026-11-03"), ("11.3", "2026-11-03"), ("2025/1/9", "2025-01-09"),
        ("20261103", "2026-11-03"), ("１１月３日", "2026-11-03"), ("大概月底", None),
        ("13-45", None), ("2-30", None),
    ],
)  # fmt: skip
def test_the_edge_of_a_range_of_days_is_typed_as_elsewhere(
    empty_page: Page, typed: str, day: str | None
) -> None:
    assert call(empty_page, "range_filter.js", "m.dayOf(v[0], '2026')", typed) == day


def test_header_filters_are_asked_in_the_words_of_the_ledger(empty_page: Page) -> None:
    asked = call(
        empty_page,
        "filters.js",
        "m.translate(v[0])",
        {
            "sortModel": [{"colId": "visitors.arrived_at", "sort": "desc"}],
            "filterModel": {
                "visitors.visitor_name": {"op": "contains", "value": "李"},
                "visitors.party_size": {"op": "between", "value": ["2", None]},
                "visitors.arrived_at": {"op": "span", "value": "today"},
                "visitors.remark": {"op": "empty"},
            },
        },
    )
    assert asked == {
        "sort": [{"field": "arrived_at", "dir": "desc"}],
        "filter": {
            "visitor_name": {"op": "contains", "value": "李"},
            "party_size": {"op": "between", "value": ["2", None]},
            "arrived_at": {"op": "span", "value": "today"},
            "remark": {"op": "empty", "value": None},
        },
    }


def clipboard(program: str) -> tuple[str, str]:
    """What the program puts on the clipboard: plain text, and its table."""
    return PLAIN[program], (CLIPBOARDS / f"{program}.html").read_text("utf-8")


RESTORED = """await (async ([plain, html, filters]) => {
    const { parseTsv } = await import("/grid/tsv.js");
    return m.restored(parseTsv(plain), m.parseHtml(html), filters.map(filter => ({filter})));
})(v)"""


def test_what_the_plain_text_lost_is_taken_from_the_table(empty_page: Page) -> None:
    filters = ["text", "text", "date", "text"]
    assert call(empty_page, "office_html.js", RESTORED, *clipboard("excel"), filters) == [
        ["王样例", "13800138000", "2026-11-03 10:05", "送货\n两箱"],
        ["李样例", "13900139000", "2026-11-04 12:00", "2"],
    ]
    assert call(empty_page, "office_html.js", RESTORED, *clipboard("wps"), filters) == [
        ["合并样例", "13700137000", "2026/11/3", "看房"],
        ["", "4.40106E+17", "2026-11-04", "探访"],  # no table can bring an 18th digit back
    ]
    other = ["甲\t1.38E+10\r\n", clipboard("wps")[1], ["text", "text"]]
    assert call(empty_page, "office_html.js", RESTORED, *other) == [["甲", "1.38E+10"]]


def test_a_table_for_excel_keeps_text_numbers_and_dates_apart(empty_page: Page) -> None:
    cells = [
        {"text": "440106198803151235", "kind": "text"},
        {"text": "12.50", "kind": "number"},
        {"text": "2026-11-03 09:12", "kind": "date"},
        {"text": "两\n行 <b>", "kind": "text"},
        {"text": "未知", "kind": "number"},
    ]
    html = str(call(empty_page, "office_html.js", "m.toHtml([v[0]])", cells))
    for cell in (
        """<td style="mso-number-format:'\\@'">440106198803151235</td>""",
        """<td style="mso-number-format:'0.00'" x:num="12.50">12.50</td>""",
        """<td style="mso-number-format:'yyyy\\-mm\\-dd\\ hh:mm'">2026-11-03 09:12</td>""",
        """<td style="mso-number-format:'\\@'">两<br>行 &lt;b&gt;</td>""",
        """<td style="mso-number-format:'\\@'">未知</td>""",
    ):
        assert cell in html
    back = call(empty_page, "office_html.js", "m.parseHtml(v[0])[0].map(c => c.text)", html)
    assert back == [cell["text"] for cell in cells]


@pytest.mark.parametrize(
    ("values", "options", "made"),
    [
        ([1, 2], {"kind": "number"}, [1, 2, 1]),
        ([1, 2], {"kind": "number", "isSeries": True}, [3, 4, 5]),
        ([5], {"kind": "number", "isSeries": True, "isBack": True}, [4, 3, 2]),
        (["0.10", "0.30"], {"kind": "number", "isSeries": True}, ["0.50", "0.70", "0.90"]),
        ([1, 2, 5], {"kind": "number", "isSeries": True}, [1, 2, 5]),
        (["2026-12-31"], {"kind": "date", "isSeries": True},
         ["2027-01-01", "2027-01-02", "2027-01-03"]),
        (["2026-11-01 09:00", "2026-11-01 09:30"], {"kind": "date", "isSeries": True},
         ["2026-11-01 10:00", "2026-11-01 10:30", "2026-11-01 11:00"]),
        (["甲", None], {"kind": "text", "isSeries": True}, ["甲", None, "甲"]),
        ([None, 1], {"kind": "number", "isSeries": True}, [None, 1, None]),
    ],
)  # fmt: skip
def test_values_go_on_as_copies_or_as_a_series(
    empty_page: Page, values: list[object], options: dict[str, object], made: list[object]
) -> None:
    assert call(empty_page, "series.js", "m.goOn(v[0], 3, v[1])", values, options) == made


@pytest.mark.parametrize(
    ("column", "start", "step", "place"),
    [("##..##.", 0, 1, 1), ("##..##.", 1, 1, 4), ("##..##.", 5, 1, 6), ("##..##.", 6, 1, 6),
     ("##..##.", 4, -1, 1), ("##??###", 0, 1, 6), ("#.#####", 0, 1, 2), (".......", 3, -1, 0)],
)  # fmt: skip
def test_ctrl_and_an_arrow_go_to_the_edge_of_the_data(
    empty_page: Page, column: str, start: int, step: int, place: int
) -> None:
    filled = "at => ({'#': true, '.': false, '?': null})[v[0][at]]"
    end = "v[2] > 0 ? v[0].length - 1 : 0"
    found = call(
        empty_page, "ranges.js", f"m.edge(v[1], v[2], {end}, {filled})", column, start, step
    )
    assert found == place


def test_a_block_fills_a_selection_it_fits_into(empty_page: Page) -> None:
    area = {"top": 2, "bottom": 7, "left": 1, "right": 2}
    spread = "m.spread(v[0], v[1], v[2])"
    assert call(empty_page, "ranges.js", spread, area, 3, 1) == area
    assert call(empty_page, "ranges.js", spread, area, 4, 1) == area | {"bottom": 5, "right": 1}
    pulled = call(empty_page, "ranges.js", "m.pulled(v[0], 9, 2)", area)
    assert pulled == {"way": "down", "to": area | {"top": 8, "bottom": 9}}
    assert call(empty_page, "ranges.js", "m.pulled(v[0], 5, 1)", area) is None


def test_the_outbox_keeps_order_and_finds_by_cell_row_and_line(empty_page: Page) -> None:
    found = call(
        empty_page,
        "outbox.js",
        """(() => {
            const box = new m.Outbox();
            box.push({seq: 1, op: "insert", sheet: "s", line: "__n1", values: {}});
            box.push({seq: 2, op: "set", sheet: "s", row: "__n1", field: "a", follows: 1});
            for (let seq = 3; seq < 600; seq += 1) {
                box.push({seq, op: "set", sheet: "s", row: seq, field: "a"});
            }
            const same = {op: "set", sheet: "s", row: "__n1", field: "a"};
            const earlier = box.earlier(same).seq;
            const first = box.earlier({...same, field: "b"}).seq;
            box.change(box.find(2), {row: 700, follows: undefined});
            box.changed.clear();
            box.remove(box.find(599));
            return [earlier, first, box.ofRow("s", 700).map(e => e.seq), [...box.changed],
                    box.packet(1).length, [...box].slice(0, 3).map(e => e.seq), box.length,
                    "follows" in box.find(2)];
        })()""",
    )
    assert found == [2, 1, [2], [3], 250, [1, 2, 3], 598, False]


def test_the_offices_time_goes_on_from_what_the_server_said(empty_page: Page) -> None:
    stamps = """(() => {
        let ticks = 0;
        const clock = new m.Clock("2026-12-31 23:59:30", () => ticks);
        ticks = 31_000;
        return ["date", "datetime", "text"].flatMap(editor =>
            [false, true].map(isTime => clock.stamp(editor, {isTime})));
    })()"""
    assert call(empty_page, "clock.js", stamps) == [
        "2027-01-01", "2027-01-01", "2027-01-01 00:00", "2027-01-01 00:00", "2027-01-01", "00:00",
    ]  # fmt: skip
