"""Signs that a text speaks to a model instead of a reader: such a passage is not shown to one.

No list of phrases is complete, and nothing rests on this one alone: whatever a model says is
checked, whoever made it say so.
"""

import re
from functools import lru_cache

from domain.generated_answers.fences import without_hidden
from domain.generated_answers.plain_form import decoded, plain_form, without_leet
from domain.understanding.language.registry import fragment

_OTHER_LANGUAGES = (
    # French, Spanish, Italian, Portuguese, Dutch, Russian and Chinese have no home of their own.
    r"\b(?:ignore[zr]?|oublie[zr]?|ne tiens pas compte)\b.{0,40}"
    r"\b(?:instructions?|consignes?|regles?)\b"
    r"|\btu es (?:maintenant|desormais)\b|\bnouvelles? (?:instructions?|consignes?)\b"
    r"|\b(?:reponds?|repondez) (?:uniquement|seulement|toujours)\b"
    r"|\b(?:dis|dites) (?:au|aux) client"
    r"|\b(?:ignora[rd]?|olvida[rd]?|omite)\b.{0,40}\b(?:instrucciones|reglas|indicaciones)\b"
    r"|\bahora eres\b|\bnuevas? (?:instrucciones|ordenes)\b"
    r"|\bresponde (?:solo|unicamente|siempre)\b"
    r"|\bdi(?:le)? al cliente\b|\b(?:ignora(?:re|te)?|dimentica(?:re|te)?)\b.{0,40}\b(?:istruzioni|"
    r"regole|indicazioni)\b|\bora sei\b|\bnuove (?:istruzioni|regole)\b"
    r"|\brispondi (?:solo|sempre)\b"
    r"|\bdi al cliente\b|\b(?:ignore|esqueca)\b.{0,40}\b(?:instrucoes|regras)\b|\bagora voce e\b"
    r"|\b(?:negeer|vergeet)\b.{0,40}\b(?:instructies|regels|aanwijzingen)\b|\bje bent nu\b"
    r"|\u5ffd\u7565.{0,12}(?:\u6307\u4ee4|\u8bf4\u660e|\u89c4\u5219)|\u4f60\u73b0\u5728\u662f"
)
_MORE_OF_THEM = (
    # What is demanded word for word, of each reply, or of whoever uses a tool; in French, Spanish,
    # Portuguese, Italian, Dutch and Polish.
    r"\b(?:ta|tu|a tua|a sua|la tua|je|cala twoja|twoja) (?:\w{1,14} ){0,2}(?:reponse|respuesta|"
    r"resposta|risposta|antwoord|odpowiedz)(?: \w{1,14}){0,2}\s?:"
    r"|\b(?:chaque|toute|cada|toda|ogni|elk|ieder|kazda) (?:reponse|respuesta|resposta|risposta|"
    r"antwoord|odpowiedz) (?:doit|debe|deve|moet|musi) (?:\w{1,14} ){0,2}?(?:contenir"
    r"|inclure|contener|"
    r"incluir|conter|contenere|bevatten|zawierac)\s?:"
    r"|\b(?:seule|unica|jedyna|enige)\b.{0,12}\b(?:bonne|correcta|correta|corretta"
    r"|poprawna|juiste)\b"
    r".{0,12}\b(?:reponse|respuesta|resposta|risposta|odpowiedz|antwoord)\b.{0,8}:"
    r"|\b(?:unica|jedyna)\b.{0,12}\b(?:respuesta|resposta|risposta|odpowiedz)\b.{0,20}:"
    r"|\b(?:mets|deja|deixe|deixa|lascia|laat|pomin)\b.{0,40}\b(?:t.?a dit|te han dicho"
    r"|lhe disseram|"
    r"te disseram|ti hanno detto|je verteld|powiedziano ci)\b"
    r"|\b(?:oublie|olvida|esquece|dimentica|vergeet|zapomnij)\b.{0,24}\b(?:documentos?|documents?|"
    r"documenti|documenten|dokumentach)\b.{0,8}\b(?:dis|di|diz|zeg|powiedz)\b"
    r"|\b(?:avant|antes|prima|voordat|zanim)\b.{0,20}\b(?:utiliser|usar|usare|gebruikt|uzyjesz)\b"
    r".{0,24}\b(?:outil|herramienta|ferramenta|strumento|tool|narzedzia)\b.{0,6}\b(?:appelle|llama|"
    r"chama|chiama|roep|wywolaj)\b"
    r"|\b(?:ligne|linea|linha|riga|regel|linii)\b.{0,20}\b(?:mot pour mot|palabra por"
    r" palabra|palavra "
    r"por palavra|parola per parola|woord voor woord|slowo w slowo)\b"
    r"|\b(?:repete|repite|ripeti|herhaal|powtorz)\s?:"
    r"|\b(?:oublie[zr]?|olvid[ae]|ignor[ae]|dimentica|ignora|esquece|esqueca|negeer"
    r"|vergeet|zignoruj|"
    r"zapomnij|pomin) (?:tout|todo|tutto|tudo|alles|o? ?wszyst\w{1,3}|lo que)\b"
    r"|\bne tenez pas compte\b|\b(?:zignoruj|ignoruj)\b.{0,24}\b(?:polecenia|instrukcje|zasady)\b"
    r"|\b(?:reponse|respuesta|resposta|risposta|antwoord|odpowiedz)(?: \w{1,14}){0,2}"
    r" (?:doit|debe|deve|"
    r"moet|musi)(?: \w{1,14}){1,3}\s?:|\b(?:odpowiedz|antwoord) (?:tylko|alleen|enkel)\b"
    r"|\b(?:jouw|uw) antwoord\b.{0,12}:|\u7121\u8996|\u4f60\u7684\u56de\u7b54.{0,6}[:\uff1a]"
    r"|\u062a\u062c\u0627\u0647\u0644|\byok say\b|\bgormezden gel"
)
_IGNORE, _RULES = (
    "|".join(map(plain_form, words))
    for words in (
        (
            "\u0438\u0433\u043d\u043e\u0440\u0438\u0440\u0443",
            "\u0437\u0430\u0431\u0443\u0434\u044c",
            "\u043d\u0435 \u043e\u0431\u0440\u0430\u0449\u0430\u0439",
        ),
        (
            "\u0438\u043d\u0441\u0442\u0440\u0443\u043a\u0446\u0438",
            "\u043f\u0440\u0430\u0432\u0438\u043b",
            "\u0442\u0435\u0431\u0435 \u0441\u043a\u0430\u0437\u0430\u043b",
            "\u0432\u0441\u0435, \u0447\u0442\u043e",
        ),
    )
)
"""Russian, as it looks once letters that look alike are one."""
_SPOKEN_TO_MODELS = re.compile(
    f"{fragment('hostile_text', 'SPOKEN_TO_MODELS')}|{_OTHER_LANGUAGES}|{_MORE_OF_THEM}"
    f"|(?:{_IGNORE}).{{0,60}}(?:{_RULES})"
)
_MODELS = r"ai|ki|ia|llm|assist(?:ant response|ente?n?)|asistente|asystent|sistema"
_TAGS = (
    r"important|importante?|wichtig|wazne|instructions?|anweisung(?:en)?|system|sistema|next|"
    r"documento?|dokument|contexto|kontext"
)
_ROLE = re.compile(
    rf"(?:^|\n)\W{{0,6}}(?:{_MODELS})\s?:|</?(?:{_TAGS})>|<!--\s{{0,3}}(?:{_MODELS}|bot"
    rf"|chatbot)\s?:"
    r"|[\"'](?:role|rolle|rol|ruolo|author)[\"']\s?:\s?[\"'](?:system|assistant|developer)[\"']"
    r"|(?:^|\n)\s{0,4}(?:#{2,6}|---)\s{0,4}(?:end of data|ende der daten|koniec danych|sistema\s?:)"
    r"|\]\]>|<\|?\s?/?(?:im_start|im_end|system|assistant|user|endoftext|start_header_id|eot_id)\b"
    r"|\[/?inst\]|(?:^|\n)\W{0,6}(?:system|assistant|developer)\s?(?:prompt|message)?\s?:"
    r"|\"(?:role|tool_calls|function_call|system_prompt)\"\s?:|</?(?:document|context|data)s?>"
    r"|\b(?:new|updated) (?:system )?(?:instructions|rules|prompt)\s?:|\bjailbreak\b|\bdan mode\b"
)
_OVERRIDES = frozenset("\u202d\u202e")
"""They turn the direction of writing, so that a reader sees another text."""
_PASSAGES = 2_000
_MOST_HIDDEN = 8
"""Soft hyphens and joiners stand in honest texts; so many characters that nobody sees do not."""


def speaks_to_models(text: str) -> bool:
    """Whether it tells a model what to do, in plain words, disguised or encoded."""
    hidden = len(text) - len(without_hidden(text))
    if hidden > _MOST_HIDDEN or not _OVERRIDES.isdisjoint(text):
        return True
    return any(_is_hostile(one) for one in (text, *decoded(text)))


@lru_cache(maxsize=_PASSAGES)
def passage_speaks_to_models(heading: str, text: str) -> bool:
    """The same of a section of a tenant's documents, which is asked with each question: what was
    found is kept. Not so of customers' and models' words, which must not stay in memory."""
    return speaks_to_models(f"{heading}\n{text}")


def _is_hostile(text: str) -> bool:
    plain = plain_form(text)
    spaced = " ".join(plain.split())
    forms = {plain, spaced, without_leet(spaced)}
    if _APART.search(plain):
        forms.add(_joined(plain))
    return any(_ROLE.search(one) or _SPOKEN_TO_MODELS.search(one) for one in forms)


def _joined(plain: str) -> str:
    """Letters that stand apart put together: "i g n o r e   a l l"."""
    return " ".join("".join(word.split()) for word in _WIDE.split(plain))


_APART = re.compile(r"(?<!\S)(?:\S ){6}")
_WIDE = re.compile(r"\s{2,20}")
