"""Generations of a tenant's passages in Elasticsearch: fed, shown by an alias, swept."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from domain.errors import DependencyUnavailable
from domain.ports.search_index import IndexSource
from domain.search_index import Fed, Generation, IndexedDocument
from infra.elasticsearch import mappings
from infra.elasticsearch.bulk_writer import BulkWriter
from infra.elasticsearch.client import LazyElasticsearch
from infra.elasticsearch.failures import elasticsearch_failures
from infra.elasticsearch.held_passages import DocumentKey, HeldPassages
from infra.elasticsearch.passage_actions import additions, removals, retirements

if TYPE_CHECKING:
    from elasticsearch import AsyncElasticsearch

_WITHIN_S: Final = 30
_ALREADY_THERE: Final = "resource_already_exists_exception"
Beat = Callable[[], None]


class ElasticsearchIndex:
    """Implements `domain.ports.SearchIndex`.

    A passage is written once, with the number of the generation it came with (`since`); one that a
    later generation shows no more is marked with that (`until`). The alias of a generation filters
    by both: so the swap is one request, whatever the index holds, and a generation that is half
    written has no alias and is asked for nothing. What the generation before shows is kept, so that
    a roll-back only takes marks away.
    """

    def __init__(
        self, elasticsearch: LazyElasticsearch, *, writer: BulkWriter | None = None
    ) -> None:
        self._elasticsearch = elasticsearch
        self._writer = writer or BulkWriter(elasticsearch)
        self._prefix = elasticsearch.cluster.prefix

    async def feed(
        self,
        tenant_id: str,
        generation: Generation,
        documents: Sequence[IndexedDocument],
        source: IndexSource,
        *,
        beat: Beat,
    ) -> Fed:
        index = mappings.index_name(self._prefix, tenant_id, generation.model)
        number = generation.number
        await self._prepare(index, generation.dimension)
        held = HeldPassages(self._elasticsearch, index, beat)
        await self._take_back(index, held, number)
        plan = _plan(documents, await held.documents())
        retired = await self._writer.write(index, retirements(held.ids_of(plan.retire), number))
        added = await self._writer.write(
            index, additions(tenant_id, number, plan.add, source, beat)
        )
        await self._show(index, tenant_id, generation, sum(one.chunks for one in documents))
        removed = await self._writer.write(index, removals(held.ids_until(number - 1)))
        return Fed(generation=number, added=added, retired=retired, removed=removed)

    async def drop(self, tenant_id: str, model: str) -> None:
        index = mappings.index_name(self._prefix, tenant_id, model)
        with elasticsearch_failures():
            await self._admin.indices.delete(index=index, ignore_unavailable=True)

    async def _prepare(self, index: str, dimension: int) -> None:
        """The template first: an index that was made without it would guess its fields."""
        client = self._admin
        with elasticsearch_failures():
            if await client.indices.exists(index=index):
                return
            await client.indices.put_index_template(
                name=f"{self._prefix}-{mappings.SCHEMA}",
                **mappings.template(self._prefix, self._elasticsearch.cluster.replicas),
            )
            made = await client.options(ignore_status=400).indices.create(
                index=index, mappings=mappings.vector_mapping(dimension)
            )
        error = made.body.get("error", {})
        if error and error.get("type") != _ALREADY_THERE:
            raise DependencyUnavailable(f"Elasticsearch makes no index: {error.get('reason')}")

    async def _take_back(self, index: str, held: HeldPassages, number: int) -> None:
        """After a roll-back: what came with a later generation goes, and what it replaced is
        shown again."""
        await held.refresh()
        await self._writer.write(index, removals(held.ids_since(number + 1)))
        await self._writer.write(index, retirements(held.ids_until_after(number), None))

    async def _show(
        self, index: str, tenant_id: str, generation: Generation, expected: int
    ) -> None:
        shown = mappings.generation_filter(tenant_id, generation.number)
        client = self._admin
        with elasticsearch_failures():
            await client.indices.refresh(index=index)
            counted = (await client.count(index=index, query=shown))["count"]
        if counted != expected:
            raise DependencyUnavailable(
                f"Elasticsearch holds {counted} of the {expected} passages of generation "
                f"{generation.number}, which may have been replaced meanwhile"
            )
        name = mappings.alias_name(index, generation)
        with elasticsearch_failures():
            found = await client.indices.get_alias(index=index)
            before = [one for one in found.body[index]["aliases"] if one != name]
            removed = [{"remove": {"index": index, "alias": one}} for one in before]
            added = {"add": {"index": index, "alias": name, "filter": shown}}
            await client.indices.update_aliases(actions=[added, *removed])

    @property
    def _admin(self) -> "AsyncElasticsearch":
        return self._elasticsearch.client.options(request_timeout=_WITHIN_S)


class _Plan(NamedTuple):
    retire: list[DocumentKey]
    add: list[IndexedDocument]


def _plan(documents: Sequence[IndexedDocument], held: Mapping[DocumentKey, int]) -> _Plan:
    """A document that a feed before left half written is given up and written anew."""
    wanted = {(one.document_id, one.sync_id): one for one in documents}
    whole = {key for key, chunks in held.items() if key in wanted and wanted[key].chunks == chunks}
    return _Plan(
        retire=[key for key in held if key not in whole],
        add=[one for key, one in wanted.items() if key not in whole],
    )
