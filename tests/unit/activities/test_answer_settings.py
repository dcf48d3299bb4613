"""Settings that an answer in a model's words obeys: its channel's length, words, prompts, data."""

from domain.channel_addresses import Channel
from domain.generated_answers.contexts import ConversationContext, PastMessage
from domain.messages import Role
from tests.fakes.language_models import says
from tests.unit.activities.test_generated_answers import GOOD, QUOTED, Shop


async def test_an_sms_is_short() -> None:
    """By the channel's own length."""
    long = " ".join(["You may return goods within 14 days."] * 12)
    web, sms = Shop(says(long)), Shop(says(long))
    assert (await web.find()).answer != QUOTED
    assert (await sms.find(channel=Channel.SMS)).answer == QUOTED
    assert any(one.guard == "length" for one in sms.record.verdicts[0])


async def test_a_banned_word_is_not_said() -> None:
    """However it is spelled."""
    shop = Shop(says("You may return goods within 14 d\u0430ys."))
    settings = shop.bot.tenant.answers.model_copy(update={"banned": ("days",)})
    tenant = shop.bot.tenant.model_copy(update={"answers": settings})
    shop.bot = shop.bot.model_copy(update={"tenant": tenant})
    shop.quoted = None
    assert (await shop.find()).answer is None
    assert any(one.guard == "banned words" for one in shop.record.verdicts[0])


async def test_earlier_turns_are_told_as_data() -> None:
    """Read by ids where the model is asked."""
    shop = Shop(says(GOOD))
    shop.context = ConversationContext(
        messages=(PastMessage(role=Role.CUSTOMER, text="I bought a kayak."),)
    )
    await shop.find()
    instructions, words = shop.model.requests[0].messages
    assert "kayak" in words.text
    assert "kayak" not in instructions.text


async def test_a_tenants_own_prompt_is_used() -> None:
    """In place of the product's, with the same name in the trace."""
    shop = Shop(says(GOOD))
    text = "Be brief. {{name}} {{language}} {{fence}} {{characters}}"
    shop.bot = shop.bot.model_copy(update={"prompts": {"answer@1.en.md": text}})
    await shop.find()
    assert shop.model.requests[0].messages[0].text.startswith("Be brief. ")
    assert shop.record.prompt == "answer@1/en"


async def test_each_request_has_a_fence_of_its_own() -> None:
    """So that no text can know it."""
    one, other = Shop(says(GOOD)), Shop(says(GOOD))
    await one.find()
    await other.find()
    assert one.model.requests[0].messages[1] != other.model.requests[0].messages[1]
