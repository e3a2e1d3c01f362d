"""F2: telephones and documents show their ends; who sees them whole, and what is written down."""

import io
import json
from collections.abc import Callable

from openpyxl import load_workbook

from api.asking import SESSION_COOKIE, office
from tests.scenarios.desks import Clerk, Clock
from tests.values import visitor

CARD, PHONE, PLATE = "440106198803151235", "13812345678", "粤A12345"
SHOWN = ("440***********1235", "138****5678", "粤A***45")
FORM = "/export/visitor_ledger?period=2026-11"
AUDIT = "SELECT user, name, sheet, at, note FROM _audit WHERE op = 'full_export'"


def come(clerk: Clerk, clock: Clock) -> dict[str, object]:
    clock.set("2026-11-22 09:00")
    number = {"id_type": "id_card", "id_number": CARD, "phone": "138 1234-5678", "plate_no": PLATE}
    return clerk.write("visitors", **visitor(arrived_at="2026-11-22 08:59", **number))


def numbers(row: dict[str, object]) -> tuple[object, ...]:
    return row["id_number"], row["phone"], row["plate_no"]


def masks(clerk: Clerk) -> dict[str, object]:
    fields = clerk.get("/api/sheets/visitors")["fields"]
    return {field["key"]: field["mask"] for field in fields if field["mask"]}


def printed(clerk: Clerk, address: str) -> list[tuple[object, str]]:
    """The three numbers on paper, each with the type of its cell."""
    answer = clerk.ask(address)
    assert answer.status_code == 200, answer.text
    sheet = load_workbook(io.BytesIO(answer.content)).active
    heads = [cell.value for cell in sheet[4]]
    cells = [sheet.cell(5, heads.index(label) + 1) for label in ("证件号码", "电话", "车牌")]
    return [(cell.value, cell.data_type) for cell in cells]


def test_f2_the_clerk_sees_the_ends_and_the_supervisor_everything(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    """F2. Phone shown `138****5678`; ID shown `440***********1235`."""
    row = come(clerk, clock)
    assert numbers(row) == (CARD, PHONE, PLATE)  # an editor opens with what is there
    assert masks(clerk) == {
        "phone": {"head": 3, "tail": 4, "hidden": 4},
        "id_number": {"head": 3, "tail": 4, "hidden": 4},
        "plate_no": {"head": 2, "tail": 2, "hidden": 3},
    }
    assert masks(supervisor) == {}
    assert [each["id"] for each in clerk.rows("visitors", search="1235")] == [row["id"]]
    assert "full" not in clerk.get("/api/sheets/visitors")["forms"][0]
    assert supervisor.get("/api/sheets/visitors")["forms"][0]["full"] is True


def test_f2_the_clerks_export_stays_masked_and_the_supervisors_full_one_is_written_down(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    """F2. Supervisor's full export writes one audit row; clerk's export stays masked, and both are
    text cells in Excel (no `4.40106E+17`).
    """
    come(clerk, clock)
    assert printed(clerk, FORM) == [(shown, "s") for shown in SHOWN]
    assert printed(supervisor, FORM) == [(shown, "s") for shown in SHOWN]
    refused = clerk.ask(f"{FORM}&full=1&reason=核对")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "may_not_unmask")
    empty = supervisor.ask(f"{FORM}&full=1&reason=%20")
    assert empty.json()["error"]["message"] == "请写明为什么要看完整号码"
    assert (empty.json()["error"]["field"], empty.status_code) == ("reason", 400)
    assert office().ledger.select(AUDIT) == []
    whole = printed(supervisor, f"{FORM}&full=1&reason=派出所调查")
    assert whole == [(CARD, "s"), (PHONE, "s"), (PLATE, "s")]
    (entry,) = office().ledger.select(AUDIT)
    assert (entry["user"], entry["sheet"]) == ("supervisor", "visitor_ledger")
    assert str(entry["at"]).startswith("2026-11-22 09:00")
    assert json.loads(str(entry["note"])) == {"period": "2026-11", "reason": "派出所调查"}
    assert office().ledger.verify() == []


def test_f2_whoever_only_reads_is_never_sent_a_whole_number(
    as_user: Callable[[str], Clerk], clerk: Clerk, clock: Clock
) -> None:
    """The card desk reads visitors and does not write them: rows, record, history and feed."""
    row = come(clerk, clock)
    cards = as_user("cards")
    assert numbers(cards.row("visitors", row["id"])) == SHOWN
    assert numbers(cards.get(f"/api/record/visitors/{row['id']}")["row"]) == SHOWN
    address = f"/api/history/visitors/{row['id']}"
    feed = {"Cookie": f"{SESSION_COOKIE}={cards.cookie}"}
    with cards.client.websocket_connect("ws://localhost/api/feed", headers=feed) as heard:
        heard.receive_json()
        clerk.change("visitors", row, "phone", "13900139000")
        assert heard.receive_json()["data"]["phone"] == "139****9000"
    assert numbers(cards.get(address)["history"][0]["values"]) == SHOWN
    changed = cards.get(address)["history"][-1]
    assert (changed["old"], changed["new"]) == ("138****5678", "139****9000")
    assert clerk.get(address)["history"][-1]["new"] == "13900139000"


def test_a_lookup_tells_people_apart_by_the_ends_of_their_telephones(
    as_user: Callable[[str], Clerk], clerk: Clerk, supervisor: Clerk
) -> None:
    clerk.write("people", name="钱样例", phone=PHONE)
    for who, hint in ((clerk, "138****5678"), (supervisor, "138 1234 5678")):
        (found,) = who.get("/api/lookup/people?q=钱样例")["rows"]
        assert found["hint"] == hint


def test_a_sentence_about_a_conflict_says_the_ends_only(clerk: Clerk, clock: Clock) -> None:
    row = come(clerk, clock)
    error = clerk.refused_change("visitors", row, "phone", "13700137000", was="13600136000")
    assert (error["code"], error["current"]) == ("conflict", PHONE)
    assert PHONE not in error["message"]
    assert "138****5678" in error["message"]
