"""What is wrong in a pack: forms it names, totals it reads off them, figures it counts anew."""

from __future__ import annotations

from dataclasses import dataclass

from registers.errors import Fault
from registers.form_check import PaperCheck
from registers.form_model import Form, PaperForm, Table
from registers.pack_model import COVER, CoverFigure, Pack, PackPart
from registers.parts import SchemaPart
from registers.report_fields import PERIOD_PARAMS, Measured
from registers.slip_model import Slip
from registers.summary_model import Summary
from registers.yaml_lines import YamlPath


@dataclass
class PackCheck(PaperCheck):
    """Which of the pack's forms exist is known before; `forms` are those without faults."""

    form: Pack

    def run(self) -> list[Fault]:
        """A pack has no sheet of its own; its cover has a table like other forms."""
        if self.form.sheet:
            self.fault(("sheet",), "unknown_key", key="sheet")
        if not any(isinstance(block, Table) for block in self.form.blocks):
            self.fault(("blocks",), "key_missing", key="table")
            return self.faults
        self.check_parts()
        for at, block in enumerate(self.form.blocks):
            self.check_block(("blocks", at), block)
        return self.faults

    def check_parts(self) -> None:
        for place, part in enumerate(self.form.parts):
            found = self.forms.get(part.form)
            if found is None:
                self.fault(("parts", place, "form"), "unknown_form", form=part.form)
            else:
                self.check_part(("parts", place), part, found)

        for key in self.form.slips:
            if key not in self.forms:
                self.fault(("slips",), "unknown_form", form=key)
            elif not isinstance(self.forms[key], Slip):
                self.fault(("slips",), "bad_option", problem="a form of one row", seen=key)

    def check_part(self, path: YamlPath, part: PackPart, found: PaperForm) -> None:
        names = _totals_of(found)
        if names is None:
            self.fault((*path, "form"), "bad_option", problem=_TABLE, seen=part.form)
            return
        if lacking := [kind for kind in self.form.periods if kind not in found.periods]:
            problem = f"the form is made for {', '.join(found.periods)}"
            self.fault((*path, "form"), "bad_option", problem=problem, seen=lacking[0])
        for place, figure in enumerate(part.figures):
            inside = (*path, "figures", place)
            if names.count(figure.value) != 1:
                problem = f"one of {', '.join(names)}"
                self.fault((*inside, "value"), "bad_option", problem=problem, seen=figure.value)
            self.check_figure((*inside, "check"), figure)

    def check_figure(self, path: YamlPath, figure: CoverFigure) -> None:
        check = figure.check
        sheet = self.sheets.get(str(check.of))
        if check.of is None or check.counted is None:
            self.fault(path, "key_missing", key="of" if check.of is None else "sum")
        elif sheet is None:
            self.fault((*path, "of"), "unknown_sheet", sheet=check.of)
        else:
            for key in ("sum", "max", "min", "last", "where", "at"):
                self.expression((*path, key), getattr(check, key), sheet, PERIOD_PARAMS)
            if check.when != "always" and Measured(self.sheets).date_of(check) is None:
                self.fault(path, "key_missing", key="at")

    def check_block(self, path: YamlPath, block: SchemaPart) -> None:
        if isinstance(block, Table):
            for place, column in enumerate(block.columns):
                inside = (*path, "columns", place)
                if column.value and (len(column.value) > 1 or column.value[0] not in COVER):
                    problem, seen = f"one of {', '.join(COVER)}", ", ".join(column.value)
                    self.fault((*inside, "value"), "bad_option", problem=problem, seen=seen)
                if column.where or column.total:
                    key = "where" if column.where else "total"
                    self.fault((*inside, key), "unknown_key", key=key)
        else:
            super().check_block(path, block)


def _totals_of(form: PaperForm) -> list[str] | None:
    """The names of the totals a form has; None for one without a table of rows."""
    match form:
        case Summary():
            return [str(one.key) for one in form.measures if one.key]
        case Form() if not form.apart:
            return [column.name for column in form.columns if column.total]
    return None


_TABLE = "a ledger form or a report"
