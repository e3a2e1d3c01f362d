"""The one AgGrid call of the program, the same byte for byte at every rerun.

Everything else about the grid is JavaScript in pages/grid/, which sets columns, rows and
listeners through the grid's API. No text from a schema or a row passes through JsCode: what
stands here are constants. Only options that AG Grid reads once, at its start, are given here.
"""

from st_aggrid import AgGrid, JsCode, StAggridTheme

HEIGHT = 600  # until the stylesheet stretches it over the window

ATTACH = 'p => import("/grid/main.js").then(m => m.attach(p.api))'
ROW_ID = "p => String(p.data._line ?? p.data.id)"
OWN_WORDS = "p => window.taizhang?.localeText?.[p.key] ?? p.defaultValue"

FONT = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif'


def grid_options() -> dict[str, object]:
    """A new dictionary each time: AgGrid rewrites the JsCode in the one it is given."""
    return {
        "columnDefs": [],
        "rowModelType": "infinite",
        "cacheBlockSize": 100,
        "maxBlocksInCache": 20,
        "maxConcurrentDatasourceRequests": 2,
        "blockLoadDebounceMillis": 30,
        "infiniteInitialRowCount": 1,
        "rowBuffer": 10,
        "rowHeight": 30,
        "headerHeight": 34,
        "animateRows": False,
        "stopEditingWhenCellsLoseFocus": True,
        "enterNavigatesVerticallyAfterEdit": True,
        "enableCellTextSelection": True,  # gives each cell an inner span React may redraw
        "suppressDragLeaveHidesColumns": True,
        "tooltipShowDelay": 250,
        "getRowId": JsCode(ROW_ID),
        "getLocaleText": JsCode(OWN_WORDS),
        "onGridReady": JsCode(ATTACH),
    }


def theme() -> StAggridTheme:
    """Always the same: the colours are variables of pages/grid/colours.css, light or dark.

    The grid is measured before that stylesheet has come, so each stands here once more.
    """
    return StAggridTheme(base="quartz").withParams(
        accentColor="var(--tz-accent, #0f766e)",
        foregroundColor="var(--tz-ink, #1f2d2d)",
        backgroundColor="var(--tz-paper, #ffffff)",
        headerBackgroundColor="var(--tz-ground, #f4f7f7)",
        headerTextColor="var(--tz-heading, #3d4f4e)",
        headerFontWeight=600,
        borderColor="var(--tz-line, #dfe7e6)",
        columnBorder=True,
        browserColorScheme="inherit",
        oddRowBackgroundColor="var(--tz-paper, #ffffff)",
        rowHoverColor="var(--tz-hover, #f1f7f6)",
        fontFamily=FONT,
        fontSize=13.5,
        headerFontSize=13,
        cellHorizontalPadding=10,
        spacing=6,
        wrapperBorder=False,
        wrapperBorderRadius=0,
    )


def draw_grid() -> None:
    AgGrid(
        None,
        gridOptions=grid_options(),
        key="registers",
        height=HEIGHT,
        theme=theme(),
        update_on=[],
        enable_enterprise_modules=False,
        allow_unsafe_jscode=True,
        show_toolbar=False,
    )
