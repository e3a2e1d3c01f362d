"""Names for people and firms that exist nowhere: common characters, drawn at random."""

from random import Random

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_SECOND = "子雨思佳俊嘉文志晓美建秀海天宇欣雅明家国春永丽小"
_LAST = "涵轩怡萱杰豪婷敏静伟强磊洋艳勇军燕玲丹霞辉鑫波斌宁琳瑶晨"
_TRADES = ("装饰", "维修", "搬运", "家电", "园林", "门窗")
_FORMS = ("工程部", "服务部", "经营部")
_MARKS = ("样例", "示范", "范本", "演示", "举例")


def person_name(chance: Random) -> str:
    """Three characters, now and then two, as on any door list."""
    surname = _SURNAMES[min(int(chance.expovariate(0.09)), len(_SURNAMES) - 1)]
    if chance.random() < 0.18:
        return surname + chance.choice(_LAST)
    return surname + chance.choice(_SECOND) + chance.choice(_LAST)


def firm_name(chance: Random, trade: str = "") -> str:
    """A firm whose very name says that it is an example: 示范装饰工程部."""
    return chance.choice(_MARKS) + (trade or chance.choice(_TRADES)) + chance.choice(_FORMS)
