"""What a message does beside wishing and asking: asks who is there, complains, is locked out."""

from domain.understanding.word_sets import word_set

BEINGS = word_set("echt automatische chat")
WHO_IS_MEANT = word_set("du ihr sie das hier ich oder ende")
AROUND_BEINGS = word_set(
    "so ok okay hi hey man chat am was software bist biste seid sind ist bin du ihr sie das dies",
    "ich hier oder und wer sag mal ende anderen anderer verbunden antwortet antworte schreibt",
    "schreibe spricht rede redet spreche chatte antwort nachricht hallo aber frage mich ob wohl",
    "automatische der die dem den chatten reden sprechen schreiben es denn ja doch im",
)
