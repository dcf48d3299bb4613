"""Staging, swapping and searching a tenant's knowledge."""

from uuid import uuid4

import pytest

from activities.knowledge import IndexBatch, Sync
from domain.errors import NotFound
from domain.knowledge import Audience, SyncReport
from domain.ports.foreign_knowledge import Indexing
from infra.local_models.embedder import MiniLMEmbedder
from infra.markdown.documents import MarkdownSections
from tests.integration.knowledge.conftest import Library, document
from tests.integration.knowledge.dates import NOW

SHIPPING = document("shipping", "## Costs\n\nDelivery costs 4.90 EUR. It is free above 60 EUR.")
RETURNS = document("returns", "## Time\n\nYou may return an item within 30 days.")
CARE = document("care", "## Wool\n\nWash wool by hand in cold water.")


async def test_a_question_finds_the_passage_with_its_sentences(library: Library) -> None:
    """
    Answers quote sentences, so a passage brings them with their vectors.
    """
    await library.sync(SHIPPING, RETURNS, CARE)
    best, *others = await library.search("what do you charge for sending a parcel?")
    assert (best.document_id, best.heading) == ("shipping", "Costs")
    assert [s.text for s in best.sentences] == [
        "Delivery costs 4.90 EUR.",
        "It is free above 60 EUR.",
    ]
    assert all(len(sentence.vector) == 384 for sentence in best.sentences)
    assert all(best.score >= other.score for other in others)


async def test_a_passage_is_found_beside_hundreds_that_are_all_the_same(
    library: Library, neighbour: Library, embedder: MiniLMEmbedder
) -> None:
    """
    In an index of all tenants these lead to each other only, and nothing leads to the passage;
    no word of the question does either.
    """
    boilerplate = document("imprint", "## Imprint\n\nAll rights reserved.")
    [chunk] = await embedder.embed_chunks(await MarkdownSections().chunks(boilerplate))
    copies = [chunk.model_copy(update={"position": at, "sentences": []}) for at in range(400)]
    await neighbour.store.stage(neighbour.tenant, "s", boilerplate, copies)
    await neighbour.store.swap(neighbour.tenant, "s", [])

    await library.sync(CARE)
    assert [one.document_id for one in await library.search("cleaning a jumper")] == ["care"]


async def test_a_rare_word_finds_what_meaning_alone_would_not(library: Library) -> None:
    """
    Product names and codes mean nothing to the model; full text finds them.
    """
    parts = document("parts", "## Seals\n\nThe seal XK-77 fits every kettle.")
    await library.sync(SHIPPING, RETURNS, parts)
    best = (await library.search("xk-77"))[0]
    assert (best.document_id, best.lexical_rank) == ("parts", 1)


async def test_only_what_changed_is_indexed_again(library: Library) -> None:
    """
    Embedding is the costly part of a sync.
    """
    first = await library.sync(SHIPPING, RETURNS)
    changed = document("returns", "## Time\n\nYou may return an item within 60 days.")
    second = await library.sync(SHIPPING, changed, CARE)
    assert first == SyncReport(added=2, chunks=2)
    assert second == SyncReport(added=1, changed=1, unchanged=1, chunks=2)
    assert "60 days" in (await library.search("how many days to return"))[0].text


async def test_a_removed_document_is_found_no_more(library: Library) -> None:
    """
    A withdrawn policy must not be quoted.
    """
    await library.sync(SHIPPING, RETURNS)
    report = await library.sync(SHIPPING)
    assert report == SyncReport(removed=1, unchanged=1)
    assert {p.document_id for p in await library.search("return an item")} == {"shipping"}


async def test_nothing_is_seen_before_the_swap(library: Library) -> None:
    """
    Customers get the old knowledge or the new, never half of each.
    """
    await library.sync(SHIPPING, RETURNS)
    changed = document("shipping", "## Costs\n\nDelivery costs 9.90 EUR.")
    await library.sources.replace(library.tenant, [changed])
    sync = Sync(tenant_id=library.tenant, sync_id=uuid4().hex)
    await library.activities.index_batch(IndexBatch(**sync.model_dump()))

    before = await library.search("delivery costs")
    await library.activities.swap_in(sync)
    after = await library.search("delivery costs")

    assert {p.document_id for p in before} == {"shipping", "returns"}
    assert "4.90" in before[0].text
    assert [(p.document_id, "9.90" in p.text) for p in after] == [("shipping", True)]


async def test_every_step_may_be_repeated(library: Library) -> None:
    """
    A worker may die after its work is done and before that is known.
    """
    await library.sources.replace(library.tenant, [SHIPPING, RETURNS, CARE])
    sync = Sync(tenant_id=library.tenant, sync_id=uuid4().hex)
    batch = IndexBatch(**sync.model_dump(), limit=2)
    first = await library.activities.index_batch(batch)
    assert (first.indexed, first.remaining) == (2, 1)
    await library.store.stage(library.tenant, sync.sync_id, CARE, [])
    await library.activities._index(sync, ["care"], Indexing(library.store, library.embedder))
    assert (await library.activities.index_batch(batch)).indexed == 1
    assert (await library.activities.index_batch(batch)).indexed == 0
    await library.activities.swap_in(sync)
    await library.activities.swap_in(sync)
    assert len(await library.search("parcel")) == 3


async def test_what_a_crashed_sync_left_is_cleared(library: Library) -> None:
    """
    A sync that died must neither show nor fill the disk.
    """
    await library.store.stage(library.tenant, "crashed", CARE, [])
    await library.sync(SHIPPING)
    assert await library.store.staged(library.tenant, "crashed") == {}
    assert await library.store.hashes(library.tenant) == {"shipping": SHIPPING.content_hash}


async def test_expired_and_internal_documents_are_not_shown(library: Library) -> None:
    """
    Last year's sale and the staff's handbook are not for customers.
    """
    await library.sync(
        document("sale", "Everything is 20 percent off.", valid_until="2026-03-09"),
        document("fair", "Everything is 10 percent off.", valid_until="2026-03-10"),
        document("handbook", "Everything may be 30 percent off.", audience="agents"),
    )
    assert [p.document_id for p in await library.search("discount percent off")] == ["fair"]


@pytest.mark.parametrize(
    ("audiences", "found"),
    [
        ({Audience.PUBLIC}, {"offer"}),
        ({Audience.PUBLIC, Audience.SIGNED_IN}, {"offer", "club"}),
        (set(Audience), {"offer", "club", "handbook"}),
    ],
)
async def test_each_audience_finds_what_is_for_it(
    library: Library, audiences: set[Audience], found: set[str]
) -> None:
    """
    Agents are helped by the handbook of which customers must see nothing.
    """
    await library.sync(
        document("offer", "Everything is 10 percent off."),
        document("club", "Members get 20 percent off.", audience="signed_in"),
        document("handbook", "You may give 30 percent off.", audience="agents"),
    )
    [vector] = await library.embedder.embed(["percent off"])
    passages = await library.retriever.search(
        library.tenant, "percent off", vector, today=NOW, audiences=frozenset(audiences)
    )
    assert {passage.document_id for passage in passages} == found


async def test_tenants_do_not_find_each_others_knowledge(
    library: Library, neighbour: Library
) -> None:
    """
    One tenant's prices in another's chat would be the end of both.
    """
    await library.sync(SHIPPING)
    await neighbour.sync(RETURNS)
    assert {p.document_id for p in await library.search("return delivery")} == {"shipping"}
    assert {p.document_id for p in await neighbour.search("return delivery")} == {"returns"}
    with pytest.raises(NotFound):
        await neighbour.sources.get(neighbour.tenant, "shipping")


@pytest.mark.parametrize("query", ["", "?!", "a & b | !c <-> 'd", "x\x00y", "ß" * 4_000])
async def test_no_question_breaks_the_search(library: Library, query: str) -> None:
    """
    The words go into a text-search query: none of them may be read as its syntax.
    """
    await library.sync(SHIPPING)
    assert len(await library.search(query)) == 1
