"""Phrases that ask who is there, complain, or report being locked out."""

from domain.understanding.word_sets import word_set

BEINGS = word_set("real alive automated automatic chat")
WHO_IS_MEANT = word_set("you this that it i or here end side")
AROUND_BEINGS = word_set(
    "sort kind of or and so ok okay but hi hello hey man right chat huh am is are was were you",
    "this that it i do does did if whether wonder wondering curious asking who what someone",
    "somebody anyone answering typing reading end other side on being speak talk talking speaking",
    "chatting writing texting dealing connected answer message answers software",
)

LISTS = {
    "being": (
        "bot bots chatbot robot robots machine computer ai software program human humans "
        "human_being person people assistant chatgpt gpt openai gemini copilot siri alexa llm "
        "language_model"
    ),
    "after": (
        "are or and right here there who that behind writing typing reading answering on at "
        "now please bro man mate actually am"
    ),
    "kind": (
        "a an the any just only some really actually even maybe not sort kind of real actual "
        "live living here another other now right physical automated also with to like n so "
        "was"
    ),
    "talk": "talking speaking chatting writing texting dealing",
    "rede": "red",
    "got": (
        "charged billed broke lost forgot ruined damaged messed screwed lied ignored promised "
        "overcharged cheated scammed"
    ),
    "sent": "sent send shipped delivered gave packed",
    "bad": (
        "wrong broken damaged different incorrect empty faulty nothing half dirty used old "
        "another other"
    ),
}
NAMES_A_BEING = """
    are|is|am|was you|this|that|it|i|anyone|anybody|someone|somebody @talk? @being
    you are @being
    are you ~2 or a? @being
    are you a chat @being
    i am @talk @being
    do|did i speak|talk @being
"""
ASKS_WHO = """
    is there @being there|here|behind|on|typing|reading|answering
    who am i @talk
    who|what are you $
    who is this $
    what|whats is? your name
"""
WANTS_ONE = """
    want|need|get|give|prefer|rather|connect|transfer
    put me
    let me
    can|may|could i
    like to
"""
GRIEVANCE = """
    charged|billed|debited|paid|invoiced|ordered|booked|deducted|taken ~4 twice|double|2x
    charged|billed|debited|paid|invoiced|ordered|booked|deducted|taken ~4 two|three|2|3 times
    charged|billed|debited|paid|invoiced|deducted|taken ~4 too_much
    double charge|charged|billed|booked|payment
    overcharged
    charged|billed me|us for|too|without|wrong|more
    wrong|wrongly amount|charged|billed|price
    took|taken|stole|stolen|steal ~3 money|package|parcel|order|delivery
    money|package|parcel|order|delivery ~3 stolen|disappeared|vanished
    terrible|awful|horrible|horrendous|unacceptable|appalling|atrocious|pathetic|disgusting
    disgusted|disgrace*|disappoint*|unhappy|dissatisfied|furious|outrag*|ridiculous|useless
    scam*|fraud*|rude|unprofessional|incompetent|worst|complaint|complain|angry|annoyed|annoying
    ripped|rip off
    fed up
    sick of
    had enough
    shame on
    joke of a
    is|what|such a joke
    lied to
    cheated|ignored
    charged|billed for something|things|nothing
    is|are|was|were|money|item|items missing|empty|gone
    missing from my|the
    got|received|have nothing
    waiting|waited for|since? ~2 weeks|days|months|hours|ages|forever
    treated me|badly|like|unfairly
    nobody|noone|no_one ~2 answer*|repl*|respon*|help*|call*|care*
    none of you
    you|they|driver|courier guys|lot|people|all|have|has|just|again|only? have|has|just|double? @got
    you|they guys|lot|people|all|have|has|just|again|only? have|has|just? @sent ~3 @bad
    we|us|me ~1 @sent ~2 @bad
    i am extremely|so|very|really|pretty|quite? upset|mad|pissed
    overbilled|mischarged|misled
    wrong ~3 again
    again ~3 wrong|broken|late|damaged
    second|third|fourth|last time ~6 wrong|late|broken|missing
    someone|somebody|anyone elses|else|s ~1 package|order|parcel|item
    threw|dumped|smashed|destroyed ~2 parcel|package|order|box|it
    never again
    delivered|sent|shipped|went ~4 wrong address|person|house|neighbour
    not what ~2 ordered|bought|wanted
    got|received|get ~2 wrong|damaged|broken|incorrect|faulty
    was|were|been sent|given|delivered ~2 wrong|damaged|broken|incorrect|faulty
    i have ~2 wrong|incorrect
    never|not arrived|received|delivered|came|showed|turned
    still|already? owe|owes me|us
    paid|payed ~3 but|yet|and ~3 no|never|nothing|nowhere|none
    not been delivered|sent|refunded
"""
ACCESS = """
    password|passwords|passcode|username|2fa
    user name
    pin|verification|login|security code
    log|logging|logged|sign|signing|signed in|into|on
    login|logon|signin
    locked
    recover|restore|unlock|reopen|reset ~2 account
    account ~2 locked|blocked
    get|getting|access|accessing|access_to|into my account
"""
TROUBLE = """
    forgot|forgotten|forget|lost|reset|resetting|cant|cannot|unable|not|wont|wrong|change|remember
    trouble|problem|problems|issue|issues|locked|blocked|expired|invalid|fails|failed|stopped
    help|new|recover|never|no|restore|unlock
"""
