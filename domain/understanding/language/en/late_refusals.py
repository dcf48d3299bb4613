"""Words that take back a wish which stands beside them; W stands for the wish."""

SAYS_NO = (
    "i do not think so", "dont think so", "i dont think so", "i think not", "not interested",
    "over my dead body", "no can do", "fat chance", "as if", "like hell", "dream on", "no dice",
    "in your dreams", "you wish", "that ship has sailed", "hard pass", "pass", "negative",
    "just kidding", "just joking", "im kidding", "im joking", "only joking", "kidding", "jk",
    "false alarm", "my mistake", "my bad", "scrap", "scratch", "cancel that thought", "all good",
    "when hell freezes over", "when pigs fly", "no need", "no point", "no need any more",
    "no more", "no need for that", "no need anymore", "no point now", "what for", "why bother",
    "too late now", "found it", "i found it", "im good", "im fine", "it can wait",
    "that can wait", "ill pass",
)  # fmt: skip
WAVES_OFF = (
    "(?:pff+|pfft|ha|haha|lol|ugh|meh|bah|please|puh|yeah no|yeah right|sure sure|what a"
    "|what an|as if|id (?:sooner|rather)|you can|you could|dont make me|good one|who cares"
    "|nobody|only if|says|water|forget|thats (?:rich|a joke|history|over|off|done)"
    "|a (?:silly|stupid|daft|bad|terrible|dumb) idea|(?:silly|stupid|daft|bad|terrible"
    r"|dumb) idea|nonsense|rubbish|ridiculous|hilarious|too late)\b"
)
"""How an answer to oneself begins that is a no: "return it? What a silly idea"."""
SAYS_NO_LIKE = (
    "(?:no|nope|nah|nay|never|hell no|heck no|god no)(?: (?:no|nope|never|ever|way|jose|sir"
    "|thanks|thank you|chance|not|now|really|better|rather|leave|dont|it|that|as is|im|fine"
    "|good|wait)){0,6}"
    "|not (?:in|on|for|over|today|now|likely|really|happening|me|ever|at all|yet|this time"
    "|going to|gonna|any ?more|a chance|if i|by a|while|with me|necessary|needed|required|wanted"
    "|worth it)(?: ~){0,7}"
    "|(?:absolutely|certainly|definitely|of course|surely|probably|maybe|rather|better"
    "|id rather|id better|preferably|please|hopefully|perhaps) not(?: (?:now|after all"
    "|thanks|to|any ?more)){0,6}"
    "|(?:~ )?(?:forget|scratch|scrap|skip|drop|kill|bin|ditch|axe|halt|ignore|disregard"
    "|leave|strike|cancel|scuttle) (?:it|that|this|about it|what i said|it be"
    "|it at that)(?: ~){0,4}"
    "|(?:~ )?never ?mind(?: (?:it|that|then|me|about it|about that|after all|all good"
    "|found it))?"
    "|(?:please )?(?:dont|do not|id rather you didnt|you dont have to|you neednt"
    "|no dont)(?: (?:do it|do that|do so|bother|worry|worry about it|start it|even|go ahead"
    "|proceed|after all|then|please)){0,6}"
    "|(?:i|we) (?:wont|will not|dont|am not going to|shant|would rather not|cant be bothered"
    "|give up)(?: (?:now|want to|do it|do that|be doing (?:it|that)|bother|any ?more"
    "|after all|after that)){0,6}"
    "|(?:(?:i|we|ive|weve|i have|we have|have) )?(?:just )?(?:changed|change) (?:my"
    "|our) minds?(?: (?:now|again|about it|about that|after all|since|there|on that)){0,6}"
    "|(?:(?:i|we|ive|weve|i have) )?(?:had |having |got |get )?(?:a )?(?:change of heart"
    "|second thoughts|cold feet)(?: (?:now|about it|about that|since)){0,6}"
    "|(?:on|having) (?:second|further) thoughts?(?: (?:no|i wont|id rather not|lets not"
    "|leave it))?"
    "|(?:(?:i|we|ive|weve|i have|have) )?(?:~ )?(?:thought better of (?:it|that)"
    "|reconsidered|decided (?:no|not to|against(?: (?:it|that))?|otherwise|to (?:keep|leave"
    "|live with) (?:it|them|things as they are))|backed out|let it go|chickened out"
    "|gone off (?:it|the idea))(?: ~)?"
    "|(?:lets|let us|ill|id rather|ill just|lets just|we can|you can)(?: better)? (?:not"
    "|leave it|leave that|drop it|drop that|forget it|forget that|skip it|skip that"
    "|pass on (?:it|that)|let it go|stay|leave (?:it|things) as (?:it is"
    "|they are))(?: ~){0,3}|are you (?:kidding|crazy|joking|serious|mad|nuts)(?: me)?"
    "|you(?: must be|re) (?:joking|kidding)"
    "|(?:but |yet )?(?:now )?(?:im|i am|were|we are) not(?: any ?more| now)?|yeah no"
    "|why (?:would|should) (?:i|we)|why on earth|who said that|said nobody ever|says who"
    "|(?:its|it is|that is|thats) (?:no longer|not) (?:needed|necessary|required|worth it"
    "|important)(?: ~){0,2}"
    "|(?:theres |there is )?no (?:real )?(?:need|point|reason)(?: (?:now|then|any ?more|to ~|at all"
    "|whatsoever|in that|for that|for it)){0,3}"
    "|no longer (?:needed|necessary|required|relevant|the case)(?: ~){0,2}"
    "|(?:i|we) (?:~ )?(?:dont|do not|no longer|wont|didnt|never) (?:~ )?(?:need|have|want|wish"
    "|intend|plan|mean) to(?: (?:now|any ?more|any longer|after all|do it|do that)){0,3}"
)
"""What a clause that only says no is like, without the words before it that say nothing."""
KEEPS = (
    "(?:(?:but|and|so|well|actually|i think|i guess|thinking about it|no) ){0,6}(?:i|we|ill|well"
    "|i will|we will|id|i would|im|i am|were|we are|lets|let me|gonna|going to)(?: (?:rather"
    "|just|now|then|going to|gonna|like to|want to|prefer to|probably|sooner|still|simply"
    "|actually|instead|better)){0,6} (?:keep|keeping|hang on to|hanging on to|hold on to"
    "|holding on to|hold onto|stick with|sticking with|live with) (?:it|them|this|that|these"
    "|those|the ~|my ~|both)(?: ~){0,4}"
)
"""Says that a thing is kept."""
CHANGED = (
    "(?:(?:i|we|ive|weve|i have|we have|have) )?(?:just )?(?:changed|change) (?:my|our) minds?"
    "(?: ~){0,2}|(?:(?:i|we|ive|weve|i have) )?(?:had )?(?:a change of heart|second thoughts)"
    "(?: ~){0,2}"
)
"""Takes back a wish of the past; beside a wish of now it is the reason, but for one of these
before it."""
TAKES_BACK = r"but|actually|wait|no|oh|sorry|hm+|oops|hang on|hold on|then again|never mind|nah"
SOLVED = (
    "(?:its|it is|thats|that is|everything is|all is|all|problem|the problem is|the issue is"
    "|issue) (?:all )?(?:fine|sorted|solved|resolved|ok|okay|good|fixed|settled|done with"
    "|working|gone)(?: ~){0,3}"
    "|(?:it|they|everything|that|this) (?:(?:just|finally|now|has|have|already|actually|does"
    "|do|all) ){0,3}(?:works|work|fits|fit|turned up|showed up|arrived|came|come|is working"
    "|sorted itself out|is no longer ~|isnt needed)(?: ~){0,3}"
    "|(?:it|they|everything|that|this) (?:has |have )?(?:turned|turns|turn) out (?:to be )?"
    "(?:~ )?(?:fine|ok|okay|good|great|perfect|right|alright|well|lovely)(?: ~){0,3}"
    "|(?:its|it is|theyre|they are) (?:~ )?(?:here|there|in|back|home|arrived)(?: ~){0,2}"
    "|(?:my|the|a|our|some~|every~) (?:~ )?(?:has |have |already |just |kindly ){0,2}(?:did|done"
    "|sorted|fixed|handled|repaired|solved|mended|took care of|dealt with) (?:it|that|this"
    "|them|one|mine|everything)(?: ~){0,4}"
    "|(?:ive|weve|i|we|i have|we have)(?: ~)? (?:figured|sorted|worked|got|managed|solved|fixed"
    "|found|dealt with|handled) (?:it|that|this|the answer)(?: ~){0,4}"
    "|(?:now )?(?:i|we) (?:can|could|will|managed to|am able to|are able to)(?: ~)? (?:come"
    "|make it|be there|keep it|use it)(?: ~){0,3}"
    "|(?:it|its|it is|it has|they|theyre|its|it was)(?: ~){0,2} (?:great|perfect|lovely|nice"
    "|grown on me|good|brilliant|super|ideal|excellent)(?: ~){0,3}"
    "|im (?:happy|fine|ok|good|content|staying) (?:~ ){0,4}~"
    "|(?:i|we) (?:like|love|enjoy|found) (?:it|them|my ~)(?: ~){0,3}"
)
"""After a wish of the past these end it: "I was going to return it, but it works now"."""
TURNS_FROM = (
    r"keep\w{0,3} (?:it|them|this|that) (?:rather )?(?:than|instead of)|instead of(?= W)"
    "|(?:chang~|alter~) (?:my|our|her|his|their) minds? (?:about|on|over|regarding)"
    "|changes? of heart (?:about|on|over|regarding)|second thoughts (?:about|on)"
    "|cold feet (?:about|on)|decid~ against|decid~ (?:not to|to not)|thought better of"
    "|gave up|given up|giving up"
    "|lost (?:all |any )?(?:interest in|(?:the |my )?(?:desire|will|appetite|urge)(?: to"
    r"| for)?)|(?:back|pull|bow|opt|chicken|talk)\w{0,9} (?:~ )?out of|out of"
    "|(?:not|no longer) (?:~ )?(?:keen on|interested in|into|fussed about|in the mood"
    "|convinced about|comfortable with|comfortable|going through with|after|ready to"
    "|bothered about|going ahead with|prepared to)|(?:gone|went|going|am|im|right) off"
    "|(?:cooled|soured) (?:~ )?on|off the idea"
    r"|(?:drop|abandon|ditch|scrap|shelv|let)\w{0,9} (?:go )?(?:of )?(?:the|my|that|this"
    "|our) (?:idea|plan|thought|notion|request|wish) (?:of|to|for)"
    "|no (?:real |longer any )?(?:intention|interest|desire|wish|need|point|reason|use|sense"
    "|plans?|call|urge|inclination|appetite) (?:to|in|of|for|whatsoever)|intention to"
    "|(?:cant|cannot|couldnt|can not) be (?:bothered|arsed|asked)"
    "|(?:dont|do not|wont|not|isnt|no longer|cant|never) (?:~ )?(?:bother|feel like"
    "|feel up to|worth|see (?:the|any|much) (?:point|reason|sense|need)|fancy|care (?:to|for"
    "|about))"
    "|(?:i|we|ill|must|have to|can) (?:just )?(?:pass on|decline|waive|forgo|refuse"
    "|abstain from|refrain from|do without|live without|manage without|cope without|withdraw"
    "|revoke|retract|take back)|going to pass on|thanks but no thanks"
    "|take back what i said about|going back on|(?:pass|hold) (?:off )?on|hold off"
    "|stick with what i|last thing i (?:want|need|would)|anything but|anything other than"
    "|far be it from|count me out|stopped wanting|rather (?:you|they) (?:didnt|not)"
    "|(?:rather|better|best|prefer) not|prefer to not"
    "|(?:maybe|perhaps|guess|think|suppose|reckon) (?:i|we) (?:shouldnt|should not|wont"
    "|better not)|(?:reconsidered|rethought|regret asking for|mistaken about|wrong about)"
    "|(?:it d|it would|itd|would) be (?:silly|pointless|daft|stupid|foolish|a waste) (?:to"
    "|of)|no thanks (?:for|to)|false alarm (?:about|on|with)"
    "|(?:dont|do not) (?:have|need) to(?= W)|(?:were|we are|aint) not (?:going to|gonna)"
    "|no longer (?:need|require|want|wish|intend|plan)|pretend (?:that )?i (?:never|didnt)"
    "|as if i (?:never|didnt|hadnt)"
    "|never (?:really )?(?:asked|said|wanted|meant|intended|requested)|who said (?:that )?i"
    "|nobody (?:~ )?(?:asked|said|wants|wanted)|no way(?: am i| would i| will i| im| ill)?"
    "|(?:hell|pigs) (?:will|would|has to|have to) ~ (?:over )?before|sooner die than"
    "|dont you dare|must be (?:joking|kidding|mad) if"
    "|why (?:on earth |the hell |in the world )?(?:would|should) (?:i|we)(?: still| now"
    "| even| ever)?(?= W)|clicked (?:on )?|do i look like"
    "|(?:asked|told|advised|convinced|persuaded) (?:me|us) (?:not to|against|otherwise)"
)
"""What is named after it in the same clause is not wanted (any more)."""
BEFORE_AN_ORDER = (
    "please|just|ok|okay|oh|no|well|actually|then|so|lets|let s|you can|you may|can you"
    "|could you|hey|hi|sorry|haha|lol|hmm|uh|er|oops|whoa|rather|id like to|i want to"
    "|i would like to|we can|let us|um|right|and|but|wait|ill|im|going to|ah|better|nah|nope"
    "|hello|i think we can|i think you can|never mind|forget it"
)
DROPS = (
    "forget about|forget|scrap|scratch|skip|never ?mind(?: about)?|drop|bin|ditch|kill|axe"
    "|call off|calling off|withdraw|disregard|ignore|pay no attention to|strike|cross off"
    "|undo|revert|rewind|halt|shelve|nix|abort|bail on|no more|enough of|enough with"
    "|so much for|never again"
)
"""Orders about the wish: "forget about the refund"."""
IS_LEFT = (
    "(?:leave|hold|stop|halt|put|call|calling) (?:~ ){0,2}W(?: (?:off|on hold|for now|please"
    "|alone|then|there|be|as is|as it is|it|them|this|that|my ~)){0,6}"
    "|(?:dont|do not) (?:bother|start|proceed|continue|go ahead) with (?:~ )?W"
    "|you (?:dont have to|dont need to|neednt|need not|no longer have to|no longer need to)"
    "(?: ~){1,8}"
    "|(?:give|giving|gave) (?:~ )?W a miss"
    "|(?:no|not) (?:~ )?W(?: (?:please|thanks|for me|needed|today|now|then|after all)){0,6}"
)
"""Whole clauses that do the same."""
NOT_DROPPED = "(?:~ ){0,3}(?:box|form|small talk|message|W (?:form|fee|label|page|costs?))"
"""After such an order these make it another one: "leave the return at a shop"."""
IS_OVER = (
    "(?:can|could|may|should|must) (?:also )?be (?:scrapped|binned|dropped|skipped|forgotten"
    "|ditched|ignored|disregarded|cancelled|canceled|called off)"
    "|(?:is|are|s|was) (?:now |all |quite |really |simply )?(?:out of the question"
    "|off the table|off|unnecessary|superfluous|moot|redundant|pointless|not (?:needed"
    "|necessary|required|happening|worth it|what i|going to happen|my thing|for me|on)"
    "|no longer (?:~)|settled|void|obsolete|(?:a |just a )?(?:dumb|silly|stupid|daft|bad"
    "|terrible|foolish) idea|dead|history|a mistake|an accident|an error|a misunderstanding"
    "|over and done with|the last thing|cancelled|canceled|too much (?:trouble|hassle|bother"
    "|effort))"
    "|(?:isnt|wasnt|wont be|arent) (?:~ )?(?:needed|necessary|required|happening|worth"
    "|what i|going to happen|my thing|for me)"
    "|has (?:become|been|sorted|turned out)? ?(?:unnecessary|superfluous|moot|dealt with"
    "|itself out|pointless|obsolete)|can wait|will have to wait|makes no sense|not needed"
    "|doesnt make (?:any )?sense|would be (?:silly|pointless|daft|stupid|a waste)"
    "|by (?:mistake|accident)|unwanted|needed no more|but (?:id|i would) rather not|is gone"
    "|a miss|just kidding|false alarm"
)
"""What is named before it in the same clause is over."""
INTENDED = (
    "(?:wanted|had|planned|meant|hoped|intended|needed|thought about)(?: to)?|"
    "(?:i|we|id|wed|ive|weve|was|were|originally|first|initially|wanted|meant|planned"
    "|had) (?:~ ){0,2}?(?:wanted|was (?:~ )?(?:going|gonna|about|thinking|planning"
    "|considering|hoping|tempted|meaning|looking|set)|were (?:going|about|thinking|planning"
    "|considering|hoping)|planned|meant|thought|considered|intended|hoped|said (?:id|i would"
    "|i wanted|id like)|going|toyed|applied|asked|about|thinking|requested|told you)"
)
"""A wish of the past, with which a clause begins."""
ALMOST = (
    "(?:i |we |id |wed )?(?:had |have |very )?(?:almost|nearly) (?:went and |had )?(?:~ ){0,2}W"
)
"""What was nearly done was not."""
ASKS_FOR_REAL = (
    "can(?! be)|could|may|might|is|are|was|were(?! not)|do you|does|did|will|would you"
    "|would it|would that|wont|how|what|when|where|who|which|why|whether|am|has|have"
    "|cant(?! be)|couldnt|isnt it|arent|dont(?! (?:you dare|bother|even|ever|start|think))"
    "|must|whats|hows|wheres|any|possible|shouldnt|doesnt|wouldnt|do i have|do i need|do we"
)
"""A question that begins with these is put to the bot. "Return it?" is one to oneself."""
RHETORICAL = "why (?:on earth |the hell )?(?:would|should) (?:i|we) |do i look like|who said"
"""Questions that are none."""
REAFFIRMS = (
    "(?:but )?(?:now|today|meanwhile) (?:i|we) (?:do|want|need|must|have to"
    "|would like)(?: ~){0,3}|(?:i|we) (?:do|want to|need to|must|have to) now"
    "|now please(?: ~){0,3}|but (?:now )?please do"
)
"""A clause that has the wish again: "at first I didn't want to, but now I do"."""
JOINED_BY = "but|or|only|though|yet|actually|then again|so|because|since|as|and"
"""Begin another clause without a sign before them."""
ASIDE = (
    "under any circumstances|on any account|for any reason|whatever happens|no matter what"
    "|by any means|in any case|at any time|ever"
)
UNWANTED = (
    "(?:i |we )?(?:just |really )?(?:dont|do not|no longer|never) (?:really )?"
    "(?:want|need|like|use)(?: ~){0,3}"
)
"""Denied of a thing, they are why it shall be returned, and no refusal to return it."""
MISFITS = (
    "(?:it|they|this|these|(?:the|my) ~) (?:~ )?(?:doesnt|dont|does not|do not|didnt) (?:~ )?"
    "(?:fit|suit|work|match|help|sit)(?: ~){0,3}"
)
"""Says of the thing why a wish of the past stands."""
