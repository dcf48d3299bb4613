"""With a model that proposes, a flow needs a description and no example sentences."""

from tests.unit.domain.bots import checked, errors_of, warnings_of

TENANT = """
tenant: tiny
branding: {name: Tiny, locales: [en, de]}
"""
MODELS = "models: {proposals: small}\n"
FLOWS = """
return_item:
  when: return_item
  title: {en: Return an item, de: Artikel zurückgeben}
  description: Take back something the customer bought and refund it.
  steps: [{say: done}]
"""
FILES = {
    "tenant.yaml": TENANT + MODELS,
    "responses.yaml": "done: {en: Done., de: Fertig.}\n",
    "flows/shop.yaml": FLOWS,
}


def test_a_flow_that_is_described_needs_no_intent_of_its_own() -> None:
    """Its title and description stand in while no model answers."""
    bot = checked(FILES).bot
    assert bot is not None
    assert bot.intents["return_item"].examples == {
        "en": ("Return an item", "Take back something the customer bought and refund it."),
        "de": ("Artikel zurückgeben",),
    }
    assert errors_of(FILES) == []
    assert not [line for line in warnings_of(FILES) if "return_item" in line]


def test_examples_that_are_written_stay() -> None:
    """A description is added to nobody's examples."""
    files = FILES | {"intents.yaml": "intents:\n  return_item: [send it back, take it back]\n"}
    bot = checked(files).bot
    assert bot is not None
    assert bot.intents["return_item"].examples == {"en": ("send it back", "take it back")}


def test_an_intent_may_be_listed_without_examples() -> None:
    """Such as one that is always on."""
    files = FILES | {"intents.yaml": "intents:\n  return_item: {examples: [], always_on: true}\n"}
    bot = checked(files).bot
    assert bot is not None
    assert bot.intents["return_item"].always_on
    assert "en" in bot.intents["return_item"].examples


def test_a_flow_without_a_description_is_warned_of() -> None:
    """The model has nothing else to go by."""
    flows = FLOWS.replace(
        "  description: Take back something the customer bought and refund it.\n", ""
    )
    [warning] = [w for w in warnings_of(FILES | {"flows/shop.yaml": flows}) if "return_item" in w]
    assert "a description says to the model what the flow is for" in warning


def test_without_a_model_the_intent_is_missing_as_ever() -> None:
    """Nobody would ever hear it."""
    [error] = errors_of(FILES | {"tenant.yaml": TENANT})
    assert "no intent 'return_item'" in error
