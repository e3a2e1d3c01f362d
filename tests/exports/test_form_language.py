"""What a form file may say, and what is found wrong in it, each fault at its own line."""

import pytest

from registers.forms import parse_form
from registers.yaml_lines import parse_yaml
from tests.exports.faults import faults_of
from tests.server import HOUSE

FORM_FILES = sorted((HOUSE / "schemas/forms").glob("*.yaml"))
GOOD = """\
key: note
title: 便条
sheet: visitors
order: [arrived_at]
blocks:
  - block: title
  - block: header
    left: "{period}"
  - block: table
    columns:
      - {label: 序号, width: 5, value: row_number}
      - {label: 人数, width: 5, value: party_size, total: sum}
      - {label: 房号, width: 9, value: [room_id, host_id.phone]}
  - block: totals
    figures:
      - {label: 超时, where: sla_met = 0}
  - block: signatures
    people: [值班员]
"""


def test_a_form_needs_little_to_be_complete(sheets) -> None:
    form = parse_form(parse_yaml(GOOD, "note.yaml"), sheets)
    assert form.periods == ("month",)
    assert [block.block for _, block in form.before_table] == ["title", "header"]
    assert [block.block for _, block in form.after_table] == ["totals", "signatures"]


@pytest.mark.parametrize(
    ("seen", "instead", "fault"),
    [
        ("sheet: visitors", "sheet: guests", "3: unknown_sheet"),
        ("key: note", "key: Note", "1: bad_key"),
        ("order: [arrived_at]", "order: [came_at]", "4: unknown_field"),
        ("order: [arrived_at]", "ordre: [arrived_at]", "4: unknown_key"),
        ("order: [arrived_at]", "filter: came_at > 1", "4: expression_name"),
        ("order: [arrived_at]", "periods: [week]", "4: bad_option"),
        ("order: [arrived_at]", "kind: card", "4: bad_option"),
        ("block: title", "block: titel", "6: bad_option"),
        ("block: title", "text: x", "6: key_missing"),
        ('"{period}"', '"{perod}"', "8: bad_placeholder"),
        ("width: 5, value: row_number", "value: row_number", "11: key_missing"),
        ("value: party_size", "value: size", "12: unknown_field"),
        ("value: party_size, ", "", "12: key_missing"),
        ("host_id.phone", "host_id.fax", "13: unknown_field"),
        ("host_id.phone", "phone.fax", "13: unknown_sheet"),
        ("sla_met = 0", "sla_met =", "16: expression_syntax"),
        ("sla_met = 0", "random()", "16: expression_function"),
        ("where: sla_met = 0", "by: sort", "16: unknown_field"),
        ("people: [值班员]", "people: [一, 二, 三, 四]", "18: bad_option"),
    ],
)
def test_a_mistake_is_found_at_its_line(seen: str, instead: str, fault: str, sheets) -> None:
    assert GOOD.count(seen) == 1
    assert fault in faults_of(GOOD.replace(seen, instead), sheets)


def test_all_mistakes_are_told_together(sheets) -> None:
    text = (
        GOOD.replace("party_size", "size").replace("sla_met = 0", "late").replace("{period}", "{x}")
    )
    assert len(faults_of(text, sheets)) == 3


def test_a_form_has_one_table(sheets) -> None:
    table = GOOD[GOOD.index("  - block: table") : GOOD.index("  - block: totals")]
    assert faults_of(GOOD.replace(table, ""), sheets) == ["5: key_missing"]
    assert faults_of(GOOD.replace(table, table * 2), sheets) == ["14: duplicate_key"]


def test_signatures_stand_below_the_table(sheets) -> None:
    signed = "  - block: signatures\n    people: [值班员]\n"
    text = GOOD.replace(signed, "").replace("  - block: title\n", signed)
    assert faults_of(text, sheets) == ["6: bad_option"]


def test_a_form_is_found_by_its_key_and_by_its_title_in_any_language(book) -> None:
    for name in ("visitor_ledger", "来访登记表", "來訪登記表", "Visitor register"):
        assert book.form(name).key == "visitor_ledger"


def test_the_columns_of_the_shipped_forms_are_those_of_the_office(book) -> None:
    """The order and widths are the office's own; a change here is a change of its paper."""
    shipped = {
        form.title.zh_CN: "·".join(f"{c.label.zh_CN}{c.width:g}" for c in form.columns)
        for form in book.forms
    }
    assert shipped == {
        "IC卡收费明细表": "序号5·日期11·业务编号16·业务13·卡类10·房号12·持卡人11·工本费11·押金11·"
        "票据号14·发卡员9·备注14",
        "装修款项明细表": "序号5·日期11·装修编号15·房号12·款项15·收12·退12·扣款、没收12·票据号14·"
        "经手人9·说明20",
        "钥匙押金明细表": "序号5·借出时间15·借用编号16·钥匙14·借用人12·单位16·押金12·归还时间15·"
        "状态10·备注16",
        "财务月度资料": "序号5·来源32·项目18·表单合计17·台账核算17·差额14·核对10·财务确认14",
        "来访登记表": "序号5·日期9·到达8·来访人10·人数5·类别9·证件号码19·电话13·房号11·被访人9·"
        "事由14·车牌9·离开8·登记人8·备注10",
        "投诉登记台账": "序号5·编号15·受理时间13·房号11·投诉人9·方式7·类别11·内容26·责任部门11·"
        "处理情况22·完成时间13·满意度8·状态8",
        "钥匙借用登记表": "序号5·编号15·钥匙编号12·房号/区域13·套数5·借用人9·单位12·电话13·用途13·"
        "借出时间13·借用人签名10·归还时间13·签收8·备注8",
        "装修押金台账": "序号5·装修编号15·房号12·业主10·收据号14·押金12·收款日12·扣款12·应退12·"
        "退款日12·余额12",
        "来访月统计表": "日期10·人次9·笔数9·亲友8·装修送货10·其他8·平均用时(分)12·超时笔数10",
        "季度投诉汇总分析表": "类别16·月一8·月二8·月三8·合计8·占比%8·上季8·增减8·办结8·办结率%9·"
        "回访率%9·满意率%9·二次投诉10",
        "全区钥匙月度总结表": "区域/类别16·期初10·本月留置10·本月领回10·收楼移交10·遗失销毁10·"
        "盘点差异10·期末10·借出次数10·当日归还10·逾期8·当日归还率%13",
        "入住装修动态表": "楼栋12·总户数9·已收楼9·未收楼9·已入住9·空置9·装修中9·本月申报10·"
        "本月延期10·停工8·本月退场10·入住率%10",
        "入住装修动态表(在装修户)": "序号5·房号13·装修单位24·负责人11·负责人电话15·"
        "开工12·许可至12·状态11",
        "IC卡月报表": "卡种12·上月结存10·本月新购10·退卡回库10·造卡(新办)11·造卡(补换)11·"
        "造卡合计10·报废10·盘点差异10·本月剩余10·实盘10·备注14",
        "办公用品收发存月报表": "序号5·品名16·规格12·单位5·期初数量9·期初金额11·入库数量9·"
        "入库金额11·出库数量9·出库金额11·期末数量9·期末金额11·备注8",
        "IC卡发放登记表": "序号5·日期10·业务8·卡号13·卡类9·房号12·持卡人10·关系7·证件号码19·"
        "有效期至11·工本费8·押金8·领取人签名12·发卡员9",
        "季度投诉分析(按责任部门)": "责任部门14·件数7·主要问题28·原因分析26·纠正措施26·预防措施24",
        "用户投诉处理单": "18·26·18·26",
        "IC卡收费日报": "业务编号16·房号14·业务10·工本费10·押金10·票据号16",
        "钥匙日清点表": "类别14·在管10·借出未还12·账面在库12·实点10·差异8·说明20",
        "装修申请(备案)表": "16·28·16·28",
        "装修巡查记录表": "序号5·日期时间14·施工内容20·检查结果18·违章内容24·整改期限12·复查12·"
        "巡查人10·现场签名12",
        "装修施工许可证": "18·40·18·40",
        "盘点表": "序号5·品名18·规格14·单位6·账面数10·实盘数10·盈亏8·原因18",
        "办公用品领用汇总(按部门和物品)": "序号5·领用部门24·品名24·规格18·单位8·笔数10·数量12·"
        "金额16·备注20",
        "办公室常用物品数量表": "序号5·品名18·规格14·单位6·下限8·上限8·现存8·建议采购10·位置12",
        "办公用品领用登记表": "序号5·日期11·单号14·品名18·规格14·单位6·数量8·领用部门14·领用人10·"
        "用途16·领用人签名12·备注12",
    }


@pytest.mark.parametrize(
    "path", sorted((HOUSE / "schemas/forms").glob("*.yaml")), ids=lambda p: p.stem
)
def test_a_form_file_is_called_by_its_key(path) -> None:
    assert parse_yaml(path.read_bytes(), path.name).content["key"] == path.stem
