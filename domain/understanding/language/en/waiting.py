"""Words of customers who wait: giving up, or asking how it stands."""

from domain.understanding.word_sets import word_set

WAITS_ON = word_set("wait waiting stay staying hold want need still")
BESIDE = word_set(
    "people folks queue line am an hi hello hey so and ok okay well please sorry thanks any yet",
    "now still there it this that is on with of for about from the a my your me i you we they he",
    "she at all just then what how supervisor boss colleague manager approval decision request",
    "refund case are be up thing today already been by to do know have has had got can could tell",
    "give would like latest current where return money waiting in was take back long hear go come",
    "arrive working busy anyone someone anybody somebody work out through sent paid issued",
    "transferred account",
)
TELLING = word_set(
    "news update updates status decision decide decided approve approved accepted heard answer",
    "answered progress going yet far longer through happened happening pending say said waiting",
    "looking hear",
)
PRODS = word_set("so and well hello hey hi ok okay now then still")
"""A question of nothing but these is for what is awaited: "so?", "und jetzt?"."""

LISTS = {
    "human": (
        "human humans person persons people agent agents colleague colleagues someone "
        "somebody anyone anybody representative representatives rep operator supervisor "
        "support employee queue line handoff waiting"
    ),
    "stop": (
        "forget cancel drop skip scrap stop leave lose ditch never_mind nevermind no_longer "
        "not no without exit quit remove withdraw undo"
    ),
    "settled": "solved sorted resolved settled fixed figured_out clear_now",
    "you": "you the_bot a_bot the_robot bot ava pia",
    "money": "money refund refunds cash reimbursement",
    "mine": "my the our that",
    "moved": "out through back coming sent paid there issued transferred arriving going gone",
}
GIVEN_UP = """
    @stop ~6 @human
    changed|change my mind ~6 @human
    no_one|nobody|noone needs|has to come|answer|help
    @human ~4 not_needed|no_longer|no_more|anymore|any_more|after_all
    take|get|remove|pull|kick me out|off|from
    out of the queue|line
    leave|exit|quit the? queue|line
    no_longer|stop|stopped|done|not|tired|tired_of ~4 wait|waiting|hold|holding|queue
    figure|sort|solve|handle|manage|find|work ~3 myself|ourselves|alone|on_my_own
    it|that|already|all|now|is|been|problem|issue|have ~2 @settled
    found|solved|fixed|sorted|figured it|that|this|everything? out? myself|already|now|thanks
    figured|sorted|worked it|that|this out
    found it|the_answer|the_solution
    solved|sorted|fixed it
    no need
    not needed|necessary
    not need it|help|you|that|this
    not bother
"""
LETS_IT_BE = """
    forget|drop|scrap|leave|cancel|skip it|that|this then? i|ill|im|ive|we|let|lets|will|no
    never mind|minds then? i|ill|im|ive|we|let|lets|will|no
    nevermind|nvm then? i|ill|im|ive|we|let|lets|will|no
"""
""" "Forget it, I'll call": whatever follows is a reason, unless it goes on waiting."""
TO_THE_BOT = """
    rather|prefer|want|like|would|will|can|could|let ~3 talk|speak|chat|write|ask|deal to|with? @you
    rather|prefer|want|like|would|will|can|could|let ~3 talk|speak|chat|write|stay|go with @you
    rather|prefer|want|like|would|will|can|could|let ~3 continue|go_on|carry_on ~1 @you
    rather|prefer have|want|just? @you
    back|return to @you
    you can|could|may do|help|answer|handle|sort it|me|this|that instead|yourself|after_all
"""
GOES_ON = """
    why|when|how_long|where|what|still
    how much longer
    not ~3 solved|sorted|resolved|fixed|settled
    is|are there
    want|need a|to|the|an
    instead|than of? a bot
    not|no a|another? bot
    not forget|cancel|leave|remove|take|drop
"""
TAKES_BACK_WISH = """
    not|no_longer|never ~3 want|need|like
"""
NO_BOT = """
    not|no ~3 bot|machine|robot
"""
NEWS = """
    any|some|got|the|have_you|there new? news|update|updates|word|progress|decision|decisions|answer
    anything|something new|happening|yet
    what|how|where is? ~4 status|state|progress|latest|situation|standing
    status|update|updates|news
    how is|are|does ~4 going|coming|looking|look|progressing|doing
    how is it|that
    how far along|are|is|has
    is|was|are|has|have|did|does|been ~5 approved|approve|decided|decide|accepted|accept|agreed
    is|was|are|has|have|did|does|been ~5 through|ready|answered|replied|heard|okayed|confirmed
    is|was|are|has|have|did|does|been ~5 happened|processed|finished|done|responded
    how long|much_longer ~7
    are we there yet
    how many ~3 before|ahead|in_front
    what|which ~2 place|position|number am|do|in
    what now|next|happens_now|about_it
    what is happening|going_on|up
    still waiting|nothing|pending|no|not|in_progress
    when will|do|can|does ~4 know|hear|decide|decided|ready|done|approved|happen|get_it
    and now
    when do|will|can i get ~1 answer|reply|decision
    what did|does ~4 say|said|decide
    do|did you know ~2 more|yet|anything
    what about|of
    are|is you|they|anyone|anybody|someone|somebody|it|that still ~3 on|there|at|working|busy|around
    still on|at it|this|that?
    when|where do|does|will|can|is|are|did|has ~4 @money
    do|does|did|is|are|has|have|will|was @mine? @money ~1 @moved
"""
LEADS_IN = ("you know what",)
"""Before what is meant, and no part of it."""
