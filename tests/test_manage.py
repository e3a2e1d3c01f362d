"""The commands, as an office's own person at the keyboard uses them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from db.edits import TakeBack
from db.office import open_office
from manage import manage
from tests.server import PASSWORD

Run = Callable[..., Result]
pytestmark = pytest.mark.usefixtures("read_once")


@pytest.fixture
def run(workspace: Path) -> Run:
    """`run("verify")` on the small office."""
    return command_in(workspace)


@pytest.fixture
def run_in_new_office(tmp_path: Path) -> Run:
    return command_in(tmp_path / "new")


def command_in(workspace: Path) -> Run:
    def run(*words: str, **environment: str) -> Result:
        at = ["--workspace", str(workspace)]
        return CliRunner().invoke(manage, [*words, *at], env=environment, catch_exceptions=False)

    return run


def rooms_file(folder: Path, *rows: tuple[str, ...]) -> str:
    book = Workbook()
    for row in [("楼栋", "房号", "面积", "业主", "电话"), *rows]:
        book.active.append(row)
    book.save(folder / "rooms.xlsx")
    return str(folder / "rooms.xlsx")


def test_sound_schemas_pass_the_check(run: Run) -> None:
    result = run("check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "没有发现问题" in result.stdout


def test_every_fault_is_shown_with_its_place(run: Run, workspace: Path) -> None:
    folder = workspace / "schemas"
    folder.mkdir(exist_ok=True)
    (folder / "lost.yaml").write_text(
        "key: lost\nlabel: 失物\nsection: gate\nsheets:\n  - key: lost\n    label: 失物\n"
        "    fields:\n      - {key: item, label: 物品, type: txt}\n"
        "      - {key: found_at, label: 时间, type: datetime, requird: true}\n",
        encoding="utf-8",
    )
    result = run("check")
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert any("lost.yaml:8" in line and "没有“txt”这种字段类型" in line for line in lines)
    assert any("lost.yaml:9" in line and "requird" in line for line in lines)
    assert lines[-1].startswith("共 ")


def test_a_command_that_reads_makes_no_office(run_in_new_office: Run, tmp_path: Path) -> None:
    for words in (["verify"], ["backup"], ["export", "visitor_ledger", "--period", "2026-11"]):
        result = run_in_new_office(*words)
        assert result.exit_code == 1
        assert "还没有台账" in result.stderr
    assert not (tmp_path / "new").exists()


def test_a_new_office_is_migrated_and_then_in_line(run_in_new_office: Run) -> None:
    before = run_in_new_office("migrate", "--dry-run")
    assert "add table visitors" in before.stdout
    assert run_in_new_office("verify").exit_code == 1
    assert run_in_new_office("migrate").exit_code == 0
    assert run_in_new_office("migrate", "--dry-run").stdout == "试运行:将调整 0 处\n"
    assert run_in_new_office("migrate", "--search").exit_code == 0
    assert run_in_new_office("verify").exit_code == 0


def test_a_user_is_added_with_a_password_from_the_environment(run: Run) -> None:
    result = run("user", "add", "xiaolin", "--role", "gate", TAIZHANG_PASSWORD=PASSWORD)
    assert (result.exit_code, result.stdout) == (0, "已新增用户 xiaolin(门岗)\n")
    again = run("user", "add", "xiaolin", "--role", "gate", TAIZHANG_PASSWORD=PASSWORD)
    assert (again.exit_code, again.stderr) == (1, "用户名“xiaolin”已有人用,请换一个\n")


@pytest.mark.parametrize(
    "words",
    [["user", "add", "x", "--role", "king"], ["export", "visitor_ledger"], ["fly"], ["import"]],
    ids=" ".join,
)
def test_wrong_usage_ends_with_two(run: Run, words: list[str]) -> None:
    assert run(*words).exit_code == 2


def test_an_import_reports_every_refused_cell_and_takes_the_rest(run: Run, tmp_path: Path) -> None:
    file = rooms_file(tmp_path, ("8", "101", "88.5"), ("8", "102", "约九十"))
    rehearsed = run("import", "rooms", file, "--dry-run")
    assert (rehearsed.exit_code, rehearsed.stdout) == (
        1,
        "试运行:可新增 1 行,可更新 0 行,相同 0 行,会拒收 1 行,不是记录的 1 行\n",
    )
    result = run("import", "rooms", file)
    assert result.exit_code == 1
    assert "\n第 3 行 C“约九十”:面积" in result.stderr
    assert result.stdout == "新增 1 行,更新 0 行,相同 0 行,拒收 1 行,不是记录的 1 行\n"


@pytest.mark.parametrize(
    ("words", "by"), [((), "admin"), (("--as", "clerk"), "clerk")], ids=["administrator", "named"]
)
def test_an_import_is_somebodys_step_and_can_be_taken_back(
    run: Run, workspace: Path, tmp_path: Path, words: tuple[str, ...], by: str
) -> None:
    for name, role in (("admin", "admin"), ("clerk", "front_desk")):
        run("user", "add", name, "--role", role, TAIZHANG_PASSWORD=PASSWORD)
    file = rooms_file(tmp_path, ("8", "101", "88.5"))
    assert run("import", "rooms", file, *words).exit_code == 0
    office = open_office(workspace)
    try:
        taken = office.ledger.take_back(TakeBack(1, "rooms"), office.users.acting(by), client="x")
        assert (taken.result().error, taken.result().voided) == (None, 1)
    finally:
        office.close()


def test_an_import_is_made_by_nobody_who_may_not(run: Run, tmp_path: Path) -> None:
    run("user", "add", "guard", "--role", "gate", TAIZHANG_PASSWORD=PASSWORD)
    file = rooms_file(tmp_path, ("8", "101", "88.5"))
    for name, said in (("guard", "您的岗位不能向房号导入文件"), ("nobody", "没有用户“nobody”")):
        result = run("import", "rooms", file, "--as", name)
        assert (result.exit_code, said in result.stderr) == (1, True)


def test_a_file_without_headings_is_refused_as_a_whole(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("今天天气很好\n", encoding="utf-8")
    result = run("import", "rooms", str(tmp_path / "notes.csv"))
    assert result.exit_code == 1
    assert "找不到表头" in result.stderr


def test_a_form_is_exported_under_any_of_its_titles(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "month.xlsx"
    result = run("export", "来访登记表", "--period", "2026-11", "--out", str(out))
    assert (result.exit_code, result.stdout) == (0, f"已导出到 {out}\n")
    assert load_workbook(out).sheetnames


def test_a_full_copy_needs_a_reason(run: Run, tmp_path: Path) -> None:
    asked = ("export", "visitor_ledger", "--period", "2026-11", "--out", str(tmp_path / "x.xlsx"))
    refused = run(*asked, "--full")
    assert (refused.exit_code, refused.stderr) == (1, "请写明为什么要看完整号码\n")
    assert not (tmp_path / "x.xlsx").exists()
    assert run(*asked, "--full", "--reason", "核对档案").exit_code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["export", "没有的表", "--period", "2026-11"], "没有名为“没有的表”的表格"),
        (["export", "visitor_ledger", "--period", "十一月"], "“十一月”不是月份"),
        (["import", "nothing", __file__], "没有名为“nothing”的登记表"),
        (["restore", __file__], "不完好"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    run: Run, words: list[str], sentence: str
) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert sentence in result.stderr


def test_a_backup_brings_the_ledger_back(run: Run, workspace: Path) -> None:
    assert run("backup").exit_code == 0
    (copy,) = (workspace / "backups").glob("ledger-*.db")
    run("user", "add", "afterwards", "--role", "gate", TAIZHANG_PASSWORD=PASSWORD)
    assert run("restore", str(copy)).exit_code == 0
    assert run("verify").exit_code == 0
    again = run("user", "add", "afterwards", "--role", "gate", TAIZHANG_PASSWORD=PASSWORD)
    assert again.exit_code == 0


def test_the_sample_office_is_built_in_an_empty_workspace_only(run_in_new_office: Run) -> None:
    built = run_in_new_office("demo", "--households", "20", "--months", "1")
    assert built.exit_code == 0, built.stderr
    assert "示例小区已生成" in built.stdout
    again = run_in_new_office("demo")
    assert again.exit_code == 1
    assert "已有数据" in again.stderr
    assert run_in_new_office("verify").exit_code == 0


def test_every_command_knows_its_workspace() -> None:
    commands = {**manage.commands, **manage.commands["user"].commands}  # type: ignore[attr-defined]
    del commands["user"]
    without = [
        name
        for name, command in commands.items()
        if "--workspace" not in [option for each in command.params for option in each.opts]
    ]
    assert without == []


def test_the_office_sets_its_own_limits(run: Run) -> None:
    assert run("setting", "card_minutes").stdout == "card_minutes = 20\n"
    assert run("setting", "card_minutes", "25").stdout == "card_minutes = 25\n"
    assert run("setting", "card_minutes").stdout == "card_minutes = 25\n"
    wrong = run("setting", "card_minutes", "soon")
    assert (wrong.exit_code, "请照 20 的样子填写" in wrong.stderr) == (1, True)
    unknown = run("setting", "card_minute")
    assert (unknown.exit_code, "key_minutes" in unknown.stderr) == (1, True)
