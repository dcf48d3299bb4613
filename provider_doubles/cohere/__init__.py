"""A double of Cohere: chat version 2, embed, rerank and the list of models."""

from provider_doubles.cohere.app import create_cohere_double
from provider_doubles.cohere.settings import CohereSettings

__all__ = ["CohereSettings", "create_cohere_double"]
