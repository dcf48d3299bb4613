"""A person is answered in their language, from the first message on."""

from domain.dialogue.commands import Say
from domain.dialogue.engine import decide
from domain.dialogue.events import MessageUnderstood
from domain.dialogue.state import DialogueState
from domain.understanding.model import Understanding
from tests.unit.domain.bots import MONDAY_MORNING, acme
from tests.unit.domain.dialogue.conversations import ADA, ESPRESSO, Talk
from tests.unit.domain.dialogue.small_bot import small_bot


def test_a_first_message_in_german_is_answered_in_german() -> None:
    """Sentences, buttons and all that follows."""
    talk = Talk(small_bot())

    talk.says("ich möchte ein Zimmer buchen, habt ihr was frei?")
    assert talk.state.locale == "de"
    talk.says("blorp")

    assert "Soll ich jemanden dazuholen?" in talk.words
    assert talk.state.options == ("Mit einem Menschen sprechen", "Nein, danke")


def test_the_browser_is_believed_until_words_show_more() -> None:
    """`Accept-Language: de` and a first message that says nothing."""
    bot = small_bot()
    state = DialogueState(name="c-1", channel="web")

    def said(state: DialogueState, text: str) -> tuple[DialogueState, str]:
        event = MessageUnderstood(
            at=MONDAY_MORNING,
            text=text,
            understanding=Understanding(intent="thanks", confidence=1.0),
            languages=("de-DE", "de"),
        )
        decision = decide(bot, state, event)
        words = [c.reply.text for c in decision.commands if isinstance(c, Say)]
        return decision.state, "\n".join(words)

    state, words = said(state, "merci")
    assert words == "Gern geschehen!"
    state, words = said(state, "thank you for the help")
    assert words == "You're welcome!"
    _, words = said(state, "merci")
    assert words == "You're welcome!"


def test_a_customer_may_change_the_language() -> None:
    """With a sentence; a single word is a name or a greeting."""
    talk = Talk(small_bot())
    talk.says("what can you do for me?", "what_can_you_do")
    assert talk.words.startswith("Here is")

    talk.says("danke", "thanks")
    assert talk.words == "You're welcome!"
    talk.says("kannst du mir das auf deutsch sagen", "what_can_you_do")

    assert talk.words.startswith("Das kann ich")


def test_a_sentence_without_a_translation_is_in_one_language() -> None:
    """Its dates and amounts too."""
    english = acme().tenant.branding.model_copy(update={"locales": ("en",)})
    shipped = acme().responses["order_shipped"]
    alone = shipped.model_copy(update={"texts": {"en": shipped.texts["en"]}})
    bot = acme().model_copy(
        update={
            "tenant": acme().tenant.model_copy(update={"branding": english}),
            "responses": {**acme().responses, "order_shipped": alone},
        }
    )
    talk = Talk(bot, customer=ADA, locale="de")
    talk.says("wo ist A100001", "track_order")

    talk.succeeds(ESPRESSO | {"status": "shipped"})

    assert "on its way" in talk.words
    assert "20 November 2026" in talk.words
