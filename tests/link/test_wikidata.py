"""Live Wikidata: what is asked and how it is read; a service that misbehaves is waited for or given up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from wikibase_server import CHINA, HUMAN, MINISTER, NORWAY, STATE, Server, Thing, serving

from kg.errors import ConfigError, ServiceError
from kg.link.cache import Cache
from kg.link.items import Position
from kg.link.live import look_up
from kg.link.manners import Busy, Manners, retry_after
from kg.link.wikibase import Wikibase
from kg.link.wikidata import Wikidata

LIN = Thing(
    "Q8000001", "Lin Haotest", "Chinese diplomat", ("Haotest Lin",), (("P31", "Q5"), ("P27", "Q148"), ("P569", "1970")),
    (("Q9000001", "2019", "2021-05"), ("Q9000002", "2021-06-01", "")),
)  # fmt: skip
BAY = Thing("Q8000002", "Testbay", "bay", (), (("P31", "Q23397"), ("P17", "Q20")), at=(60.5, 5.25))
UNION = Thing("Q8000003", "Test Union", "organization", (), (("P31", "Q8000009"),))
KIND = Thing("Q8000009", "kind of union", claims=(("P279", "Q245065"),))


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(HUMAN, STATE, CHINA, NORWAY, MINISTER, LIN, BAY, UNION, KIND) as running:
        yield running


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> float:
        return sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def client(server: Server, folder: Path, clock: Clock | None = None, fresh: bool = False, **more: object) -> Wikidata:
    wikibase = Wikibase.of(server.table(cache=str(folder / "cache.sqlite"), **more))
    clock = clock or Clock()
    manners = Manners("live Wikidata", wikibase.seconds, clock.sleep, clock.now)
    return Wikidata(wikibase, manners, fresh=fresh)


def test_a_search_gives_items_by_label_and_alias(server: Server, tmp_path: Path) -> None:
    (hit,) = client(server, tmp_path).search("Haotest Lin")
    assert (hit.id, hit.label, hit.description) == ("Q8000001", "Lin Haotest", "Chinese diplomat")
    assert client(server, tmp_path).search("Nobody") == ()


def test_an_item_comes_with_class_state_days_and_offices(server: Server, tmp_path: Path) -> None:
    items = client(server, tmp_path).items(["Q8000001", "Q8000002", "Q8000003", "Q7000000"])
    lin, bay, union = items["Q8000001"], items["Q8000002"], items["Q8000003"]
    assert set(items) == {"Q8000001", "Q8000002", "Q8000003"}
    assert (lin.kinds, lin.states, lin.born, lin.died) == (("Person",), ("CHN",), "1970", "")
    assert lin.aliases == ("Haotest Lin",)
    assert lin.positions == (
        Position("Q8000001", "Q9000001", "Minister for Sea Affairs of Norway", "Q20", "NOR", "2019", "2021-05"),
        Position("Q8000001", "Q9000002", "", "", "", "2021-06-01", ""),
    )
    assert (bay.kinds, bay.states, bay.lat, bay.lon) == ((), ("NOR",), 60.5, 5.25)
    assert union.kinds == ("IntergovernmentalOrganization",)  # by the class above its own


def test_the_holders_of_an_office_come_with_days(server: Server, tmp_path: Path) -> None:
    (held,) = client(server, tmp_path).held(["Q9000001"])
    assert (held.holder, held.start, held.end) == ("Q8000001", "2019", "2021-05")


def test_every_request_says_who_asks(server: Server, tmp_path: Path) -> None:
    client(server, tmp_path).items(["Q8000001"])
    assert {path for path, _, _ in server.asked} == {"/w/api.php", "/sparql"}
    for path, asked, headers in server.asked:
        assert headers["User-Agent"].startswith("irkg/") and "editor@example.org" in headers["User-Agent"]
        assert path == "/sparql" or asked["maxlag"] == "5"


def test_what_was_answered_is_not_asked_again_until_it_is_old(server: Server, tmp_path: Path) -> None:
    first = client(server, tmp_path).items(["Q8000001"])
    asked = len(server.asked)
    assert client(server, tmp_path).items(["Q8000001"]) == first
    assert len(server.asked) == asked
    client(server, tmp_path, fresh=True).items(["Q8000001"])
    assert len(server.asked) == 2 * asked


@pytest.mark.parametrize("fault", ["503", "broken", "html", "other", "cut"])
@pytest.mark.parametrize("what", ["search", "held"])
def test_a_fault_that_passes_is_waited_out(server: Server, tmp_path: Path, fault: str, what: str) -> None:
    server.faults = [fault, fault]
    clock = Clock()
    asked = client(server, tmp_path, clock)
    found = asked.search("Lin Haotest") if what == "search" else asked.held(["Q9000001"])
    assert len(found) == 1
    assert clock.slept == [1.0, 2.0]  # ever longer
    assert len(server.asked) == 3


def test_a_wait_that_is_asked_for_is_kept(server: Server, tmp_path: Path) -> None:
    server.faults = ["429", "maxlag"]
    clock = Clock()
    assert client(server, tmp_path, clock).search("Lin Haotest")
    assert clock.slept == [7.0, 3.0]
    server.faults = ["429"]
    assert client(server, tmp_path, clock).held(["Q9000001"])
    assert clock.slept == [7.0, 3.0, 7.0]


def test_a_wait_beyond_the_limit_is_not_begun(server: Server, tmp_path: Path) -> None:
    server.faults, server.wait = ["429"], "3600"
    clock = Clock()
    with pytest.raises(ServiceError, match="3600 seconds"):
        client(server, tmp_path, clock, seconds=60).search("Lin Haotest")
    assert clock.slept == [] and len(server.asked) == 1


def test_an_error_told_with_200_is_an_error(server: Server, tmp_path: Path) -> None:
    server.faults = ["error"]
    with pytest.raises(ServiceError, match="param-illegal"):
        client(server, tmp_path).search("Lin Haotest")
    assert len(server.asked) == 1  # no other try would help
    assert client(server, tmp_path).search("Lin Haotest")  # and it was not kept as an answer


def test_a_refusal_is_told_at_once_with_what_to_mend(server: Server, tmp_path: Path) -> None:
    server.faults = ["403"]
    with pytest.raises(ServiceError, match="contact"):
        client(server, tmp_path).search("Lin Haotest")
    assert len(server.asked) == 1


def test_what_stays_broken_is_given_up(server: Server, tmp_path: Path) -> None:
    server.faults = ["broken"] * 9
    with pytest.raises(ServiceError, match="five times"):
        client(server, tmp_path).search("Lin Haotest")
    assert len(server.asked) == 5


@pytest.mark.parametrize("fault", ["slow", "drip"])
def test_a_slow_answer_ends_with_the_limit(server: Server, tmp_path: Path, fault: str) -> None:
    server.faults = [fault] * 9
    wikibase = Wikibase.of(server.table(cache=str(tmp_path / "cache.sqlite"), seconds=0.5))
    with pytest.raises(ServiceError, match=r"0\.5"):
        Wikidata(wikibase).search("Lin Haotest")


def test_a_service_that_is_not_there_is_told(tmp_path: Path) -> None:
    with serving() as gone:
        pass
    with pytest.raises(ServiceError, match="cannot be reached"):
        client(gone, tmp_path).search("Lin Haotest")


def test_a_date_to_wait_for_is_reckoned() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 80 < (retry_after({"Retry-After": soon}) or 0) <= 90
    assert retry_after({"Retry-After": "soon"}) is None and retry_after({}) is None
    assert retry_after({"Retry-After": "Mon, 01 Jan 2001 00:00:00 GMT"}) == 0


def test_the_limit_holds_for_all_that_is_asked() -> None:
    clock = Clock()
    manners = Manners("it", 10, clock.sleep, clock.now)
    assert manners.ask(lambda left: left) == 10
    clock.sleep(11)
    with pytest.raises(ServiceError, match="over"):
        manners.ask(lambda left: left)

    def busy(left: float) -> None:
        raise Busy("no")

    with pytest.raises(ServiceError):
        Manners("it", 10, clock.sleep, clock.now).ask(busy)


def test_the_cache_forgets_with_time_and_mends_itself(tmp_path: Path) -> None:
    path, at = tmp_path / "sub" / "c.sqlite", [0.0]
    cache = Cache(path, 1, lambda: at[0])
    cache.put("q", "a")
    assert cache.get("q") == "a" and cache.get("other") is None
    at[0] = 86_401.0
    assert cache.get("q") is None
    path.write_bytes(b"no database at all" * 99)
    assert Cache(path, 1).get("q") is None
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT COUNT(*) FROM answers").fetchone() == (0,)
    with pytest.raises(ConfigError, match="cache"):
        Cache(path / "c.sqlite", 1)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({}, "contact"),
        ({"contact": "you@example.org", "endpoint": "x"}, "endpoint"),
        ({"contact": "you@example.org", "seconds": "9"}, "seconds"),
        ({"contact": "you@example.org", "seconds": 0}, "seconds"),
        ({"contact": "you@example.org", "api": "ftp://example.org"}, "api"),
        ({"contact": "you@example.org", "concepts": "http://example.org/> {} #"}, "concepts"),
        ({"contact": "you@example.org", "properties": {"iso3": "P1 } DROP"}}, "P1 }"),
        ({"contact": "you@example.org", "classes": {"State": ["thing"]}}, "thing"),
        ({"contact": "a\r\nCookie: b"}, "contact"),
    ],
)
def test_a_table_that_does_not_fit_is_told(table: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        Wikibase.of(table)


def test_ids_that_are_none_are_not_asked_for(server: Server, tmp_path: Path) -> None:
    assert client(server, tmp_path).items(["Q1 } UNION {", "person/x", ""]) == {}
    assert server.asked == []


def test_what_was_had_before_the_service_gave_up_is_kept(server: Server, tmp_path: Path) -> None:
    known = client(server, tmp_path)
    known.items([hit.id for hit in known.search("Testbay")])  # in the cache from now on
    server.faults = ["403"] * 9
    found = look_up(client(server, tmp_path), ["Testbay", "Lin Haotest"])
    assert (found.names, found.items.keys()) == ({"Testbay": ("Q8000002",)}, {"Q8000002"})
    assert isinstance(found.failed, ServiceError)


def test_a_name_of_two_letters_is_not_looked_up(server: Server, tmp_path: Path) -> None:
    found = look_up(client(server, tmp_path), ["Li", " "])
    assert (found.names, found.failed, server.asked) == ({}, None, [])
