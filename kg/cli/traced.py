"""How the trace of a sentence looks: its events, then what was tried and dropped, as text or as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from kg.model import Event, Span

if TYPE_CHECKING:
    from kg.evaluate.trace import Step, Trace

__all__ = ["as_json", "as_text"]

_LONG = 120
"""Characters of a reason that a line has room for; JSON has the whole of it."""


def as_text(traces: Sequence[Trace]) -> str:
    """Sentence after sentence, for reading."""
    return "\n\n".join("\n".join(_sentence(one)) for one in traces) or "no sentence stands there"


def _sentence(one: Trace) -> Iterator[str]:
    yield f"“{_flat(one.sentence.text)}”"
    if one.named:
        yield f"  names      {', '.join(_named(n.words, n.name, n.type) for n in one.named)}"
    else:
        yield "  names      nobody and nothing"
    for event in one.events:
        yield from _event(event)
    for item in one.quarantined:
        findings = "; ".join(f"{f.shape} {f.message}" for f in item.findings)
        yield f"  set aside  {item.event.rpartition('/')[2]}: {findings}"
    if not one.events:
        yield "  no event"
    yield from _steps(one.steps)
    if one.without:
        yield f"  no frame   {', '.join(dict.fromkeys(one.without))}"


def _named(words: str, name: str, type_: str) -> str:
    return f"“{_flat(words)}” {type_}" if words == name else f"“{_flat(words)}” {type_} {name}"


def _steps(steps: Sequence[Step]) -> Iterator[str]:
    """One line a frame that gave nothing, that joined what is told elsewhere, or that another word lent."""
    for step in steps:
        if step.outcome != "read" or step.reason:
            frame = f" {step.frame}" if step.frame else ""
            event = f" ({step.event})" if step.event else ""
            reason = shorten(step.reason, _LONG, placeholder=" …")
            yield f"  {step.outcome:<10} “{_flat(step.word.text)}”{frame}{event}: {reason}"


def _event(event: Event) -> Iterator[str]:
    claim = event.claims[0]
    code = "/".join(part for part in (event.plover, event.mode) if part)
    facts = ", ".join(x for x in (event.status, code, claim.polarity, claim.certainty) if x)
    yield f"  {event.type} ({facts}) by “{_flat(claim.trigger.text)}”, frame {claim.frame}, {claim.confidence:g}"
    for part in event.participants:
        words = f"“{_flat(part.mention.text)}”; " if part.mention else ""
        office = f", {part.holding.office.label}" if part.holding else ""
        yield f"    {part.role:<12} {part.entity.label}{office} ({words}{part.found_by}; {part.path or 'no route'})"
        for member in part.entity.members:
            yield f"    {'':<12} member {member.label}"
    for name, other in event.related:
        yield f"    {name:<12} {other.rpartition('/')[2]}"
    if event.time:
        days = " to ".join(str(day or "?") for day in dict.fromkeys((event.time.earliest, event.time.latest)))
        phrase = f"“{_flat(event.time.phrase)}”" if event.time.phrase else "no phrase"
        yield f"    {'time':<12} {days} ({phrase}; from {event.time.anchor}; rule {event.time.rule})"
    for told in event.claims:
        if told.attributed_to:
            who = ", ".join(entity.label for entity in told.attributed_to)
            yield f"    {'said by':<12} {who} ({told.attribution_type})"
    for content in event.content:
        yield f"    {'content':<12} “{_flat(content.claim.trigger.text)}” ({content.claim.polarity})"


def as_json(traces: Sequence[Trace]) -> str:
    """A list of sentences, every key there."""
    return json.dumps([_plain(one) for one in traces], ensure_ascii=False, indent=1)


def _plain(one: Trace) -> dict[str, Any]:
    return {
        **_span(one.sentence),
        "named": [{"text": n.words, "name": n.name, "type": n.type} for n in one.named],
        "events": [event.id for event in one.events],
        "quarantined": [item.event for item in one.quarantined],
        "frames": [
            {
                "word": _span(step.word),
                "frame": step.frame or None,
                "type": step.event or None,
                "outcome": step.outcome,
                "reason": step.reason or None,
            }
            for step in one.steps
        ],
        "without": list(one.without),
    }


def _span(span: Span) -> dict[str, Any]:
    part = {"part": span.part} if span.part != "text" else {}
    return {"start": span.start, "end": span.end, "text": span.text, **part}


def _flat(words: str) -> str:
    return " ".join(words.split())
