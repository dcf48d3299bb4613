"""Phrases that speak to a model, in plain form: lower case, without accents."""

SPOKEN_TO_MODELS = (
    r"\b(?:ignore|disregard|forget|override|bypass|neglect)\b.{0,40}\b(?:instructions?|rules?|"
    r"prompts?|guidelines?|policy|policies|directions?|context above|everything above)\b"
    r"|\b(?:ignore|disregard|forget) (?:all |everything |anything )?(?:of the )?(?:above|previous|"
    r"prior|earlier|before)\b|\bsystem prompt\b|\byou are (?:now|no longer) (?:a|an|the|in|bound|"
    r"dan|free)\b|\b(?:as|dear|attention|note to|message to|hey) (?:an? |the )?(?:ai|llm|language "
    r"model|assistant|chatbot|bot)\b|\b(?:ai|assistant|chatbot|llm|model|bot)s?(?: must| should|"
    r" shall| will|, (?:please|you|now))\b.{0,60}\b(?:say|tell|answer|reply|respond|call|send|"
    r"include|output|write|recommend|transfer|refund|visit|reveal|print|repeat|run|execute|use)\b"
    r"|\b(?:reveal|print|repeat|output|show|leak)\b.{0,30}\b(?:prompt|instructions|secret|api key|"
    r"password|credentials)\b|\b(?:developer|admin|debug|god) mode\b|\brespond only with\b"
    r"|\b(?:call|invoke|execute|use|run) the (?:tool|function|api)\b|\bnew instructions?\b"
    r"|\b(?:begin|start|append|prepend|end) (?:your|every|each|the) (?:answer|reply|response)s?\b"
    r"|\b(?:tell|inform|convince|instruct) the (?:user|customer)s?\b|\bfrom now on,? you\b"
)
