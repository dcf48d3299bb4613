"""The model process of a worker, with its settings."""

import sys
from datetime import timedelta

from duralogue.wiring.foundation import CLASSIFIERS
from infra.local_models.embedding_model import (
    DIMENSIONS,
    MODEL,
    MULTILINGUAL,
    MULTILINGUAL_DIMENSIONS,
)
from infra.model_process.ports import DistantEmbedder
from infra.model_process.process import ModelProcess
from infra.settings import Settings

MEGABYTE = 1024 * 1024
_PROGRAM = (sys.executable, "-P", "-m", "duralogue.wiring.model_process")


def model_process(settings: Settings) -> ModelProcess:
    return ModelProcess(
        (
            *_PROGRAM,
            str(settings.duralogue_home / CLASSIFIERS),
            str(settings.inference_threads),
            str(settings.reading_cache_mb * MEGABYTE),
            settings.log_level,
        ),
        budget=timedelta(milliseconds=settings.understanding_budget_ms),
    )


def embedder_of(models: ModelProcess) -> DistantEmbedder:
    return DistantEmbedder(models, model=MODEL, dimension=DIMENSIONS)


def multilingual_embedder_of(models: ModelProcess) -> DistantEmbedder:
    """Loaded by its first text."""
    return DistantEmbedder(
        models, model=MULTILINGUAL, dimension=MULTILINGUAL_DIMENSIONS, jobs=" multilingual"
    )
