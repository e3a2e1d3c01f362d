"""Whatever is done in whatever order, the ledger and a dictionary agree."""

import itertools
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from db.edits import Act, Edit, Insert, Result, Set, Void
from db.ledger import Ledger
from tests.db.workshop import BOSS, CLERK, OTHER, SCHEMAS, tool_book_of

BOOK = tool_book_of(SCHEMAS)
TEXTS = st.one_of(st.none(), st.text("甲乙AB 1%_'\"\\=", max_size=6))
SETS = st.one_of(st.integers(-1, 8), st.none(), st.just("三"))
ACTORS = st.sampled_from((CLERK, OTHER, BOSS))

Model = dict[str, object]


class LedgerAgainstDictionary(RuleBasedStateMachine):
    """Two clerks and their supervisor; the model knows the rules of three fields and the state."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = Ledger.open(Path(self.folder.name) / "ledger.db", BOOK)
        self.ledger.apply(
            [Insert(1, "tools", {"tool_no": "T1", "name": "梯子"})], CLERK, client="s"
        )
        self.rows: list[Model] = []
        self.seq = itertools.count(1)
        self.last: tuple[Edit, Result] | None = None

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()

    def send(self, edit: Edit, actor: object) -> Result:
        result = self.ledger.apply([edit], actor, client="c")[0]  # type: ignore[arg-type]
        self.last = edit, result
        return result

    @rule(sets=SETS, remark=TEXTS, actor=ACTORS)
    def insert(self, sets: object, remark: str | None, actor: object) -> None:
        values = {"tool_id": 1, "borrower": "陈", "sets": sets, "remark": remark}
        result = self.send(Insert(next(self.seq), "loans", values), actor)
        whole = 1 if sets is None else sets
        fits = isinstance(whole, int) and 1 <= whole <= (99 if actor == BOSS else 5)
        assert result.ok == fits, result.error
        if fits:
            number = f"GJ-{self.month}-{len(self.rows) + 1:03d}"
            shown = (remark or "").strip() or None
            self.rows.append(
                {"sets": whole, "remark": shown, "status": "lent", "void": False, "doc_no": number}
            )

    @property
    def month(self) -> str:
        return f"{self.ledger.clock():%Y%m}"

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), value=TEXTS, knows=st.booleans(), actor=ACTORS)
    def change(self, data: st.DataObject, value: str | None, knows: bool, actor: object) -> None:
        at = data.draw(st.integers(0, len(self.rows) - 1))
        row, wanted = self.rows[at], (value or "").strip() or None
        seen = row["remark"] if knows else "从来没有过"
        result = self.send(Set(next(self.seq), "loans", at + 1, "remark", value, seen), actor)
        fits = not row["void"] and (knows or wanted == row["remark"])
        assert result.ok == fits, result.error
        if fits:
            row["remark"] = wanted
        elif not row["void"]:
            assert result.error
            assert (result.error.code, result.error.params["current"]) == (
                "conflict",
                row["remark"],
            )

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), actor=ACTORS)
    def give_back(self, data: st.DataObject, actor: object) -> None:
        at = data.draw(st.integers(0, len(self.rows) - 1))
        result = self.send(Act(next(self.seq), "loans", at + 1, "return"), actor)
        fits = self.rows[at]["status"] == "lent" and not self.rows[at]["void"]
        assert result.ok == fits, result.error
        if fits:
            self.rows[at]["status"] = "back"

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), reason=st.sampled_from(("填错", " ")), actor=st.just(BOSS))
    def void(self, data: st.DataObject, reason: str, actor: object) -> None:
        at = data.draw(st.integers(0, len(self.rows) - 1))
        result = self.send(Void(next(self.seq), "loans", at + 1, reason), actor)
        fits = bool(reason.strip()) and not self.rows[at]["void"]
        assert result.ok == fits, result.error
        if fits:
            self.rows[at] |= {"void": True, "status": "void"}

    @precondition(lambda self: self.last)
    @rule(actor=ACTORS)
    def send_again(self, actor: object) -> None:
        assert self.last
        edit, before = self.last
        again = self.ledger.apply([edit], actor, client="c")[0]  # type: ignore[arg-type]
        assert again.ok == before.ok
        if before.error:
            assert again.error
            assert str(again.error) == str(before.error)

    @invariant()
    def the_ledger_says_the_same(self) -> None:
        rows = [self.ledger.row("loans", n + 1) for n in range(len(self.rows))]
        keys = ("sets", "remark", "status", "void", "doc_no")
        assert [{key: row[key] for key in keys} for row in rows if row] == self.rows
        assert self.ledger.verify() == []


TestLedgerAgainstDictionary = LedgerAgainstDictionary.TestCase
TestLedgerAgainstDictionary.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
