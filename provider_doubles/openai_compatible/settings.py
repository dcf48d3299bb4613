"""Settings of the double of OpenAI-compatible servers."""

from enum import StrEnum

from pydantic import Field

from provider_doubles.language_models.settings import ModelSettings


class Dialect(StrEnum):
    """Whose way of streaming is spoken."""

    VLLM = "vllm"
    LLAMA_SERVER = "llama-server"
    OLLAMA = "ollama"


class OpenAISettings(ModelSettings):
    """One server. It asks for its key only where one is set."""

    dialect: Dialect = Dialect.VLLM
    models: tuple[str, ...] = ("qwen3-8b", "gemma3-4b", "bge-m3", "bge-reranker-v2-m3")
    retired: tuple[str, ...] = ("llama2-7b",)
    dimension: int = Field(default=384, ge=1, le=4096)
    thinks: bool = False
    """Whether answers begin with <think>…</think>, as from a server that does not take it out."""
