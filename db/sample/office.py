"""The departments and the people of the sample office, one for every post."""

from dataclasses import dataclass

DEPARTMENTS = (
    ("物业管理部", "internal"),
    ("物业管理工程部", "internal"),
    ("家政管理部", "internal"),
    ("水电维修部", "internal"),
    ("社区文化部", "internal"),
    ("售楼部", "internal"),
    ("绿化部", "internal"),
    ("车队", "internal"),
    ("采购部", "internal"),
    ("仓库", "internal"),
    ("财务部", "internal"),
    ("供电公司(示例)", "external"),
    ("自来水公司(示例)", "external"),
    ("装修公司(示例)", "external"),
    ("煤气公司(示例)", "external"),
)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody who can log in: user name, post, name and department."""

    user: str
    post: str
    name: str
    dept: str


CLERKS = (
    Clerk("qiantai", "front_desk", "陈前台", "物业管理部"),
    Clerk("menggang", "gate", "王门岗", "物业管理部"),
    Clerk("ziliao", "archive", "李资料", "物业管理部"),
    Clerk("faka", "cards", "张发卡", "物业管理部"),
    Clerk("lingban", "supervisor", "周领班", "物业管理部"),
    Clerk("jingli", "manager", "吴经理", "物业管理部"),
    Clerk("caiwu", "finance", "郑财务", "财务部"),
    Clerk("gongcheng", "engineering", "赵工程", "物业管理工程部"),
    Clerk("guanli", "admin", "孙管理", "物业管理部"),
)


@dataclass(frozen=True, slots=True)
class Staff:
    """The numbers the ledger gave to clerks (by post) and departments (by name)."""

    clerks: dict[str, int]
    departments: dict[str, int]

    def __getitem__(self, post: str) -> int:
        return self.clerks[post]

    @property
    def everybody(self) -> tuple[int, ...]:
        return tuple(self.clerks.values())
