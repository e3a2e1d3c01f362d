"""How dates and times are written in offices, and what must be refused."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registers.dates import read_date, read_day_or_moment, read_moment
from registers.errors import BadValue

NOW, TODAY = "2026-11-22 09:12", "2026-11-22"

DATES = [
    ("2026-11-03", "2026-11-03"),
    ("2026-11-3", "2026-11-03"),
    ("2026/11/3", "2026-11-03"),
    ("2026.11.3", "2026-11-03"),
    ("2026。11。3", "2026-11-03"),
    ("2026、11、3", "2026-11-03"),
    ("2026 11 3", "2026-11-03"),
    ("20261103", "2026-11-03"),
    ("2026年11月3日", "2026-11-03"),
    ("2026年11月3", "2026-11-03"),
    ("2026 年 11 月 3 日", "2026-11-03"),
    ("2026年11月3號", "2026-11-03"),
    ("26年11月3日", "2026-11-03"),
    ("26-11-3", "2026-11-03"),
    ("26.11.3", "2026-11-03"),
    ("2026年11月3日 星期二", "2026-11-03"),
    ("2026-11-03(周二)", "2026-11-03"),
    ("二〇二六年十一月三日", "2026-11-03"),
    ("二零二六年十一月二十三号", "2026-11-23"),
    ("２０２６－１１－０３", "2026-11-03"),
    ("2026-11-03 00:00:00", "2026-11-03"),
    ("2026-11-03T00:00:00", "2026-11-03"),
    ("'2026-11-03", "2026-11-03"),
    ("1988-03-15", "1988-03-15"),
    ("2024-02-29", "2024-02-29"),
    (datetime.date(2026, 11, 3), "2026-11-03"),
    (datetime.datetime(2026, 11, 3), "2026-11-03"),
    (20261103, "2026-11-03"),
]

DATES_OF_THIS_YEAR = [
    ("11月3日", "2026-11-03"),
    ("11月3", "2026-11-03"),
    ("十一月三日", "2026-11-03"),
    ("11/3", "2026-11-03"),
    ("11-3", "2026-11-03"),
    ("9.30", "2026-09-30"),
    ("3", "2026-11-03"),
    ("1103", "2026-11-03"),
    ("0930", "2026-09-30"),
    ("03", "2026-11-03"),
    ("3日", "2026-11-03"),
    ("3号", "2026-11-03"),
    ("今天", "2026-11-22"),
    ("昨天", "2026-11-21"),
    ("前天", "2026-11-20"),
    ("明天", "2026-11-23"),
    ("後天", "2026-11-24"),
    ("现在", "2026-11-22"),
    ("現在", "2026-11-22"),
]

NOT_DATES = [
    ("2026-02-30", "bad_date"),
    ("2026-02-29", "bad_date"),
    ("2026-13-01", "bad_date"),
    ("2026-00-10", "bad_date"),
    ("31", "bad_date"),
    ("0", "bad_date"),
    ("11月31日", "bad_date"),
    ("13.45", "bad_date"),
    ("2026-11", "bad_date"),
    ("2026年11月", "bad_date"),
    ("2026", "bad_date"),
    ("1131", "bad_date"),
    ("1305", "bad_date"),
    ("20261303", "bad_date"),
    ("0026-11-03", "bad_date"),
    ("99-11-3", "bad_date"),
    ("3000-01-01", "bad_date"),
    ("2026-11-03-04", "bad_date"),
    ("2026-11-03至05", "bad_date"),
    ("11月3日左右", "bad_date"),
    ("月底", "bad_date"),
    ("同上", "bad_date"),
    ("14:05", "bad_date"),
    ("46000", "bad_date"),
    (46000.5, "bad_date"),
    (True, "bad_date"),
    (None, "bad_date"),
    ([2026, 11, 3], "bad_date"),
    ("2026-11-03 14:05", "date_has_time"),
    ("11月3日下午2点", "date_has_time"),
    (datetime.datetime(2026, 11, 3, 14, 5), "date_has_time"),
]

MOMENTS = [
    ("2026-11-03 14:05", "2026-11-03 14:05"),
    ("2026-11-03 14:05:30", "2026-11-03 14:05"),
    ("2026-11-03T14:05:00", "2026-11-03 14:05"),
    ("2026/11/3 9:07", "2026-11-03 09:07"),
    ("2026.11.3,14:05", "2026-11-03 14:05"),
    ("2026年11月3日14时5分", "2026-11-03 14:05"),
    ("2026年11月3日14点", "2026-11-03 14:00"),
    ("2026年11月3日下午2点半", "2026-11-03 14:30"),
    ("2026年11月3日 下午 2:30", "2026-11-03 14:30"),
    ("2026年11月3日上午9时整", "2026-11-03 09:00"),
    ("2026-11-03 2:30 PM", "2026-11-03 14:30"),
    ("2026-11-03 12:30 am", "2026-11-03 00:30"),
    ("2026-11-03 12:30 pm", "2026-11-03 12:30"),
    ("二〇二六年十一月三日十四时五分", "2026-11-03 14:05"),
    ("2026年11月3日晚上8点一刻", "2026-11-03 20:15"),
    ("2026年11月3日早上7點三刻", "2026-11-03 07:45"),
    ("2026年11月3日中午12点", "2026-11-03 12:00"),
    ("2026年11月3日中午1点", "2026-11-03 13:00"),
    ("2026年11月3日凌晨12点10分", "2026-11-03 00:10"),
    ("2026年11月3日凌晨1点", "2026-11-03 01:00"),
    ("2026-11-03 00:00", "2026-11-03 00:00"),
    ("2026-11-03 14:05", "2026-11-03 14:05"),
    (datetime.datetime(2026, 11, 3, 14, 19, 59, 808_000), "2026-11-03 14:20"),
    (datetime.datetime(2026, 12, 31, 23, 59, 59), "2027-01-01 00:00"),
]

MOMENTS_OF_TODAY = [
    ("14:05", "2026-11-22 14:05"),
    ("9:05", "2026-11-22 09:05"),
    ("14:05", "2026-11-22 14:05"),
    ("14点05", "2026-11-22 14:05"),
    ("下午2点半", "2026-11-22 14:30"),
    ("14.05", "2026-11-22 14:05"),
    ("昨天14:05", "2026-11-21 14:05"),
    ("昨天 下午两点", "2026-11-21 14:00"),
    ("11月3日 14:05", "2026-11-03 14:05"),
    ("11/3 14:05", "2026-11-03 14:05"),
    ("3日14:05", "2026-11-03 14:05"),
    ("0905", "2026-11-22 09:05"),
    ("1405", "2026-11-22 14:05"),
    ("2045", "2026-11-22 20:45"),
    ("９点０５", "2026-11-22 09:05"),
    ("下午2点", "2026-11-22 14:00"),
    ("11.3 9:05", "2026-11-03 09:05"),
    ("11-3 0905", "2026-11-03 09:05"),
    ("3 9:05", "2026-11-03 09:05"),
    ("昨天0905", "2026-11-21 09:05"),
    ("现在", "2026-11-22 09:12"),
    ("now", "2026-11-22 09:12"),
    (datetime.time(14, 5), "2026-11-22 14:05"),
]

NOT_MOMENTS = [
    ("2026-11-03", "time_missing"),
    ("今天", "time_missing"),
    ("9.30", "time_missing"),
    (datetime.date(2026, 11, 3), "time_missing"),
    ("2026-11-03 24:00", "bad_datetime"),
    ("2026-11-03 25:00", "bad_datetime"),
    ("2026-11-03 14:60", "bad_datetime"),
    ("14:5", "bad_datetime"),
    ("2405", "bad_datetime"),
    ("1960", "bad_datetime"),
    ("2026", "bad_datetime"),
    ("2031", "bad_datetime"),
    ("905", "bad_datetime"),
    ("32 9:05", "bad_date"),
    ("3", "bad_datetime"),
    ("上午13:00", "bad_datetime"),
    ("晚上3点", "bad_datetime"),
    ("夜里2点", "bad_datetime"),
    ("2026-11-03 14:05-15:00", "bad_datetime"),
    ("2026-11-03 14:05左右", "bad_datetime"),
    ("下午2点pm", "bad_datetime"),
    ("刚刚", "bad_datetime"),
    (46000.58, "bad_datetime"),
    (True, "bad_datetime"),
]


@pytest.mark.parametrize(("written", "day"), DATES)
def test_a_full_date_is_read_whoever_writes_it(written: object, day: str) -> None:
    assert read_date(written, TODAY) == day
    assert read_date(written, "") == day


@pytest.mark.parametrize(("written", "day"), DATES_OF_THIS_YEAR)
def test_a_date_without_its_year_is_this_years_when_typed(written: str, day: str) -> None:
    assert read_date(written, TODAY) == day


@pytest.mark.parametrize("written", [written for written, _ in DATES_OF_THIS_YEAR])
def test_a_date_without_its_year_is_refused_in_an_import(written: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_date(written, "")
    assert refused.value.code == "year_missing"


@pytest.mark.parametrize(("written", "code"), NOT_DATES)
def test_what_is_not_surely_a_date_is_refused(written: object, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_date(written, TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize(("written", "minute"), MOMENTS)
def test_a_date_with_its_time_is_read(written: object, minute: str) -> None:
    assert read_moment(written, NOW, TODAY) == minute
    assert read_moment(written, NOW, "") == minute


@pytest.mark.parametrize(("written", "minute"), MOMENTS_OF_TODAY)
def test_a_time_alone_is_todays(written: object, minute: str) -> None:
    assert read_moment(written, NOW, TODAY) == minute


@pytest.mark.parametrize("written", [written for written, _ in MOMENTS_OF_TODAY])
def test_a_time_alone_is_refused_in_an_import(written: object) -> None:
    with pytest.raises(BadValue) as refused:
        read_moment(written, NOW, "")
    assert refused.value.code == "year_missing"


@pytest.mark.parametrize(("written", "code"), NOT_MOMENTS)
def test_what_is_not_surely_a_time_is_refused(written: object, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_moment(written, NOW, TODAY)
    assert refused.value.code == code


SPELLINGS = [
    "{y}-{m:02}-{d:02}",
    "{y}/{m}/{d}",
    "{y}年{m}月{d}日",
    "{y}.{m}.{d}",
    "{y}{m:02}{d:02}",
]


@given(
    st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2199, 12, 31)),
    st.sampled_from(SPELLINGS),
)
def test_every_day_of_three_centuries_is_read(moment: datetime.datetime, spelling: str) -> None:
    written = spelling.format(y=moment.year, m=moment.month, d=moment.day)
    assert read_date(written, TODAY) == f"{moment:%Y-%m-%d}"
    assert read_moment(f"{written} {moment:%H:%M}", NOW, TODAY) == f"{moment:%Y-%m-%d %H:%M}"


@given(st.text(alphabet="0123456789年月日号时点分半上下午今昨天-/.: ", max_size=14))
def test_whatever_is_typed_is_read_as_a_possible_time_or_refused(typed: str) -> None:
    try:
        found = read_day_or_moment(typed, NOW, TODAY)
    except BadValue:
        return
    datetime.datetime.fromisoformat(found)
