"""The tenant that the benchmarks talk to."""

from datetime import date
from pathlib import Path

from bench.tenant import roomy_tenant
from infra.bot_files.reader import load_bot


def test_the_benchmarked_tenant_compiles(tmp_path: Path) -> None:
    """
    Limits beyond what a tenant may have ended every benchmark before it began.
    """
    bot = load_bot(roomy_tenant(tmp_path), today=date(2026, 11, 23))

    assert "book_fitting" in bot.flows
