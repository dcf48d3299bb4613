"""A customer's question to a language model, and documents to answer it from."""

from domain.language_models.requests import (
    ModelDocument,
    ModelMessage,
    ModelRequest,
    Purpose,
    Speaker,
)

RETURNS = ModelDocument(
    document_id="returns.md#2",
    title="Returns",
    text="You can send things back within 30 days. Shipping back is free in the EU. 🙂 Müllers too",
)
HOURS = ModelDocument(
    document_id="hours.md#1", title="Hours", text="The shop opens at 9 o'clock on weekdays."
)


def asks(
    question: str, *documents: ModelDocument, most_tokens: int = 200, **more: object
) -> ModelRequest:
    """A customer's question."""
    return ModelRequest.model_validate(
        {
            "purpose": Purpose.ANSWER,
            "prompt": "answer@1/en",
            "messages": (
                ModelMessage(speaker=Speaker.INSTRUCTIONS, text="Answer from the documents."),
                ModelMessage(speaker=Speaker.CUSTOMER, text=question),
            ),
            "documents": documents,
            "most_tokens": most_tokens,
            **more,
        }
    )
