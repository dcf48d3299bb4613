"""Patterns by which skills own documents, compared with what a tenant's folder holds."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from domain.bot.model import Bot
from domain.bot.problems import Problem, SourceFile, nearest
from domain.bot.yaml_values import TENANT
from domain.errors import ConfigurationError
from domain.knowledge_areas import KnowledgeArea
from duralogue.knowledge_folder import document_ids, source_names


def unmatched_patterns(
    bot: Bot, files: Mapping[str, SourceFile], knowledge: Path
) -> Iterator[Problem]:
    """A warning for each that no file fits, and no source: its pages are not known here."""
    patterns = [
        (skill, place, pattern)
        for skill, settings in bot.tenant.skills.items()
        for place, pattern in enumerate(settings.documents)
    ]
    if not patterns:
        return
    try:
        known, sources = document_ids(knowledge), source_names(knowledge)
    except ConfigurationError:  # told of the folder itself
        return
    for skill, place, pattern in patterns:
        area = KnowledgeArea(patterns=(pattern,))
        of_source = pattern.partition("/")[0] in sources
        if of_source or any(area.has(document_id) for document_id in known):
            continue
        path = ("skills", skill, "documents", place)
        said = f"skills.{skill}.documents: no document fits {pattern!r}{nearest(pattern, known)}"
        yield Problem(TENANT, files[TENANT].line_of(path), said, is_warning=True)
