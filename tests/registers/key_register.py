# ruff: noqa: E501 - a field reads best on a line
"""A register that says nearly everything the language can, as the tests of the book read it."""

KEYS = """\
key: keys
label: {zh_CN: 钥匙登记, zh_HK: 鑰匙登記, en: Key register}
section: archive
icon: ":material/key:"
sheets:
- key: key_loans
  label: 借用
  number: {pattern: "YS-{date:%Y%m}-{n:04d}", date: lent_at}
  period: {field: lent_at}
  access: {write: [archive, front_desk]}
  view: {order: [doc_no, status], hidden: lent_by, pinned: doc_no}
  timed: {start: lent_at, finish: returned_at, limit: "choice_param(desk, 'sla_minutes')"}
  states:
  - {key: lent, label: 借出, initial: yes}
  - {key: returned, label: 已还, tone: good}
  transitions:
  - key: give_back
    label: 归还
    from: lent
    to: returned
    roles: [archive]
    require: [returned_at]
    set: {returned_at: ":now"}
    guard: {check: "returned_at is not null", message: 请填归还时间}
  rules:
  - check: "returned_at >= lent_at"
    field: returned_at
    message: "归还时间不能早于借出时间({lent_at})"
    unless_role: supervisor
  importing: {aliases: {borrower: [借用人, 姓名]}, required: [borrower], also: [{sheet: keys, values: {key_no: 钥匙号}}]}
  fields:
  - {key: doc_no, type: autono, label: 编号}
  - {key: lent_at, type: datetime, label: 借出, required: true, default: "= :now"}
  - {key: returned_at, type: datetime, label: 归还}
  - {key: borrower, type: text, label: 借用人, required: true, max: 40}
  - {key: org, type: text, label: 单位, required: "borrower <> '业主'"}
  - {key: sets, type: int, label: 套数, default: 1, min: 1}
  - {key: desk, type: choice, codes: desks, label: 登记点, default: front}
  - {key: key_id, type: ref, sheet: keys, label: 钥匙}
  - {key: lent_by, type: staff, free: yes, label: 经办人, readonly: yes, default: "= :actor"}
  - {key: status, type: state, label: 状态}
  - {key: void_reason, type: text, label: 作废原因}
  - {key: overdue, type: computed, result: bool, expr: "coalesce(returned_at, :now) > lent_at", label: 逾期}
- key: keys
  label: 钥匙
  display: key_no
  lookup: [cabinet]
  fields:
  - {key: key_no, type: text, unique: yes, label: 钥匙号}
  - {key: cabinet, type: text, label: 柜位}
  - {key: out, type: computed, result: int, label: 借出, rollup: {sheet: key_loans, match: {key_id: id}, value: sum(sets)}}
"""

DESKS = """\
list: desks
label: 登记点
choices:
- {key: gate, label: 东门, order: 2, params: {sla_minutes: 10}}
- {key: front, label: {zh_CN: 前台, zh_HK: 前台, en: Front desk}, order: 1, params: {sla_minutes: 5}}
"""
