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
from infra.settings import Settings, inherited_environment

MEGABYTE = 1024 * 1024
_PROGRAM = (sys.executable, "-P", "-m", "duralogue.wiring.model_process")
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""The products of small matrices that ranking and judging are made of gain nothing by a second
thread, and BLAS's threads wait for the next product spinning: on two cores a cited answer took two
and a half times the processor time, most of it burnt in waiting."""


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
        environment={**inherited_environment(), **_ONE_THREAD},
    )


def embedder_of(models: ModelProcess) -> DistantEmbedder:
    return DistantEmbedder(models, model=MODEL, dimension=DIMENSIONS)


def multilingual_embedder_of(models: ModelProcess) -> DistantEmbedder:
    """Loaded by its first text."""
    return DistantEmbedder(
        models, model=MULTILINGUAL, dimension=MULTILINGUAL_DIMENSIONS, jobs=" multilingual"
    )
