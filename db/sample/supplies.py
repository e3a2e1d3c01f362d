"""The store room: opening stock, purchases before it runs out, issues to the departments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from db.sample.days import Stretch, is_workday
from db.sample.office import Staff

_MOVES_A_YEAR_PER_HOME = 0.75
_LOW_NOW = 4

# name, unit, category, price in yuan, sizes
_GOODS: tuple[tuple[str, str, str, float, tuple[str, ...]], ...] = (
    ("A4复印纸", "pack", "paper", 22.5, ("70克", "80克")),
    ("中性笔", "stick", "stationery", 1.8, ("黑色0.5", "红色0.5", "蓝色0.5")),
    ("文件夹", "piece", "stationery", 6.2, ("A4单夹", "A4双夹")),
    ("订书钉", "box", "stationery", 2.4, ("24/6", "23/13")),
    ("便签纸", "book", "stationery", 3.5, ("76×76", "76×127")),
    ("档案盒", "piece", "stationery", 9.8, ("35毫米", "55毫米", "75毫米")),
    ("硒鼓", "piece", "consumables", 168.0, ("黑色", "彩色")),
    ("墨盒", "piece", "consumables", 86.0, ("黑色", "青色", "品红", "黄色")),
    ("五号电池", "pack", "consumables", 12.0, ("4节装", "12节装")),
    ("洗洁精", "bottle", "cleaning", 7.5, ("1公斤", "5公斤")),
    ("垃圾袋", "roll", "cleaning", 5.6, ("60×80", "100×120")),
    ("拖把", "piece", "cleaning", 18.0, ("棉线", "平板")),
    ("IC薄卡", "sheet", "ic_consumables", 4.5, ("白卡", "印刷卡")),
    ("制卡色带", "roll", "ic_consumables", 320.0, ("彩色", "黑色")),
    ("螺丝刀", "piece", "tools", 11.0, ("一字", "十字")),
    ("绝缘手套", "set", "tools", 28.0, ("M", "L")),
    ("来访登记簿", "book", "printed_forms", 15.0, ("100页", "200页")),
    ("放行条", "book", "printed_forms", 8.0, ("两联", "三联")),
    ("夏季工装", "set", "clothing", 118.0, ("M", "L", "XL")),
    ("雨衣", "piece", "clothing", 45.0, ("M", "L", "XL")),
)
_PURPOSES = ("日常办公", "前台使用", "设备维修", "月度清洁", "资料归档", None)
_DEPARTMENTS = ("物业管理部", "物业管理工程部", "家政管理部", "水电维修部", "社区文化部", "财务部")


@dataclass(slots=True)
class Shelf:
    """One item and how much of it lies there while the year is played through."""

    id: int
    least: int
    most: int
    price: float
    left: int = 0


def items(households: int, staff: Staff, chance: Random) -> list[dict[str, object]]:
    """About a hundred kinds of things in a large office, a dozen in a small one."""
    wanted = min(100, 12 + households // 22)
    found: list[dict[str, object]] = []
    for place in range(wanted):
        name, unit, category, _, sizes = _GOODS[place % len(_GOODS)]
        turn = place // len(_GOODS)
        least = chance.choice((2, 5, 10, 20))
        found.append({
            "item_no": f"WP-{place + 1:03d}",
            "name": name,
            "spec": sizes[turn % len(sizes)] + ("" if turn < len(sizes) else "(备用)"),
            "unit": unit,
            "category": category,
            "min_qty": least,
            "max_qty": least * 5,
            "location": f"库房{place // 20 + 1}架{place % 4 + 1}层",
            "keeper": staff["archive"],
        })  # fmt: skip
    return found


def shelf(number: int, item: dict[str, object], place: int) -> Shelf:
    """The item in this place of the list as it lies in the store room, still empty."""
    least, most = int(str(item["min_qty"])), int(str(item["max_qty"]))
    return Shelf(number, least, most, _GOODS[place % len(_GOODS)][3])


def moves(
    shelves: Sequence[Shelf], households: int, staff: Staff, span: Stretch, chance: Random
) -> list[dict[str, object]]:
    """All lines by day; nothing is issued that is not there, and a few items run low at the end."""
    lines = [_opening(shelf, span.first, staff, chance) for shelf in shelves]
    open_days = [day for day in span.days() if is_workday(day)] or [span.today]
    wanted = max(round(households * _MOVES_A_YEAR_PER_HOME * span.length / 365) - len(lines), 8)
    run_low = {shelf.id for shelf in chance.sample(list(shelves), min(_LOW_NOW, len(shelves)))}
    for day in sorted(chance.choices(open_days, k=int(wanted * 0.88))):
        shelf = chance.choice(shelves)
        ending = (span.today - day).days < 60 and shelf.id in run_low
        if shelf.left <= shelf.least and not ending:
            lines.append(_purchase(shelf, day, staff, chance))
        if shelf.left > 0:
            lines.append(_issue(shelf, day, staff, chance))
    lines += _last_issues(
        [shelf for shelf in shelves if shelf.id in run_low], span.today, staff, chance
    )
    return lines


def _line(shelf: Shelf, day: date, kind: str, qty: int, staff: Staff) -> dict[str, object]:
    return {
        "move_date": day.isoformat(),
        "kind": kind,
        "item_id": shelf.id,
        "qty": qty,
        "handled_by": staff["archive"],
        "status": "issued",
    }


def _opening(shelf: Shelf, day: date, staff: Staff, chance: Random) -> dict[str, object]:
    shelf.left = chance.randrange(shelf.least + 1, shelf.most + 1)
    return {**_line(shelf, day, "opening", shelf.left, staff), "unit_price": f"{shelf.price:.2f}"}


def _purchase(shelf: Shelf, day: date, staff: Staff, chance: Random) -> dict[str, object]:
    qty = shelf.most - shelf.left
    shelf.left += qty
    return {
        **_line(shelf, day, "purchase", qty, staff),
        "unit_price": f"{shelf.price * chance.uniform(0.95, 1.06):.2f}",
        "supplier": f"示例办公用品店 FP{chance.randrange(10**6):06d}",
    }


def _issue(
    shelf: Shelf, day: date, staff: Staff, chance: Random, *, least: int = 1
) -> dict[str, object]:
    qty = min(max(least, chance.randrange(1, max(2, shelf.least // 2))), shelf.left)
    shelf.left -= qty
    return {
        **_line(shelf, day, "issue", qty, staff),
        "dept": staff.departments[chance.choice(_DEPARTMENTS)],
        "person": chance.choice(staff.everybody),
        "purpose": chance.choice(_PURPOSES),
    }


def _last_issues(
    shelves: Sequence[Shelf], today: date, staff: Staff, chance: Random
) -> Iterator[dict[str, object]]:
    """Takes what is above half the minimum, so that the purchase list has something on it today."""
    for shelf in shelves:
        if (above := shelf.left - shelf.least // 2) > 0:
            yield _issue(shelf, today, staff, chance, least=above)
