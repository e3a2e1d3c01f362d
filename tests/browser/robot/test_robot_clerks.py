"""Two clerks who do anything at any moment: at the end grid, ledger and model hold the same."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import httpx
import pytest

from tests.browser.robot.model import Cells, Model
from tests.browser.robot.robot import Robot
from tests.browser.window import Window, ledger_rows
from tests.server import Server
from tests.small_office import SmallOffice

ACTIONS = 800
OUTAGES = 2
ALONE = 6  # actions while the server is away
SEEDS = 40  # rows both may write in

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


@pytest.fixture(scope="module")
def module_server(
    small_office: SmallOffice, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    workspace = small_office.copy(tmp_path_factory.mktemp("robot"))
    shutil.copytree(Path(__file__).with_name("own"), workspace / "schemas", dirs_exist_ok=True)
    running = Server(workspace)
    running.start()
    yield running
    running.kill()


def seed_rows(client: httpx.Client, prefix: str, model: Model) -> frozenset[str]:
    names = [f"{prefix}{n:03d}" for n in range(SEEDS)]
    for sheet in SHEETS:
        edits = [
            {"seq": n, "op": "insert", "sheet": sheet, "values": {"name": name}}
            for n, name in enumerate(names)
        ]
        body = {"client": f"{prefix}-{sheet}", "edits": edits}
        results = client.post("/api/edits", json=body).json()["results"]
        assert all(result["ok"] for result in results), results
        model.write("nobody", sheet, [], {name: {} for name in names})
    return frozenset(names)


def in_ledger(client: httpx.Client, sheet: str, of: Model) -> dict[str, tuple[Cells, bool]]:
    """By name, only of rows the model knows: other seeds of this module have rows there too."""
    return by_name(ledger_rows(client, sheet).values(), sheet, of)


def in_grid(window: Window, sheet: str, of: Model) -> dict[str, tuple[Cells, bool]]:
    return by_name(window.frame.evaluate(SHOWN), sheet, of)


def by_name(rows: object, sheet: str, of: Model) -> dict[str, tuple[Cells, bool]]:
    return {
        row["name"]: ({key: row[key] for key in SHEETS[sheet]}, bool(row["void"]))
        for row in rows  # type: ignore[attr-defined]
        if row["name"] in of.rows[sheet]
    }


def compare(
    found: dict[str, tuple[Cells, bool]],
    wanted: dict[str, tuple[Cells, bool]],
    robots: list[Robot],
    where: str,
) -> None:
    """Fails with every row that is not as the model says, and what was done to it."""
    wrong = [name for name in wanted | found if found.get(name) != wanted.get(name)]
    told = [
        f"{name}: {found.get(name)}\n  wanted {wanted.get(name)}\n  "
        + "\n  ".join(line for robot in robots for line in robot.log if name in line)
        for name in wrong
    ]
    assert not told, f"{where}\n" + "\n".join(told)


@pytest.mark.timeout(480)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_grid_ledger_and_model_are_equal_after_anything(
    seed: int, open_window: Callable[..., Window], client: httpx.Client, server: Server
) -> None:
    random, model = Random(seed), Model(SHEETS)
    seeds = seed_rows(client, f"s{seed}", model)
    robots = [
        Robot(open_window(clerk).open("stalls"), clerk, side, model, Random(seed * 10 + n), seeds,
              made=seed * 1000)
        for n, (clerk, side) in enumerate((("clerk", "a"), ("clerk2", "b")))
    ]  # fmt: skip
    outages = sorted(random.sample(range(ACTIONS // 10, ACTIONS), OUTAGES))
    done = 0
    while done < ACTIONS:
        if outages and done >= outages[0]:
            outages.pop(0)
            done += lose_the_server(robots, server, random)
        done += random.choice(robots).act()
    for robot in robots:
        robot.window.saved()
        for k, v in sorted(robot.spent.items()): print(k, len(v), round(sum(v),1), round(sum(v)/len(v),3))
    with server.client() as again:
        for sheet in SHEETS:
            found = in_ledger(again, sheet, model)
            compare(found, model.expected(sheet), robots, f"the ledger's {sheet}")
    for robot in robots:
        robot.reload()
        for _ in SHEETS:
            robot.see_all()
            shown = in_grid(robot.window, robot.sheet, model)
            wanted = model.shown_to(robot.clerk, robot.sheet)
            compare(shown, wanted, [robot], f"{robot.clerk}'s grid of {robot.sheet}")
            robot.switch()


def lose_the_server(robots: list[Robot], server: Server, random: Random) -> int:
    """Both go on typing while it is away; everything arrives when it is back."""
    server.kill()
    done = sum(random.choice(robots).act(is_alone=True) for _ in range(ALONE))
    server.start()
    for robot in robots:
        robot.window.saved(within=60)
    return done
