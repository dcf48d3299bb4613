"""Examples for what every bot understands."""

EXAMPLES = {
    "greet": (
        "hi", "hello", "hey", "good morning", "good afternoon", "good evening", "good day",
        "hi there", "hello there", "hey, anyone there?", "greetings", "howdy", "hiya",
    ),
    "thanks": (
        "thanks", "thank you", "thanks a lot", "thank you so much", "cheers", "many thanks",
        "great, thanks", "perfect, thank you", "that helped", "much appreciated", "thx", "ta",
    ),
    "goodbye": (
        "bye", "goodbye", "see you", "that's all", "bye bye", "see you later",
        "have a nice day", "talk to you later", "I'm done, bye", "take care", "good night",
        "that was everything",
    ),
    "what_can_you_do": (
        "what can you do?", "help", "how can you help me?", "what are my options?", "menu",
        "what can I ask you?", "show me what you can do", "what do you do?", "who are you?",
        "are you a bot?", "what kind of things can you help with", "I need some help",
    ),
    "cancel": (
        "cancel", "never mind", "forget it", "stop", "nevermind", "cancel that",
        "I changed my mind, stop", "let's stop here", "forget about it", "abort", "stop this",
        "leave it", "I don't want to do this any more",
    ),
    "repeat": (
        "repeat", "say that again", "pardon?", "sorry, what?", "come again?",
        "what did you say?", "can you repeat that?", "once more please", "repeat the question",
        "what was the question?",
    ),
    "talk_to_human": (
        "talk to a human", "I want to speak to a person", "agent please", "human",
        "connect me to support", "can I talk to a real person?",
        "get me someone from your team", "I'd like to speak with an agent",
        "customer service representative", "live chat", "transfer me to a colleague",
        "I don't want to talk to a bot", "operator", "is there a real person I can chat with?",
    ),
}  # fmt: skip
