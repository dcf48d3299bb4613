# ruff: noqa: E501 - one sentence after the other, as in a table
"""Examples for what every bot understands. English and German."""

from domain.bot.model import Intent

_GREET = Intent(
    name="greet",
    examples={
        "en": (
            "hi", "hello", "hey", "good morning", "good afternoon", "good evening", "good day", "hi there",
            "hello there", "hey, anyone there?", "greetings", "howdy", "hiya",
        ),
        "de": ("hallo", "guten Tag", "guten Morgen", "hi", "moin", "servus", "hey", "grüß dich"),
    },
)  # fmt: skip
_THANKS = Intent(
    name="thanks",
    examples={
        "en": (
            "thanks", "thank you", "thanks a lot", "thank you so much", "cheers", "many thanks",
            "great, thanks", "perfect, thank you", "that helped", "much appreciated", "thx", "ta",
        ),
        "de": ("danke", "vielen Dank", "danke schön", "super, danke", "das hat geholfen", "merci"),
    },
)  # fmt: skip
_GOODBYE = Intent(
    name="goodbye",
    examples={
        "en": (
            "bye", "goodbye", "see you", "that's all", "bye bye", "see you later", "have a nice day",
            "talk to you later", "I'm done, bye", "take care", "good night", "that was everything",
        ),
        "de": ("tschüss", "auf Wiedersehen", "bis bald", "das war alles", "ciao", "schönen Tag noch"),
    },
)  # fmt: skip
_ABILITIES = Intent(
    name="what_can_you_do",
    examples={
        "en": (
            "what can you do?", "help", "how can you help me?", "what are my options?", "menu",
            "what can I ask you?", "show me what you can do", "what do you do?", "who are you?",
            "are you a bot?", "what kind of things can you help with", "I need some help",
        ),
        "de": ("was kannst du?", "Hilfe", "wobei kannst du helfen?", "Menü", "wer bist du?",
               "bist du ein Bot?"),
    },
)  # fmt: skip
_CANCEL = Intent(
    name="cancel",
    examples={
        "en": (
            "cancel", "never mind", "forget it", "stop", "nevermind", "cancel that",
            "I changed my mind, stop", "let's stop here", "forget about it", "abort", "stop this",
            "leave it", "I don't want to do this any more",
        ),
        "de": ("abbrechen", "vergiss es", "stopp", "lass gut sein", "doch nicht", "brich das ab"),
    },
)  # fmt: skip
_REPEAT = Intent(
    name="repeat",
    examples={
        "en": (
            "repeat", "say that again", "pardon?", "sorry, what?", "come again?", "what did you say?",
            "can you repeat that?", "once more please", "repeat the question", "what was the question?",
        ),
        "de": ("noch mal", "wiederholen", "wie bitte?", "was hast du gesagt?",
               "kannst du das wiederholen?"),
    },
)  # fmt: skip
_HUMAN = Intent(
    name="talk_to_human",
    always_on=True,
    examples={
        "en": (
            "talk to a human", "I want to speak to a person", "agent please", "human",
            "connect me to support", "can I talk to a real person?", "get me someone from your team",
            "I'd like to speak with an agent", "customer service representative", "live chat",
            "transfer me to a colleague", "I don't want to talk to a bot", "operator",
            "is there a real person I can chat with?",
        ),
        "de": (
            "ich möchte mit einem Menschen sprechen", "Mitarbeiter bitte", "echte Person",
            "verbinde mich mit dem Support", "ich will mit jemandem reden", "Mensch",
        ),
    },
)  # fmt: skip

DEFAULT_INTENTS = (_GREET, _THANKS, _GOODBYE, _ABILITIES, _CANCEL, _REPEAT, _HUMAN)
