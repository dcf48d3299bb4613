"""Searching a real Elasticsearch node: by words and by meaning, within what may be shown."""

import pytest

from domain.errors import DependencyUnavailable
from domain.knowledge import Audience
from infra.elasticsearch.client import Cluster, LazyElasticsearch
from infra.elasticsearch.mappings import alias_name, index_name
from tests.elasticsearch_node.node import ElasticsearchNode
from tests.integration.elasticsearch.conftest import MODEL, TODAY, Engine, a_vector, an_engine


async def test_words_and_meaning_are_found_in_one_request(engine: Engine) -> None:
    """
    A rare word finds what no vector would; a near vector what no word would.
    """
    texts = {f"d{n}": f"Something else, number {n}." for n in range(30)}
    engine.shelf.write({**texts, "seal": "The seal XK-77 fits.", "near": "What is asked?"})
    await engine.feed()
    index = engine.search
    found = await index.find(
        engine.tenant,
        engine.shelf.generation,
        "xk-77",
        a_vector("What is asked?"),
        limit=3,
        today=TODAY,
        audiences=frozenset({Audience.PUBLIC}),
    )
    assert len(found) == 4
    assert {"s1/near/0", "s1/seal/0"} <= set(found)


async def test_words_are_found_in_every_language_by_their_stem(engine: Engine) -> None:
    """
    A German plural finds the singular, and so does an English one.
    """
    others = {f"d{n}": f"Something else, number {n}." for n in range(30)}
    others |= {"de": "Das Haus des Kunden.", "en": "Returning items is easy."}
    engine.shelf.write(others)
    await engine.feed()
    for query, name in (("Häuser", "de"), ("an item that is returned", "en")):
        assert f"s1/{name}/0" in await engine.find(query, limit=1), query


async def test_only_what_may_be_shown_is_found(engine: Engine) -> None:
    """
    Filters stand within both searches: a neighbour that may not be shown takes nobody's place.
    """
    engine.shelf.write(dict.fromkeys(("open", "club", "staff", "over", "last"), "Ten percent off."))
    engine.shelf.fronts = {
        "club": {"audience": "signed_in"},
        "staff": {"audience": "agents"},
        "over": {"valid_until": "2026-03-09"},
        "last": {"valid_until": "2026-03-10"},
    }
    await engine.feed()
    for audiences, names in (
        ({Audience.PUBLIC}, {"open", "last"}),
        ({Audience.PUBLIC, Audience.SIGNED_IN}, {"open", "last", "club"}),
        (set(Audience), {"open", "last", "club", "staff"}),
        (set(), set()),
    ):
        found = await engine.find("percent off", audiences=frozenset(audiences), limit=2)
        seen = {one.split("/")[1] for one in found}
        assert seen <= names
        assert len(seen) >= min(2, len(names))


async def test_a_tenant_sees_nothing_of_another(engine: Engine, neighbour: Engine) -> None:
    """
    Not even where the wrong index were asked: the filter names the tenant.
    """
    engine.shelf.write({"mine": "Delivery costs 4.90 EUR."})
    neighbour.shelf.write({"theirs": "Delivery costs 9.90 EUR."})
    await engine.feed()
    await neighbour.feed()
    assert await engine.names("delivery costs") == {"mine"}
    foreign = index_name("tests", neighbour.tenant, MODEL)
    mine = index_name("tests", engine.tenant, MODEL)
    client = engine.elasticsearch.client
    name = alias_name(mine, engine.shelf.generation)
    await client.indices.delete_alias(index=mine, name=name)
    await client.indices.put_alias(index=foreign, name=name)
    assert await engine.names("delivery costs") == set()


HOSTILE = [
    "",
    "?!",
    "a & b | !c <-> 'd",
    'title:x OR (_id:"*") AND NOT /.*/ ~2 ^9 {"match_all":{}}',
    "x\x00y",
    "lone \ud800 surrogate \udfff",
    "👩‍👩‍👧 🇩🇪 delivery",
    "ß" * 4_000,
    "\u202edelivery\u0301",
    " ".join(f"word{n}" for n in range(10_000)),
    "delivery " * 10_000,
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
async def test_no_question_breaks_the_search(engine: Engine, query: str) -> None:
    """
    None of its words is read as syntax, and none is more than the cluster takes.
    """
    engine.shelf.write({"shipping": "Delivery costs 4.90 EUR."})
    await engine.feed()
    assert await engine.names(query.encode(errors="replace").decode()) == {"shipping"}
    found = await engine.search.find(
        engine.tenant,
        engine.shelf.generation,
        query,
        a_vector("x"),
        limit=5,
        today=TODAY,
        audiences=frozenset({Audience.PUBLIC}),
    )
    assert len(found) == 1


async def test_a_generation_without_documents_finds_nothing(engine: Engine) -> None:
    """
    A tenant who has withdrawn everything has no answers, and no errors.
    """
    engine.shelf.write({})
    await engine.feed()
    assert await engine.find("delivery") == []


async def test_a_node_that_hangs_is_not_waited_for(elasticsearch_node: ElasticsearchNode) -> None:
    """
    A step of a turn has two seconds for everything.
    """
    cluster = Cluster(
        urls=(elasticsearch_node.url,), prefix="tests", replicas=0, search_within_s=0.2
    )
    elasticsearch = LazyElasticsearch(cluster)
    engine = an_engine(elasticsearch)
    elasticsearch_node.pause()
    try:
        with pytest.raises(DependencyUnavailable, match="does not answer"):
            await engine.find("delivery", generation=engine.shelf.generation)
    finally:
        elasticsearch_node.pause(over=True)
        await elasticsearch.close()
