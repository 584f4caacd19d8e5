"""A chart holds every day there is, in a number of bars that can be seen."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from kg.serve.charts import bars


@given(st.lists(st.dates(), min_size=1, max_size=5))
@example([date(1, 1, 1), date(9999, 12, 31)])
@example([date(9999, 12, 30), date(9999, 12, 31)])
@example([date(9999, 1, 1), date(9999, 12, 31)])
@example([date(1999, 12, 31), date(2000, 1, 1)])
def test_any_days_stand_in_about_a_hundred_bars_at_most(days: list[date]) -> None:
    chart = bars({day.isoformat(): {"VC": 1, "": 2} for day in days})
    assert chart is not None
    assert len(chart.bars) <= 112
    assert chart.events == 3 * len(set(days))
    for day in days:
        assert any(bar.since <= day.isoformat() <= bar.until and bar.events for bar in chart.bars)
    for one, following in zip(chart.bars, chart.bars[1:], strict=False):
        assert date.fromisoformat(following.since).toordinal() == date.fromisoformat(one.until).toordinal() + 1


def test_the_bars_say_what_they_stand_for() -> None:
    def labels(first: str, last: str) -> list[str]:
        chart = bars({first: {"VC": 1}, last: {"VC": 1}})
        assert chart is not None
        return [chart.unit, chart.bars[0].label, chart.bars[-1].label]

    assert labels("2023-03-01", "2023-03-21") == ["day", "2023-03-01", "2023-03-21"]
    assert labels("2022-03-01", "2023-03-21") == ["month", "2022-03", "2023-03"]
    assert labels("1990-03-01", "2023-03-21") == ["year", "1990", "2023"]
    assert labels("1815-03-01", "2023-03-21") == ["decade", "1810–1819", "2020–2029"]
    assert labels("0001-03-01", "9999-12-31") == ["century", "1–99", "9900–9999"]
