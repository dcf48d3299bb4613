"""Words by which questions name, count and measure things."""

from domain.understanding.word_sets import word_set

UNITS = word_set(
    "eur euro euros gbp usd chf dollar dollars pound pounds cent cents percent second seconds",
    "minute minutes min hour hours h hr hrs day days week weeks month months year years night",
    "nights kg kilo kilos kilogram kilograms g gram grams m meter meters metre metres cm mm km",
    "inch inches l liter liters litre litres watt watts volt volts gb mb times people persons",
    "person adults kids children am pm clock pieces piece items item st nd rd th",
)
MONTHS = word_set(
    "jan january feb february mar march apr april may jun june jul july aug august sep sept",
    "september oct october nov november dec december",
)
MEASURED = word_set(
    "order buy bought pay paid spend spent need want have return get take bring book cost costs",
    "weigh weighs wait waited waiting after before within over under above below than for until",
    "till least most about around only another first last next every by from in at to of and or",
    "the are is was were with my your more up maximum minimum max min turn turned aged since send",
    "sent add plus exactly almost nearly roughly between",
)
"""After these a number counts or measures something, and names nothing."""
OWN = word_set(
    "order orders parcel package booking invoice ticket reservation refund appointment",
)
"""What customers have numbers of that no document knows."""
BESIDE_NUMBERS = word_set("no nr number num")
BRANCHES = word_set(
    "store stores shop shops branch branches outlet office location showroom boutique",
)
"""What a firm has one of in several towns."""
BRANCH_IN = word_set("in at")
"""Between it and its town."""
TOWN_ENDINGS: tuple[str, ...] = ()
"""With which a town becomes the first part of its branch's name."""
TOWNS_ELSEWHERE: dict[str, str] = {}
"""Towns as they are called in this language and in English."""
NO_TOWNS = word_set(
    "your our the this that which what nearest online main local next new other person case",
    "monday tuesday wednesday thursday friday saturday sunday christmas easter i",
    "january february march april may june july august september october november december",
    "web flagship coffee free back customs souvenir pop pawn barber merch central regional general",
    "vintage jewelry jewellery bakery pastry antique outdoor fashion official mobile digital",
    "english german french italian spanish cash advance full stock front first whole small big",
    "large wholesale hardware furniture grocery liquor charity nearby closest entire own second",
    "virtual sales cream",
)
NO_TOWN_ENDINGS = ("tion", "ment")
"""With which no town ends, but a common word."""
CAPITALISED = word_set()
"""Frequent words of a language that writes every noun with a capital, as German does."""
ASKED = word_set()
"""Any of them tells a question in this language from an English one."""
JOINED = word_set("and or to no nr number numbers until through")
AMOUNTS = word_set("eur euro euros usd gbp chf dollars pounds percent days hours minutes kg")
"""Behind these a number counts, and names nothing."""
COUNTS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10",
}  # fmt: skip
EVERYWHERE = (
    " worldwide ", " every country ", " any country ", " anywhere ", " all over the world ",
)  # fmt: skip
IN_THE_UNION = (
    " within the eu ", " in the eu ", " eu countries ", " all of the eu ", " the whole eu ",
    " within the european union ", " in the european union ",
)  # fmt: skip
RANGE = r"to|through|until"
"""Between two numbers."""
