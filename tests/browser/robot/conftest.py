"""Two clerks who do anything at any moment: at the end grid, ledger and model hold the same."""

import signal
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from tests.browser.robot.model import Cells, Model
from tests.browser.robot.robot import Chances, Robot
from tests.browser.window import Window, ledger_rows
from tests.server import Server

ACTIONS = 2_000
ALONE = 8  # things done while the server is away
A_MOMENT = 0.8  # seconds after which a cell that is not saved is amber
LAST_WORDS = 12  # of each robot, where one does not get on
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

REFUSED = "JSON.stringify(taizhang.keep.record.refused)"

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
        try:
            act(robots, server, random)
        except Exception as error:
            for robot in robots:
                error.add_note("\n".join(robot.log[-LAST_WORDS:]))
            raise
        for robot in robots:
            robot.note(f"pressed on, with refused {robot.window.get(REFUSED)}")
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
    troubles = [lose_the_server, lose_the_server, *[make_it_hang] * 4]
    random.shuffle(troubles)
    moments = sorted(random.sample(range(ACTIONS // 20, ACTIONS), len(troubles)))
    done = 0
    while done < ACTIONS:
        if moments and done >= moments[0]:
            moments.pop(0)
            for robot in robots:
                robot.answered()  # an undo that is not is given up where the server is away
            done += troubles.pop()(robots, server, random)
        done += random.choice(robots).act()
    for robot in robots:
        robot.window.saved()


def lose_the_server(robots: list[Robot], server: Server, random: Random) -> int:
    """Both go on typing while it is away; everything arrives when it is back."""
    server.kill()
    done = go_on_alone(robots, random, [robot.writing for robot in robots])
    server.start()
    be_together_again(robots)
    return done


def make_it_hang(robots: list[Robot], server: Server, random: Random) -> int:
    """It takes everything and answers nothing for a while."""
    assert server.process is not None
    server.process.send_signal(signal.SIGSTOP)
    try:
        began = time.monotonic()
        chances = [robot.writing for robot in robots]
        done = go_on_alone(robots, random, chances)
        time.sleep(max(0, A_MOMENT - (time.monotonic() - began)))
    finally:
        server.process.send_signal(signal.SIGCONT)
    be_together_again(robots)
    return done


def go_on_alone(robots: list[Robot], random: Random, chances: list[Chances]) -> int:
    """Then now and then somebody wants other rows, which come when the server is back."""
    done = 0
    for _ in range(ALONE):
        at = random.randrange(len(robots))
        done += robots[at].act(wants=chances[at])
    for robot in robots:
        if random.random() < 0.5:
            done += robot.act(wants=robot.asking)
    return done


def be_together_again(robots: list[Robot]) -> None:
    for robot in robots:
        robot.window.saved(within=60)
        robot.window.until("!taizhang.feed.isDown")
        robot.rows_came()


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
