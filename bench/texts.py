"""Makes news to measure with: lengths, actors and sentences distributed as in news, the same for the same number.

Lengths are lognormal around 550 words; a few states act in most texts (Zipf); 28 sentences in a hundred tell an event
of international relations, 18 report what somebody said, the rest is what surrounds them in a paper: 22 events in 550
words come out, as many as of seven articles by agencies, papers and ministries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import log
from random import Random

from kg.model import Article

__all__ = ["articles"]

MEDIAN, SPREAD = 500, 0.45
"""Words of a text, and the standard deviation of their logarithm: 550 on average."""

STATES = (
    ("the United States", "American", "Washington", "Joe Biden", "Antony Blinken"),
    ("China", "Chinese", "Beijing", "Xi Jinping", "Wang Yi"),
    ("Russia", "Russian", "Moscow", "Vladimir Putin", "Sergey Lavrov"),
    ("Ukraine", "Ukrainian", "Kyiv", "Volodymyr Zelenskyy", "Dmytro Kuleba"),
    ("Germany", "German", "Berlin", "Olaf Scholz", "Annalena Baerbock"),
    ("France", "French", "Paris", "Emmanuel Macron", "Catherine Colonna"),
    ("Turkey", "Turkish", "Ankara", "Recep Tayyip Erdogan", "Hakan Fidan"),
    ("India", "Indian", "New Delhi", "Narendra Modi", "Subrahmanyam Jaishankar"),
    ("Japan", "Japanese", "Tokyo", "Fumio Kishida", "Yoshimasa Hayashi"),
    ("Iran", "Iranian", "Tehran", "Ebrahim Raisi", "Hossein Amir-Abdollahian"),
    ("Israel", "Israeli", "Jerusalem", "Benjamin Netanyahu", "Eli Cohen"),
    ("Saudi Arabia", "Saudi", "Riyadh", "Mohammed bin Salman", "Faisal bin Farhan"),
    ("Brazil", "Brazilian", "Brasilia", "Luiz Inacio Lula da Silva", "Mauro Vieira"),
    ("Egypt", "Egyptian", "Cairo", "Abdel Fattah el-Sisi", "Sameh Shoukry"),
    ("Poland", "Polish", "Warsaw", "Andrzej Duda", "Zbigniew Rau"),
    ("Norway", "Norwegian", "Oslo", "Jonas Gahr Store", "Anniken Huitfeldt"),
    ("Chile", "Chilean", "Santiago", "Gabriel Boric", "Alberto van Klaveren"),
    ("Serbia", "Serbian", "Belgrade", "Aleksandar Vucic", "Ivica Dacic"),
    ("Armenia", "Armenian", "Yerevan", "Nikol Pashinyan", "Ararat Mirzoyan"),
    ("Kenya", "Kenyan", "Nairobi", "William Ruto", "Alfred Mutua"),
)
BODIES = ("the United Nations", "the European Union", "NATO", "the African Union", "the World Bank", "the Red Cross")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
THINGS = ("trade", "energy", "border security", "grain exports", "fisheries", "climate policy", "nuclear safety")
DOCUMENTS = ("a treaty on {t}", "a memorandum of understanding on {t}", "a cooperation agreement on {t}")

EVENTS = (
    "{A}'s president, {Ap}, met {Bp} in {Bc} on {d} to discuss {t}.",
    "{A} and {B} signed {doc} in {Cc} on {d}.",
    "{Ap} invited {Bp} to visit {Ac} next month, and {Bp} accepted the invitation.",
    "{A} imposed sanctions on several {Bn} companies over {t}.",
    "The {An} foreign minister, {Am}, accused {B} of violating the ceasefire near the border.",
    "{A} expelled two {Bn} diplomats on {d}, the {An} foreign ministry said.",
    "{An} forces shelled positions in the east of {B}, killing at least {n} people, according to officials in {Bc}.",
    "{A} denied that it had supplied weapons to {B}.",
    "{Am} will travel to {Bc} on {d} for talks with {Bm}.",
    "{A} promised to send {n} million dollars in aid to {B} through {body}.",
    "{C} offered to mediate between {A} and {B}, but {Ac} rejected the proposal.",
    "The parliament of {A} ratified {doc} with {B} that had been negotiated for years.",
    "{A} recalled its ambassador from {Bc} in protest against the decision.",
    "{A} threatened to withdraw from the talks unless {B} released the detained crew.",
    "Thousands of people protested in {Ac} against the visit of {Bp}.",
    "{body} urged {A} and {B} to return to negotiations.",
)
SPEECH = (
    "“We will not give up our interests in {t},” {Ap} told reporters in {Ac}.",
    "{Bm} said on {d} that the two countries had agreed on most points, though some questions remained open.",
    "According to a statement of the {An} government, the meeting was “constructive and open”.",
    "A spokesman for {body}, who asked not to be named, said that {A} had been informed in advance.",
    "“If {B} keeps its word, so shall we,” said {Am}, adding that the next round would be held in {Cc}.",
)
AROUND = (
    "The region has seen little rain this year, and prices for bread have risen by {n} percent since the spring.",
    "Analysts in {Cc} point out that relations had been difficult long before the last elections.",
    "Markets reacted calmly, with shares closing slightly higher after a quiet morning.",
    "The road to the coast is lined with small shops, most of which have been closed for months.",
    "It is not the first time that the question of {t} has troubled neighbours who share a river and a railway.",
    "Opinion polls suggest that a majority of voters care more about wages than about foreign affairs.",
    "The building, which dates from the nineteenth century, was restored after a fire ten years ago.",
    "Experts warn that the effects of the measure will be felt only when winter comes, if at all.",
    "Observers noted that the delegation was smaller than in the years before, and that no press conference was held.",
)


def articles(count: int) -> Iterator[Article]:
    """So many articles; the first ones are the same whatever the number."""
    for number in range(count):
        yield _article(number)


def _article(number: int) -> Article:
    chance = Random(number)
    weights = [1 / (rank + 1) for rank in range(len(STATES))]
    cast = list(dict.fromkeys(chance.choices(STATES, weights, k=9)))[:4]
    cast += [state for state in chance.sample(STATES, 4) if state not in cast][: max(0, 3 - len(cast))]
    wanted = max(80, min(3000, int(chance.lognormvariate(log(MEDIAN), SPREAD))))
    paragraphs: list[str] = []
    words = 0
    while words < wanted:
        sentences = [_sentence(chance, cast) for _ in range(chance.randint(1, 4))]
        paragraphs.append(" ".join(sentences))
        words += len(paragraphs[-1].split())
    one, other = (state[0].removeprefix("the ") for state in cast[:2])
    title = f"{one} and {other} discuss {chance.choice(THINGS)}"
    return Article(
        id=f"bench-{number:07}",
        text="\n\n".join(paragraphs),
        title=title,
        published=date(2023, 1, 1) + timedelta(days=number % 365),
        publisher=f"Paper {number % 40}",
        title_apart=True,
        published_by="field",
    )


def _sentence(chance: Random, cast: Sequence[tuple[str, ...]]) -> str:
    first, second, third = (*chance.sample(cast, min(3, len(cast))), cast[0])[:3]
    kind = chance.choices((EVENTS, SPEECH, AROUND), (0.28, 0.18, 0.54))[0]
    topic = chance.choice(THINGS)
    names = {
        f"{letter}{mark}": value
        for letter, state in zip("ABC", (first, second, third), strict=True)
        for mark, value in zip(("", "n", "c", "p", "m"), state, strict=True)
    }
    text = chance.choice(kind).format(
        **names,
        d=chance.choice(DAYS),
        t=topic,
        n=chance.randint(2, 60),
        doc=chance.choice(DOCUMENTS).format(t=topic),
        body=chance.choice(BODIES),
    )
    return text[0].upper() + text[1:]
