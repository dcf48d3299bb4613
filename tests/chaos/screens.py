"""Screens of people on Slack and by SMS, and what must not be on them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from domain.deliveries import DeliveryStatus
from tests.chaos.evidence import Evidence, Sighting
from tests.chaos.wrongs import Wrong

_UNDER_WAY_S = 8.0
"""What was handed to the provider before somebody opted out may show so much later: a call that
hangs is given up after four seconds."""
_Found = Iterator[tuple[Wrong, str]]


def judge_screen(evidence: Evidence) -> _Found:
    """Of a conversation on such a channel; nothing for one on the web."""
    if evidence.screen is None:
        return
    by_delivery: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in evidence.screen:
        by_delivery[sighting.delivery_id].append(sighting)
    yield from _each_sent_row_is_seen_once(evidence, by_delivery)
    yield from _in_the_order_of_the_conversation(evidence)
    yield from _nobody_reads_what_is_for_others(evidence)
    yield from _nothing_after_an_opt_out(evidence)


def screened(evidence: Evidence) -> Counter[str]:
    """How many rows of the ledger came into sight: "sent, seen", "unknown, not seen"."""
    seen = {sighting.delivery_id for sighting in evidence.screen or ()}
    return Counter(
        f"{row.status}, {'' if evidence.delivery_id(row) in seen else 'not '}seen"
        for row in evidence.ledger
        if evidence.screen is not None and row.role != "customer"
    )


def _each_sent_row_is_seen_once(
    evidence: Evidence, by_delivery: dict[str, list[Sighting]]
) -> _Found:
    for row in evidence.ledger:
        if row.role == "customer":
            continue
        sightings = by_delivery[evidence.delivery_id(row)]
        if row.status == DeliveryStatus.SENT and not sightings:
            yield Wrong.LOST, f"{row.message_id} counts as sent, and nobody has seen it"
        if row.status == DeliveryStatus.FAILED and sightings:
            yield Wrong.DISAGREEING, f"{row.message_id} counts as failed, and was seen"
        texts = [each.text for each in sightings]
        if len(set(texts)) < len(texts):
            yield Wrong.DOUBLED, f"{row.message_id} was seen {len(texts)} times: {texts[0][:60]!r}"


def _in_the_order_of_the_conversation(evidence: Evidence) -> _Found:
    """As they first came into sight."""
    seq_of = {
        evidence.delivery_id_of(one.role, one.message_id): one.seq for one in evidence.transcript
    }
    latest, before = 0, ""
    for sighting in _first_sights(evidence.screen or ()):
        seq = seq_of.get(sighting.delivery_id, latest)
        name = sighting.delivery_id.rpartition("/")[2]
        if seq < latest:
            yield Wrong.OUT_OF_ORDER, f"{name} (event {seq}) was seen after {before} ({latest})"
        else:
            latest, before = seq, name


def _first_sights(screen: Sequence[Sighting]) -> Iterator[Sighting]:
    known: set[str] = set()
    for sighting in sorted(screen, key=lambda each: each.at):
        if sighting.delivery_id not in known:
            known.add(sighting.delivery_id)
            yield sighting


def _nobody_reads_what_is_for_others(evidence: Evidence) -> _Found:
    ours = {evidence.delivery_id(row) for row in evidence.ledger}
    for sighting in evidence.screen or ():
        if sighting.delivery_id not in ours:
            yield Wrong.WRONG_ADDRESS, f"{sighting.recipient} saw {sighting.delivery_id!r}"


def _nothing_after_an_opt_out(evidence: Evidence) -> _Found:
    if evidence.opted_out_at is None:
        return
    for sighting in evidence.screen or ():
        if sighting.at > evidence.opted_out_at + _UNDER_WAY_S:
            yield Wrong.AFTER_OPT_OUT, f"{sighting.delivery_id} was sent after STOP"
