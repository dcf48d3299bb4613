"""Words that two questions may differ in and still ask the same.

Strict on purpose: whatever is not listed here must stand in both.
"""

from domain.understanding.word_sets import word_set

DROPPED = word_set(
    "a an the i me my we us our you your it its they them their this that these those there here",
    "is are was were be been being am do does did doing have has had having can could may might",
    "shall should will would must so just also please kindly really actually exactly currently",
    "get got getting any some to of and or at on in for with by as about if which what who whose",
    "how when where why long much many often s ll ve re d m hi hello hey thanks thank ok well then",
    "thing things someone somebody one ones want wants wanted need needs like know tell say let",
    "item items product products article articles something anything everything window",
    "drop off possible able allowed required make go going still yet ever even too very quite bit",
    "lot right now",
)
LEADS_IN = (
    "could you tell me", "can you tell me", "would you tell me", "please tell me", "tell me",
    "do you know", "i would like to know", "i want to know", "i need to know", "let me know",
    "i was wondering", "i am wondering", "just wondering", "quick question", "one question",
    "i have a question", "can you explain", "could you explain", "please explain", "may i ask",
    "can i ask", "i am curious", "do you happen to know", "any idea", "excuse me", "by the way",
)  # fmt: skip
BOUND = word_set("from into onto before after than without instead except unless until within")
"""Words whose meaning is with what comes after them: from savings to checking is not from checking
to savings."""
TOWARDS = word_set("to")
"""Counts as bound where another bound word stands beside it."""
DENIES = word_set(
    "not no never cannot neither nor none nothing nobody nowhere without except unless excluding",
    "hardly barely stop refuse avoid prevent",
)
PEOPLE = word_set(
    "buyer seller sender recipient customer driver tenant landlord owner guest host parent child",
    "patient doctor employer employee borrower lender renter student teacher agent holder",
)
"""Who does it to whom: their order counts."""
KINDS = (
    ("how long", r"how long|(?:what|which) time limit|how many (?:days|weeks|months|years|hours)"),
    ("until when", r"until when|by when|(?:what|when) is the (?:deadline|last day)|how late"),
    ("how much", r"how much|what is the (?:price|cost)"),
    ("how many", r"how many"),
    ("how often", r"how often|how frequently"),
    ("how old", r"how old|(?:from |until |at )?what age"),
    ("how far", r"how far"),
    (
        "how",
        r"how|what (?:do|should|must) i do to|what is the way|in what way|what steps|which steps",
    ),
    ("when", r"when|what time|which day|on what day"),
    ("where", r"where|which place|what place|in which"),
    ("why", r"why|how come|for what reason|what for"),
    ("who", r"who|whose|whom"),
    (
        "must",
        r"must|do (?:i|we|you) (?:have to|need)|need i|am i required|is it (?:required|mandatory)",
    ),
    (
        "may",
        (
            r"do you (?:accept|take)|can|could|may|might|am i allowed|are we allowed"
            r"|is it (?:possible|allowed|ok|okay)"
        ),
    ),
    ("should", r"should|shall|ought"),
    ("what", r"what|which"),
    ("whether", r"is|are|does|do|did|will|would|has|have|was|were"),
)
"""By the first that is found first; each with what asks for it, and says nothing else."""
ENCLOSES = (
    ("how much", r"what (?:does|do|would|will) .{1,60} cost"),
    ("must", r"(?:is|are) .{1,40} (?:required|needed|necessary)"),
)
"""The same, around what it is about."""
SAME = (
    "return | send back | bring back | give back | ship back | take back | hand back",
    "drop return | return",
    "refund | money back | reimbursement | reimburse",
    "cancel | call off",
    "parcel | package",
    "order | purchase",
    "phone | telephone",
    "mobile | cell phone | smartphone | mobile phone",
    "email | e mail | mail address | email address",
    "invoice | bill",
    "cost | price | charge | fee",
    "free | free of charge | for free | at no cost | without charge | gratis",
    "deliver | ship | delivery | shipping | shipment | dispatch",
    "begin | start | commence",
    "end | finish",
    "buy | purchase",
    "exchange | swap",
    "broken | damaged | defective | faulty",
    "repair | fix",
    "warranty | guarantee",
    "account | profile",
    "sign in | log in | login | log on",
    "sign out | log out | log off",
    "sign up | register | create account | open account",
    "password | passcode",
    "reset | change",
    "abroad | overseas | outside country",
    "open | opening hours | open hours | business hours",
    "shop | store",
    "pay | payment | paying",
    "reach | contact | get in touch | get hold",
    "human | agent | person | representative | real person",
    "voucher | coupon",
    "gift card | gift voucher",
    "week | seven day",
    "euro | eur",
    "dollar | usd",
    "pound | gbp",
    "percent | per cent",
    "kilogram | kg | kilo",
    "kilometer | kilometre | km",
    "minute | min",
    "expire | run out | valid | validity | last",
    "lose | lost | mislaid | misplaced",
    "forgot | forgotten | forget",
    "steal | stolen",
    "appointment | booking | reservation",
    "book | reserve",
    "postpone | reschedule | move",
    "kid | child",
    "luggage | baggage | suitcase",
    "card | bank card",
    "help | assistance | support",
    "accept | take",
    "offer | provide",
    "discount | price reduction | money off",
    "delete | erase | remove",
    "find | locate",
    "track | follow",
    "minimum | least | at least",
    "maximum | most | at most",
)
"""Groups of words for the same thing, the first of which stands for all."""
