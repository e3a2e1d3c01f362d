"""Two clerks who do anything at any moment: at the end grid, ledger and model hold the same."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from tests.browser.robot.model import Cells, Model
from tests.browser.robot.robot import Robot
from tests.browser.window import Window, ledger_rows
from tests.server import Server

ACTIONS = 500
OUTAGES = 3
ALONE = 6  # actions while the server is away
ROWS = 40  # that both may write in

SHEETS = {
    "stalls": (
        "a_day", "a_price", "a_count", "a_word", "name", "b_word", "b_count", "b_price", "b_day",
    ),
    "stall_notes": ("a_count", "a_word", "name", "b_word", "b_count"),
}  # fmt: skip
SHOWN = """async () => {
    await taizhang.rows.need(0, taizhang.rows.total);
    return Array.from({length: taizhang.rows.total}, (_, at) => taizhang.rows.peek(at));
}"""

Held = dict[str, tuple[Cells, bool]]
"""By the name of the row what its cells hold, and whether it is void."""


@pytest.fixture(scope="module")
def own_schemas() -> Path:
    """The robots' two sheets."""
    return Path(__file__).with_name("own")


@pytest.fixture
def do_anything(open_window: Callable[..., Window], server: Server) -> Callable[[int], None]:
    """Two clerks act, in the same way for the same seed; then everything is compared."""

    def run(seed: int) -> None:
        random, model = Random(seed), Model(SHEETS)
        with server.client("supervisor") as somebody:
            names = seed_rows(somebody, model)
        robots = [
            Robot(
                open_window(clerk).open("stalls"), clerk, side, model, Random(10 * seed + n), names
            )
            for n, (clerk, side) in enumerate((("clerk", "a"), ("clerk2", "b")))
        ]
        act(robots, server, random)
        with server.client() as again:
            for sheet in SHEETS:
                found = by_name(ledger_rows(again, sheet).values(), sheet)
                compare(found, model.expected(sheet), robots, f"the ledger's {sheet}")
        for robot in robots:
            compare_grids(robot)

    return run


def seed_rows(client: httpx.Client, model: Model) -> frozenset[str]:
    """Empty rows in both sheets that both clerks may write in."""
    names = [f"s{n:03d}" for n in range(ROWS)]
    for sheet in SHEETS:
        edits = [
            {"seq": n, "op": "insert", "sheet": sheet, "values": {"name": name}}
            for n, name in enumerate(names)
        ]
        body = {"client": f"seeds-{sheet}", "edits": edits}
        results = client.post("/api/edits", json=body).json()["results"]
        assert all(result["ok"] for result in results), results
        model.write("nobody", sheet, [], {name: {} for name in names})
    return frozenset(names)


def act(robots: list[Robot], server: Server, random: Random) -> None:
    """Everything they do, until all of it is acknowledged."""
    outages = sorted(random.sample(range(ACTIONS // 10, ACTIONS), OUTAGES))
    done = 0
    while done < ACTIONS:
        if outages and done >= outages[0]:
            outages.pop(0)
            done += lose_the_server(robots, server, random)
        done += random.choice(robots).act()
    for robot in robots:
        robot.window.saved()


def lose_the_server(robots: list[Robot], server: Server, random: Random) -> int:
    """Both go on typing while it is away; everything arrives when it is back."""
    server.kill()
    done = sum(random.choice(robots).act(is_alone=True) for _ in range(ALONE))
    server.start()
    for robot in robots:
        robot.window.saved(within=60)
        robot.window.until("!taizhang.feed.isDown")
    return done


def compare_grids(robot: Robot) -> None:
    """Both sheets in its window, which was loaded anew, against the model."""
    robot.reload()
    for _ in SHEETS:
        robot.see_all()
        shown = by_name(robot.window.frame.evaluate(SHOWN), robot.sheet)
        wanted = robot.model.shown_to(robot.name, robot.sheet)
        compare(shown, wanted, [robot], f"{robot.name}'s grid of {robot.sheet}")
        robot.switch()


def by_name(rows: Iterable[Mapping[str, Any]], sheet: str) -> Held:
    return {
        str(row["name"]): ({key: row[key] for key in SHEETS[sheet]}, bool(row["void"]))
        for row in rows
    }


def compare(found: Held, wanted: Held, robots: list[Robot], where: str) -> None:
    """Fails with every row that is not as the model says, and what was done to it."""
    wrong = [name for name in wanted | found if found.get(name) != wanted.get(name)]
    told = [
        f"{name}: {found.get(name)}\n  wanted {wanted.get(name)}\n  "
        + "\n  ".join(
            line for robot in robots for line in robot.log if name in line or "pressed" in line
        )
        for name in wrong
    ]
    if told:
        pytest.fail("\n".join((where, *told)), pytrace=False)
