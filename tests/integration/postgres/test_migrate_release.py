"""A database of the release before, with documents in it, becomes one of this release."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import uuid4

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool, create_engine

from domain.knowledge import EVERYBODY, Audience
from duralogue.embedded.databases import create_database
from infra.local_models.embedder import MiniLMEmbedder
from infra.postgres import database_role
from infra.postgres.database_role import ensure_app_role
from infra.postgres.engine import create_engine as open_engine
from infra.postgres.engine import driver_url
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.migrate import EXTENSIONS, is_current, upgrade
from infra.postgres.source_pages import PostgresSourcePages

RELEASED = "0021"
TABLES_SINCE = ("desk_tenants", "mcp_tenants", "model_tenants")
"""What is granted by name, and is not there yet."""
TENANT = "acme"
VECTOR = "[" + ",".join(["0.05"] * 384) + "]"
WRITTEN = """
INSERT INTO knowledge_sources (tenant_id, document_id, title, audience, body, content_hash)
VALUES ('acme', 'shown', 'Delivery', 'public', 'Delivery is free.', 'h1'),
    ('acme', 'hidden', 'Notes', 'internal', 'Only for us.', 'h2');
INSERT INTO knowledge_documents
    (tenant_id, document_id, sync_id, title, audience, content_hash, active)
VALUES ('acme', 'shown', 's1', 'Delivery', 'public', 'h1', true),
    ('acme', 'hidden', 's1', 'Notes', 'internal', 'h2', true),
    ('acme', 'shown', 's0', 'Delivery', 'public', 'h0', false);
"""
FILES = """
INSERT INTO conversation_events (tenant_id, conversation_id, seq, kind, data, at)
VALUES ('acme', 'c-1', 1, 'message', '{"role": "customer", "message_id": "m-1", "attachments":
        [{"name": "parcel.jpg", "reference": "file/12ab"}, {"name": "label.pdf"}]}', now()),
    ('acme', 'c-1', 2, 'message', '{"role": "customer", "message_id": "m-2"}', now()),
    ('acme', 'c-1', 3, 'message', '{"role": "customer", "message_id": "m-3", "attachments":
        [{"name": "secret.txt"}]}', now()),
    ('acme', 'c-1', 4, 'message_changed', '{"message_id": "m-3", "change": "deleted"}', now());
"""
CHUNK = """
INSERT INTO knowledge_chunks
    (tenant_id, chunk_id, document_id, sync_id, title, position, text, vector, active)
VALUES ('acme', %s, %s, 's1', 'Delivery', 0, 'Delivery is free.', %s, true)
"""


async def test_documents_of_the_release_before_are_found_as_they_were(postgres_url: str) -> None:
    """
    Row-level security holds the login that migrates, too: what it does not see, it leaves behind.
    """
    url = await create_database(
        postgres_url, f"released_{uuid4().hex[:8]}", extensions=EXTENSIONS, app_role="duralogue_app"
    )
    _upgrade_to_the_release(url)
    with psycopg.connect(url) as connection:
        connection.execute("SELECT set_config('duralogue.tenant_id', 'acme', true)")
        connection.execute(WRITTEN)
        connection.execute(FILES)
        for name in ("shown", "hidden"):
            connection.execute(CHUNK, [f"c-{name}", name, VECTOR])
    assert not is_current(url)

    upgrade(url)

    assert is_current(url)
    with psycopg.connect(url) as connection:
        connection.execute("SELECT set_config('duralogue.tenant_id', 'acme', true)")
        names = connection.execute("SELECT name, file_id FROM message_files ORDER BY position")
        assert names.fetchall() == [("parcel.jpg", "12ab"), ("label.pdf", None)]
        audiences = connection.execute("SELECT document_id, audience FROM knowledge_sources")
        assert dict(audiences.fetchall()) == {"shown": "public", "hidden": "agents"}
        for audience, found in ((EVERYBODY, ["c-shown"]), (set(Audience), ["c-hidden", "c-shown"])):
            rows = connection.execute(
                "SELECT chunk_id FROM find_candidates_384('acme', 'all-MiniLM-L6-v2-int8',"
                " ARRAY[%s]::vector[], %s, ARRAY[1.0], %s, %s, %s, 10)",
                [VECTOR, ["deliveri"], ["deliveri"], date(2026, 1, 1), sorted(audience)],
            )
            assert sorted(row[0] for row in rows.fetchall()) == found
    engine = open_engine(url)
    assert (await PostgresSourcePages(engine).status(TENANT)).indexed == 2
    hashes = await PostgresKnowledge(engine, MiniLMEmbedder()).hashes(TENANT)
    assert hashes == {"shown": "h1", "hidden": "h2"}
    await engine.dispose()


@contextmanager
def _connected(url: str) -> Iterator[Config]:
    engine = create_engine(driver_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        ensure_app_role(connection)
        config = Config()
        config.set_main_option("script_location", "infra.postgres:migrations")
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        yield config
        secure = database_role._SECURE_TABLES
        for table in TABLES_SINCE:
            grant = f"GRANT SELECT, INSERT ON {table} TO {database_role.APP_ROLE};"
            assert grant in secure
            secure = secure.replace(grant, "")
        connection.exec_driver_sql(secure)


def _upgrade_to_the_release(url: str) -> None:
    with _connected(url) as config:
        command.upgrade(config, RELEASED)
