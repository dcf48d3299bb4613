"""What a message does beside wishing and asking: asks who is there, complains, is locked out."""

from domain.understanding.word_sets import word_set

BEINGS = word_set("real alive automated automatic chat")
WHO_IS_MEANT = word_set("you this that it i or here end side")
AROUND_BEINGS = word_set(
    "sort kind of or and so ok okay but hi hello hey man right chat huh am is are was were you",
    "this that it i do does did if whether wonder wondering curious asking who what someone",
    "somebody anyone answering typing reading end other side on being speak talk talking speaking",
    "chatting writing texting dealing connected answer message answers software",
)
