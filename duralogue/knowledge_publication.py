"""Brings a tenant's knowledge into the product: its files, its sources, and their schedule."""

import sys
from pathlib import Path

from domain.errors import ConfigurationError
from domain.knowledge import MOST_FAILURES, SyncReport
from domain.ports.documents import SourcesStatus
from duralogue.knowledge_folder import KnowledgeFolder, read_folder
from duralogue.plurals import counted
from duralogue.wiring.foundation import Foundation, open_database
from infra.markdown.documents import document_problems
from infra.postgres.knowledge_sources import PostgresKnowledgeSources
from infra.postgres.source_pages import PostgresSourcePages
from infra.settings import Settings
from infra.temporal.knowledge import sync_knowledge as run_sync
from infra.temporal.knowledge_schedules import keep_schedule, refresh_sources
from workflows.knowledge_refresh import RefreshProgress
from workflows.knowledge_sync import SyncProgress


async def publish_knowledge(base: Foundation, tenant_id: str, folder: Path) -> SyncReport:
    """Store the folder's documents and sources, look at these, and bring the index to both."""
    sources, pages = PostgresKnowledgeSources(base.engine), PostgresSourcePages(base.engine)
    found = read_folder(folder / "knowledge", await sources.hashes(tenant_id))
    _require_something(folder, found)
    unchanged = [*found.unchanged, *found.kept]
    await sources.replace(tenant_id, found.documents, unchanged=unchanged)
    await pages.store_settings(tenant_id, found.settings)
    await pages.note_failures(tenant_id, "", found.failures)
    await keep_schedule(base.temporal, tenant_id, found.settings.shortest_interval())
    failures = [f"{name}: {reason}" for name, reason in found.failures.items()]
    if found.settings.sources:
        await refresh_sources(base.temporal, tenant_id, _tell_of_pages)
        status = await pages.status(tenant_id)
        failures += [_failure(f.source, f.name, f.reason) for f in status.failures if f.source]
    report = await run_sync(base.temporal, tenant_id, _tell)
    return report.model_copy(
        update={
            "failed": report.failed + len(failures),
            "failures": (*report.failures, *failures)[:MOST_FAILURES],
        }
    )


async def knowledge_status(settings: Settings, tenant_id: str) -> str:
    """What a tenant's knowledge consists of, and what of it fails."""
    async with open_database(settings) as engine:
        return status_text(tenant_id, await PostgresSourcePages(engine).status(tenant_id))


def synced(report: SyncReport) -> str:
    """A sentence about a sync, and a line for each document that was not indexed."""
    done = (
        f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{report.removed} removed; {counted(report.chunks, 'passage')} indexed"
    )
    lines = [done]
    if report.failed:
        lines.append(f"not indexed: {report.failed}; what was indexed of them before is kept")
        lines += [f"  {failure}" for failure in report.failures]
    return "\n".join(lines)


def _require_something(folder: Path, found: KnowledgeFolder) -> None:
    """An empty folder is a mistake more often than a wish to forget everything."""
    if found.documents or found.unchanged or found.settings.sources:
        for problem in document_problems(folder / "knowledge"):
            if problem.is_warning:
                print(f"{folder}/{problem}", file=sys.stderr)  # noqa: T201 - for its author
        return
    if found.failures:
        lines = (f"{folder}/knowledge/{name}: {why}" for name, why in found.failures.items())
        raise ConfigurationError("\n".join(lines))
    raise ConfigurationError(f"{folder}: there is no document in knowledge/ to index")


def status_text(tenant_id: str, status: SourcesStatus) -> str:
    """A line for each source, and one for each failure."""
    lines = [f"{tenant_id}: {counted(status.written, 'document')}, {status.indexed} indexed"]
    for source in status.sources:
        when = f"{source.checked_at:%Y-%m-%d %H:%M} UTC" if source.checked_at else "never"
        lines.append(f"{source.name}: {counted(source.pages, 'page')}, last looked at: {when}")
    if status.failures:
        lines.append(f"failing: {len(status.failures)}")
        for one in status.failures:
            since = f"{one.since:%Y-%m-%d %H:%M}"
            lines.append(f"  {_failure(one.source, one.name, one.reason)} (since {since} UTC)")
    return "\n".join(lines)


def _failure(source: str, name: str, reason: str) -> str:
    return f"{name or source}: {reason}"


def _tell(progress: SyncProgress) -> None:
    print(  # noqa: T201 - the command's own progress
        f"{progress.phase}: {progress.indexed} of {progress.planned}", file=sys.stderr
    )


def _tell_of_pages(progress: RefreshProgress) -> None:
    print(  # noqa: T201 - as above
        f"{progress.source}: {progress.read + progress.failed} of {progress.listed} pages",
        file=sys.stderr,
    )
