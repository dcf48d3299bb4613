"""Words that two questions may differ in and still ask the same.

Strict on purpose: whatever is not listed here must stand in both.
"""

from domain.understanding.word_sets import word_set

DROPPED = word_set(
    "a an the i me my we us our you your it its they them their this that these those there here",
    "is are was were be been being am do does did doing have has had having can could may might",
    "shall should will would must so also please kindly really actually exactly currently",
    "get got getting any some to of and or at on in for with by as about if which what who whose",
    "how when where why long much many often hi hello hey thanks thank ok well then",
    "thing things someone somebody one ones want wants wanted need needs like know tell say let",
    "item items product products article articles something anything",
    "possible able allowed permitted required necessary necessarily needed make go going still yet",
    "ever even too very quite bit lot now come comes normally usually generally",
)
BOUND = word_set("before after than without instead except unless until within")
"""Words whose meaning is with what comes after them; they must stand in both."""
CONTRACTED: dict[str, str] = {}
"""No small word holds an article."""
PLACES = word_set(
    "from to into onto with for by in on at about against under over between during and or"
)
"""Where both have one, it goes with the same; where only one has it, it says nothing."""
SO_FAR = word_set("still yet")
"""Of what goes on, or has begun: with one of them nothing is asked that the other asks."""
CONTRASTS = (
    frozenset({"to", "from"}), frozenset({"with", "for"}), frozenset({"on", "off"}),
    frozenset({"in", "out"}), frozenset({"over", "under"}), frozenset({"at", "by"}),
    frozenset({"on", "by"}), frozenset({"in", "for"}), frozenset({"in", "by"}),
    frozenset({"and", "or"}),
)  # fmt: skip
DENIES = word_set(
    "not no never cannot neither nor none nothing nobody nowhere without except unless excluding",
    "hardly barely stop refuse avoid prevent",
)
PEOPLE = word_set(
    "buyer seller sender recipient customer driver tenant landlord owner guest host parent child",
    "patient doctor bank admin administrator user passenger member wife husband mother father son",
    "daughter brother sister friend partner company shop employer",
    "employee borrower lender renter student teacher agent holder",
)
"""Who does it to whom: their order counts."""
SAME = (
    ("return | send back | bring back | give back | "
     "ship back | take back | hand back | drop off| return window | return period"),
    "refund | money back | get money back | reimbursement | reimburse",
    "cancel | call off | cancellation", "terminate | end contract", "parcel | package",
    "order | purchase", "phone | telephone", "mobile | cell phone | smartphone | mobile phone",
    "email | e mail | mail address | email address", "invoice | bill | invoices | bills",
    "cost | price | charge | fee | charges",
    "free | free of charge | for free | at no cost | without charge | gratis | complimentary",
    "deliver | ship | delivery | shipping | shipment | dispatch", "begin | start | commence",
    "end | finish", "exchange | swap", "broken | damaged | defective | faulty",
    "damage | damages", "repair | fix", "warranty | guarantee", "account | profile",
    "sign in | log in | login | log on", "sign out | log out | log off",
    "sign up | register | registration", "enrol | enroll", "open account | create account",
    "password | passcode", "reset password | change password", "reset pin | change pin",
    "opening hours | open hours | business hours | opening times | open", "shop | store",
    "in shop | in store", "pick up | pickup | collect | collection", "pay | payment | paying",
    "payment method | payment option | way of paying | means of payment",
    "reach | contact | get in touch | get hold",
    "human | agent | person | representative | real person",
    "voucher | coupon | promo code | discount code | voucher code | coupon code",
    "gift card | gift voucher | gift certificate", "week | seven day", "euro | eur",
    "dollar | usd", "pound | gbp", "percent | per cent", "kilogram | kg | kilo",
    "kilometer | kilometre | km", "minute | min", "expire | run out | valid | validity | last",
    "lose | lost | mislaid | misplaced", "forgot | forgotten | forget", "steal | stolen",
    "arrive | came | come in | arrives | turn up", "appointment | booking | reservation",
    "book | reserve",
    "book appointment | make appointment | arrange appointment | schedule appointment",
    "visit | appointment", "postpone | reschedule | move", "kid | child | children",
    "family | families", "luggage | baggage | suitcase", "card | bank card",
    "help | assistance | support | supported", "accept | take", "offer | provide",
    "discount | price reduction | money off | rebate", "delete | erase | remove", "find | locate",
    "track | follow", "minimum | least | at least | minimal | min",
    "maximum | most | at most | maximal | max", "monthly | per month | each month | every month",
    "yearly | per year | each year | every year | annual | annually",
    "daily | per day | each day | every day", "weekly | per week | each week | every week",
    "nearest | closest", "restart | reboot", "repay | repayment | pay back | pay off | payoff",
    "withdraw | withdrawal | take out", "raise | increase", "lower | reduce | decrease",
    "abroad | overseas | in other country | foreign country | outside country",
    "international | foreign", "real | genuine", "lift | elevator", "bike | bicycle",
    "car | vehicle", "pool | swimming pool", "wifi | wi fi | wireless internet | wlan",
    "offline | without internet | without internet connection",
    "stroller | pushchair | buggy | pram", "late | delayed", "flat | apartment",
    "licence | license", "instalment | installment", "rubbish | garbage | trash | waste",
    "airport shuttle | airport transfer", "minor | underage", "doctor | physician",
    "insurance | coverage", "insured | covered | protected", "file format | file type",
    "two factor authentication | 2fa | two step verification | two factor",
    "turn on | switch on | enable | activate", "turn off | switch off | disable | deactivate",
    "trial | trial version | free trial | trial period | test version", "computer | pc",
    "address | addresses", "internet | web",
    "admission | entrance fee | entry fee | ticket price", "close | shut", "switch | change over",
    "buy | purchase", "student | college student", "pensioner | senior | senior citizen",
    "nappy | diaper", "holiday | bank holiday | public holiday", "sold out | out of stock",
    "restock | come back in stock | back in stock",
    "notice period | cancellation period | cancellation notice period", "hotel room | room",
)  # fmt: skip
"""Groups of words for the same thing, the first of which stands for all."""
