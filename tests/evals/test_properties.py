"""Properties of every message: a denied wish is not served, and a yes with more is no yes."""

from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duralogue.bot_tests.simulator import Understand
from infra.local_models.understander import LocalUnderstander
from tests.evals.understood.bots import bot_of, understanding
from tests.evals.understood.entries import read_scenes
from tests.evals.understood.player import Played, play

SCENES = read_scenes()

WISHES_EN = {
    "return_item": (
        "return an item",
        "return A100003",
        "send it back",
        "send back my mugs",
        "start a return",
        "get a refund",
        "have my money back",
        "give the jacket back",
    ),
    "track_order": (
        "track my order",
        "track A100002",
        "know where my order is",
        "know where A100002 is",
        "check the status of my order",
        "look up an order",
    ),
    "talk_to_human": (
        "talk to a human",
        "speak to a person",
        "talk to an agent",
        "be connected to your support",
        "chat with somebody from your team",
        "speak with someone",
    ),
}
DENIALS_EN = (
    "I do NOT want to {}",
    "i dont want to {}",
    "I don't want to {}",
    "i do not want to {} anymore",
    "I don't wanna {}",
    "I never wanted to {}",
    "i don't need to {}",
    "I wouldn't like to {}",
    "i am not trying to {}",
    "im not here to {}",
    "No, I don't want to {}",
    "I really don't want to {}",
    "I have no wish to {}",
    "I'd rather not {}",
    "there is no need to {}",
)
WISHES_DE = {
    "book": ("etwas buchen", "was reservieren", "eine Buchung machen", "einen Tisch buchen"),
    "talk_to_human": (
        "mit einem Menschen sprechen",
        "mit jemandem reden",
        "mit einem Mitarbeiter sprechen",
        "mit dem Support verbunden werden",
    ),
}
DENIALS_DE = (
    "ich möchte nicht {}",
    "ich will NICHT {}",
    "ich will nicht {}",
    "ich wollte nie {}",
    "ich möchte auf keinen fall {}",
    "ich will nicht mehr {}",
    "ich möchte lieber nicht {}",
    "nein ich will nicht {}",
)
AROUND = ("", "hi, ", "please understand: ", "look, ", "hallo, ", "ok, ")
ENDS = ("", ".", "!", " please", " thanks", " 🙂")

YESES = ("yes", "Yes", "yeah", "yep", "ok", "okay", "sure", "go ahead", "please do", "yes please")
YESES_DE = ("ja", "Ja", "jo", "ok", "gerne", "klar", "ja bitte", "genau", "einverstanden")
JOINTS = (" ", ", ", " but ", " and ", " - ", "... ", " if ", " only ")
JOINTS_DE = (" ", ", ", " aber ", " und ", " - ", "... ", " wenn ", " nur ")
MEANINGFUL = tuple(
    (  # noqa: SIM905 - a list of words reads best as words
        "tomorrow later monday half twenty blue cheaper voucher paypal brother label jacket "
        "exchange cancel stop wait never unless instead without except expensive shipping "
        "address account question human replacement receipt christmas bank maybe first other "
        "wrong smaller repair cash store neighbour credit before after until yesterday friday"
    ).split()
)
MEANINGFUL_DE = tuple(
    (  # noqa: SIM905 - the same
        "morgen später montag hälfte zwanzig blau billiger gutschein paypal bruder karte jacke "
        "umtausch stornieren stopp warte nie außer stattdessen ohne teuer versand adresse konto "
        "frage mensch ersatz quittung weihnachten bank vielleicht erst anderes falsch kleiner "
        "reparatur bar filiale nachbar vorher nachher bis gestern freitag"
    ).split()
)
PLAYED = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


async def _played(scene_name: str, text: str, understander: LocalUnderstander) -> Played:
    scene = SCENES[scene_name]
    bot = bot_of(scene.bot, scene.asks)
    assert not isinstance(bot, str), bot
    understand: Understand = understanding(understander, bot)
    return await play(bot, scene, text, understand)


def _denied(wishes: Mapping[str, tuple[str, ...]], denials: tuple[str, ...]) -> st.SearchStrategy:
    """A flow, and a message that says that it is not wanted."""
    pairs = [(flow, wish) for flow, texts in wishes.items() for wish in texts]
    return st.builds(
        lambda pair, denial, start, end, lower: (
            pair[0],
            _cased(start + denial.format(pair[1]) + end, lower=lower),
        ),
        st.sampled_from(pairs),
        st.sampled_from(denials),
        st.sampled_from(AROUND),
        st.sampled_from(ENDS),
        st.booleans(),
    )


def _cased(text: str, *, lower: bool) -> str:
    return text.lower() if lower else text


def _more(
    yeses: tuple[str, ...], joints: tuple[str, ...], words: tuple[str, ...]
) -> st.SearchStrategy[str]:
    """A yes with one to three words beside it, before it or after it."""
    beside = st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True).map(" ".join)
    return st.builds(
        lambda yes, joint, more, first: f"{more}{joint}{yes}" if first else f"{yes}{joint}{more}",
        st.sampled_from(yeses),
        st.sampled_from(joints),
        beside,
        st.booleans(),
    )


@PLAYED
@given(denied=_denied(WISHES_EN, DENIALS_EN))
async def test_a_denied_wish_starts_nothing(
    understander: LocalUnderstander, denied: tuple[str, str]
) -> None:
    """
    Whoever says that they do not want something must not get it.
    """
    flow, text = denied
    played = await _played("start", text, understander)

    assert flow not in played.began, text
    assert played.stage.handoff is None, text
    assert played.writes == [], text


@PLAYED
@given(denied=_denied(WISHES_DE, DENIALS_DE))
async def test_a_wish_denied_in_german_starts_nothing(
    understander: LocalUnderstander, denied: tuple[str, str]
) -> None:
    """
    The same in the other language.
    """
    flow, text = denied
    played = await _played("de", text, understander)

    assert flow not in played.began, text
    assert played.stage.handoff is None, text


@PLAYED
@given(text=_more(YESES, JOINTS, MEANINGFUL))
async def test_a_yes_with_more_pays_nothing(understander: LocalUnderstander, text: str) -> None:
    """
    Money that is paid on half a yes does not come back.
    """
    assert (await _played("refund_asked", text, understander)).writes == [], text


@PLAYED
@given(text=_more(YESES, JOINTS, MEANINGFUL))
async def test_a_yes_with_more_asks_nobody_to_approve(
    understander: LocalUnderstander, text: str
) -> None:
    """
    Nor is a supervisor asked about what the customer has not agreed to.
    """
    assert (await _played("big_refund_asked", text, understander)).stage.approvals == [], text


@PLAYED
@given(text=_more(YESES_DE, JOINTS_DE, MEANINGFUL_DE))
async def test_a_german_yes_with_more_writes_nothing(
    understander: LocalUnderstander, text: str
) -> None:
    """
    The same in the other language.
    """
    assert (await _played("booking_de", text, understander)).writes == [], text
