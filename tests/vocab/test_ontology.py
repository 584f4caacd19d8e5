"""The ontology as Python sees it."""

from __future__ import annotations

import pickle

import pytest

from kg.errors import ConfigError, UnknownName
from kg.vocab.ontology import Ontology, ontology_nquads

ONTOLOGY = Ontology.load()


def test_types_run_from_the_class_upwards() -> None:
    assert ONTOLOGY.types("Invitation") == ("Invitation", "CommunicativeAct", "Event")
    assert ONTOLOGY.superclasses("Event") == ()
    assert ONTOLOGY.types("Treaty") == ("Treaty", "Agreement", "OfficialInstrument", "Document")


def test_superproperties_run_from_the_property_upwards() -> None:
    assert ONTOLOGY.superproperties("inviter") == ("initiator", "hasParticipant")
    assert ONTOLOGY.superproperties("destination") == ("atPlace",)
    assert ONTOLOGY.superproperties("respondsTo") == ("inResponseTo",)


def test_is_a_holds_for_the_class_itself_and_those_above_and_for_nothing_else() -> None:
    assert ONTOLOGY.is_a("StateVisit", "Visit")
    assert ONTOLOGY.is_a("Visit", "Visit")
    assert not ONTOLOGY.is_a("Visit", "StateVisit")
    assert not ONTOLOGY.is_a("inviter", "initiator")
    assert not ONTOLOGY.is_a("Nonsense", "Event")


def test_roles_are_those_of_the_class_first_and_then_of_the_classes_above() -> None:
    roles = ONTOLOGY.roles("Invitation")
    assert list(roles)[:3] == ["inviter", "invitee", "invitedTo"]
    assert roles["invitedTo"] == "Event"
    assert roles["speaker"] == roles["initiator"] == roles["meetingParty"] == "Agent"
    assert roles["atPlace"] == "Place"
    assert roles["officeConcerned"] == "Office"
    assert "visitor" not in roles
    assert ONTOLOGY.roles("InvitationAcceptance")["respondsTo"] == "Invitation"
    assert ONTOLOGY.roles("Signing")["instrument"] == "OfficialInstrument"
    assert ONTOLOGY.roles("StateVisit")["host"] == "Agent"
    assert not ONTOLOGY.roles("Person")


def test_what_only_describes_an_event_is_no_role() -> None:
    other = {"hasParticipation", "initiatorState", "placeState", "subEventOf", "eventStatus", "hasContent", "codedAs"}
    assert other.isdisjoint(role for cls in ONTOLOGY.classes for role in ONTOLOGY.roles(cls))


def test_roles_cannot_be_changed_by_a_caller() -> None:
    with pytest.raises(TypeError):
        ONTOLOGY.roles("Visit")["pilot"] = "Agent"  # type: ignore[index]


@pytest.mark.parametrize(
    ("role", "side"),
    [
        ("inviter", "initiator"),
        ("host", "recipient"),
        ("recipient", "recipient"),
        ("meetingParty", None),
        ("atPlace", None),
    ],
)
def test_side(role: str, side: str | None) -> None:
    assert ONTOLOGY.side(role) == side


def test_plover_is_type_and_mode() -> None:
    assert ONTOLOGY.plover("Visit") == ("CONSULT", "visit")
    assert ONTOLOGY.plover("Invitation") == ("AGREE", None)
    assert ONTOLOGY.plover("Statement") is None


def test_symmetric() -> None:
    assert ONTOLOGY.symmetric("TalksRound")
    assert not ONTOLOGY.symmetric("Visit")


def test_codes_are_given_by_scheme_in_the_order_of_the_file() -> None:
    assert ONTOLOGY.codes["status"] == ("occurred", "ongoing", "planned", "proposed", "cancelled", "denied", "unknown")
    assert ONTOLOGY.codes["polarity"] == ("affirmed", "negated")
    assert {"AGREE", "CONSULT/visit"} <= set(ONTOLOGY.codes["plover"])


def test_labels_of_classes_properties_and_codes() -> None:
    assert ONTOLOGY.label("StateVisit") == "state visit"
    assert ONTOLOGY.label("meetingParty") == "meeting party"
    assert ONTOLOGY.label("CONSULT/visit") == "consult: visit"
    assert ONTOLOGY.definition("inviter") == "Who invites."


def test_domain_range_and_code_of_a_role() -> None:
    assert (ONTOLOGY.domain("visitor"), ONTOLOGY.range("visitor")) == ("Visit", "Agent")
    assert ONTOLOGY.domain("concerns") is None
    assert ONTOLOGY.role_code("hasParticipant") == "participant"
    assert ONTOLOGY.role_code("atPlace") is None


def test_an_unknown_class_is_an_error_that_lists_the_known_ones() -> None:
    for ask in (ONTOLOGY.superclasses, ONTOLOGY.roles, ONTOLOGY.plover, ONTOLOGY.symmetric, ONTOLOGY.subclasses):
        with pytest.raises(UnknownName, match=r"no class is called 'Invitaton'.*Invitation"):
            ask("Invitaton")
    with pytest.raises(UnknownName, match="no property is called 'Invitation'"):
        ONTOLOGY.superproperties("Invitation")


def test_it_is_read_once_a_process_and_again_in_another() -> None:
    assert Ontology.load() is ONTOLOGY
    assert pickle.loads(pickle.dumps(ONTOLOGY)) is ONTOLOGY


def test_a_file_that_does_not_parse_is_named(tmp_path) -> None:
    (tmp_path / "core.ttl").write_text("ir:Event a owl:Class .", "utf-8")
    with pytest.raises(ConfigError, match=r"core\.ttl"):
        Ontology.load(tmp_path)


def test_the_graph_of_the_ontology_is_the_same_each_time_and_has_no_blank_node() -> None:
    text = ontology_nquads("https://example.org/graph/ontology")
    assert text == ontology_nquads("https://example.org/graph/ontology")
    assert "_:" not in text
    assert text.splitlines() == sorted(set(text.splitlines()))
    assert all(line.endswith("<https://example.org/graph/ontology> .") for line in text.splitlines())
