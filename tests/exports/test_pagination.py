"""Where pages begin: never too full, never a signature alone."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from exports.pagination import Paginator

ROOM = 468.0
HEIGHTS = st.lists(st.sampled_from([18.0, 27.75, 40.5, 120.0, 234.0]), min_size=1, max_size=300)
ENDING = st.floats(20, 230)


def paginated(
    heights: list[float], ending: float, rows: int = 25
) -> tuple[Paginator, list[list[float]]]:
    pages = Paginator(ROOM, rows, first_row=4)
    for height in heights:
        pages.add(height)
    pages.finish(ending)
    edges = [4, *pages.breaks, 4 + len(heights)]
    return pages, [heights[a - 4 : b - 4] for a, b in pairwise(edges)]


@given(HEIGHTS, ENDING)
def test_no_page_is_too_full(heights: list[float], ending: float) -> None:
    _, pages = paginated(heights, ending)
    assert all(sum(page) <= ROOM and len(page) <= 25 for page in pages)
    assert sum(pages[-1]) + ending <= ROOM


@given(HEIGHTS, ENDING)
def test_every_page_keeps_a_row_and_none_is_lost(heights: list[float], ending: float) -> None:
    counted, pages = paginated(heights, ending)
    assert all(pages)
    assert [height for page in pages for height in page] == heights
    assert counted.pages == len(pages)


@given(st.integers(1, 200), ENDING)
def test_rows_of_one_height_fill_their_pages(count: int, ending: float) -> None:
    _, pages = paginated([18.0] * count, ending)
    assert all(len(page) == 25 for page in pages[:-2])


def test_three_rows_go_with_the_signatures_to_a_page_of_their_own() -> None:
    _, pages = paginated([18.0] * 25, 60)
    assert [len(page) for page in pages] == [22, 3]


def test_a_single_row_stays_with_the_signatures_whatever_their_height() -> None:
    _, pages = paginated([18.0], 900)
    assert [len(page) for page in pages] == [1]
