"""The plan of a search for the nearest vectors: among all of a tenant's, or by an index."""

COMPARED = 1_000
"""Passages of a tenant, with those that a roll-back would show, that are all compared. It takes
milliseconds, and finds each of them.

The index is of all tenants, and it is approximate: of passages that stand word for word in dozens
of documents, whoever's, some are reached from nowhere, and a small tenant would miss its only one.
"""

AS_MANY_AS_THERE_ARE = f"""
SELECT set_config(CASE WHEN EXISTS (
    SELECT FROM knowledge_sizes WHERE tenant_id = %(tenant)s AND chunks > {COMPARED}
) THEN 'enable_sort' ELSE 'enable_indexscan' END, 'off', true)
"""  # noqa: S608 - put together from constants
"""For the rest of a transaction, before a search by vectors. Of many passages the planner takes
those of one dimension for a few, and would sort them all; of a few it would take the index."""
