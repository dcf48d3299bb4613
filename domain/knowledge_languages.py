"""Languages in which a tenant has documents, and in which it is asked."""

from typing import Annotated

from pydantic import Field

from domain.values import Strict

Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


class KnowledgeLanguages(Strict):
    """Of tenant.yaml; a change takes effect with the next `duralogue knowledge sync`."""

    languages: Annotated[tuple[Language, ...], Field(max_length=20)] = ()
    """Languages of the documents and of those who ask, as ISO 639 codes. With two or more a
    question in one is also answered from a document in another, where its own has no answer."""

    @property
    def crosses_languages(self) -> bool:
        """Whether the index is made by the model that knows many languages."""
        return len(set(self.languages)) > 1
