"""Identity numbers, phones and plates that pass every check and belong to nobody."""

from datetime import date, timedelta
from random import Random

# The province is real so that a checker accepts it; no district has the code 99.
_DISTRICT = "440199"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
# No operator was ever given 154: such a number rings nowhere.
_MOBILE = "154"


def id_number(
    chance: Random, born_after: date = date(1952, 1, 1), born_before: date = date(2004, 1, 1)
) -> str:
    """An 18-character identity number with a real date and its right check digit."""
    born = born_after + timedelta(days=chance.randrange((born_before - born_after).days))
    body = f"{_DISTRICT}{born:%Y%m%d}{chance.randrange(1, 1000):03d}"
    return body + _CHECK_DIGITS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def phone(chance: Random) -> str:
    """A mainland mobile number of eleven digits."""
    return f"{_MOBILE}{chance.randrange(10**8):08d}"


def plate(chance: Random) -> str:
    """A plate in the usual spelling, with the double zero no office hands out."""
    return f"粤{chance.choice('AES')}00{chance.choice('ABCDEFGH')}{chance.randrange(100):02d}"
