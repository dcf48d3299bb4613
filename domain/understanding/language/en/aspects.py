"""Aspects of a question and of a sentence: the kind of fact, what is done, and for whom or when.

Fragments of patterns that match from a word's beginning: `cancel` is found in "cancelled". A space
stands for any number of them; `.` ends a word.
"""

ASKS = {
    "price": "how much.|cost|price|pricing|fee.|fees.|charge|expensive|cheap|rate.|what will i pay"
    "|do i pay|excess|penalty",
    "amount": "how much.|how many.|how often.|how big.|how far.|how fast.|how heavy.|how deep."
    "|how high.|limit|max|min.|minimum|up to what|amount|how large.|score|percent|apy",
    "duration": "how long.|how soon.|how quick|how fast.|how early.|until i.|till i.|over how many"
    "|how many days|how many weeks|how many months|how many years|notice period|wait",
    "time": "when.|what time|until when|till when|by when|from when|since when|which day|what day"
    "|how late|what date|deadline",
    "age": "how old.|what age|which age|minimum age|max age|age limit|at what age",
    "place": "where.|in which place|what address",
    "person": "who.|whom.|whose.|which doctor|which person",
    "how": "how do.|how can.|how to.|how could.|how should.|how would.|how does.|how did.|how is."
    "|what should i do|what do i do|what can i do|what now|steps|what must i do|i forgot|broke",
    "may": "can.|may.|could.|am i allowed|are we allowed|is it possible|is it ok|do you.|does.|is."
    "|are.|is there|are there|will.|do i get|am i.|does the.|did.|has.|have you",
    "required": "need|have to|has to|must|required|requirement|mandatory|compulsory|necessary"
    "|bring|documents|papers|condition|eligib|qualif",
    "why": "why.|reason|how come",
    "which": "which.|what kind|what sort|what type|what are|what is included|languages|what counts"
    "|what do i get|ways to",
}
"""What in a question asks for which kind of fact."""

OPENS = "what|whats|what s|which|how|hows|when|where|who|why|whose|whom"
"""A question that has one of these before "is" or "can" does not ask for a yes or no."""

HOLDS = {
    "price": "eur.|euro|gbp|usd|pound|dollar|free.|percent|pence|cent.|cents.|cost|no fee|nothing"
    "|waived|complimentary|no charge|charge",
    "amount": "one.|two.|three.|four.|five.|six.|seven.|eight.|nine.|ten.|half.|twice|once"
    "|unlimited"
    "|no limit|only one|not capped|single",
    "duration": "minute|hour|days.|day.|week|month|year|seconds|immediately|instant|at once"
    "|right away|same day|next day|same-day|permanent|overnight|working day|business day|nights.",
    "time": "monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekday|weekend|january"
    "|february|march|april|may.|june|july|august|september|october|november|december|christmas"
    "|easter|daily|monthly|weekly|yearly|every|each day|each month|each year|first|last day"
    "|midnight|noon|morning|evening|day of|around the clock|at any time|birthday|within|before"
    "|after"
    "|clock|as soon as",
    "age": "age.|aged|ages.|years old|older|younger|adult|minor|birthday|of age",
    "place": "street|road|square|floor|entrance|desk|basement|counter|room|building|city|level"
    "|next to|beside|behind|in front|under.|page|portal|section|tab.|menu|settings|online|app."
    "|branch|office|shop|machine|website|in the.|at the.|on the.|at our|letter|worldwide|anywhere",
    "person": "anybody|anyone|everybody|everyone|people|person|customer|member|team|staff|adult"
    "|child|parent|owner|holder|partner|spouse|who.|you pay|we pay|dr.|doctor|department|us."
    "|manager"
    "|resident|student|user|household|ring.|call.|applicant|only you|yourself|carrier",
    "how": "to.|by.|via.|through|using|with the|follow|then.|step|please|simply|you can|button"
    "|form."
    "|click|tap.|choose|select|enter|open.|go to|sign in|log in|press|scan|call.|ring.|write"
    "|fill in|contact|submit|upload|send.|use.|dial|type.|request|ask.|visit|complete|set up",
    "may": "can.|cannot|can't|may.|allowed|permitted|possible|not.|no.|only|must|yes|free."
    "|available"
    "|included|covered|accept|offer|eligible|need|welcome|except|unless|if.|is.|are.",
    "required": "need|must|require|please|have to|has to|bring|proof|only with|provide|at least"
    "|minimum|valid|necessary|without|must be|not needed|should|sign.",
    "why": "because|since.|as.|if.|due to|reason|so that|therefore|otherwise|when.|either|until"
    "|would|may.|used up|follows",
    "which": "such as|include|including|following|and.|or.|all.|both|each|comes in|made of",
}
"""What in a sentence is of which kind."""

STARTS = (
    "open|go|choose|select|enter|tap|click|press|scan|call|ring|write|fill|contact|submit|upload"
    "|send"
    "|use|dial|type|request|ask|visit|complete|set|add|block|report|forward|leave|bring|book|print"
    "|log|sign|follow|give|stand|hold|register|check|wipe|park|enable|create|point|add|confirm"
    "|navigate|start|review|provide|transfer|move|change|put|take|pay|download|share|verify|wait"
)
"""An instruction begins with one of these."""

ACTIONS = {
    "raise": "rais|increas|higher.|boost|bigger|upgrade|go up|went up|goes up|rise",
    "lower": "lower|reduc|decreas|cheaper|smaller|downgrad|sink|less expensive|save money",
    "cancel": "cancel|terminat|notice.|ended|end the|end it|get out|quit.|leave the contract"
    "|revoke|membership can be|stop",
    "extend": "extend|extension|prolong|renew|longer|goes on|keep going|keep it for",
    "change": "chang|switch|modif|edit|updat|amend|alter|move.|moved|moving|reschedul|swap|adjust"
    "|convert|transition",
    "remove": "delet|remov|erase|dispose|disassembl",
    "close": "clos",
    "reopen": "reopen|reactivat|restor|undo|lift the|get back|unblock|unlock|back into use",
    "block": "block.|blocked.|blocking.|lock.|locked|freez|frozen|declin|refused",
    "receive": "receiv|incoming|coming in|credited|paid out",
    "send": "send.|sending|sent.|outgoing|transfer.|transfers.|wire.",
    "activate": "activat|turn on|turns on|switch on|enabl|set up|sets up|setting up|switch it on",
    "deactivate": "deactivat|turn off|disabl|switch off|opt out|stop premium",
    "refund": "refund|reimburs|money back|paid back|moneyback|compensat|repaid",
    "return": "return|give back|bring back|send back|hand back",
    "repay": "repay|pay back|paid back|instalment|installment|payoff",
    "report": "report|tell us|notify|inform us|let us know",
    "lose": "lost.|lose.|losing|stolen|stole|nicked|theft|missing",
    "forget": "forgot|forget|reset",
    "withdraw": "withdraw|take out|cash out|get out money|taking out",
    "deposit": "deposit|pay in|paying in|paid in|pay into",
    "buy": "buy.|bought|purchas|sold.|sell.|sells",
    "repair": "repair|mend|fix.|fixed|broken|broke|defect|damage",
    "complain": "complain|appeal|dispute|object",
    "miss": "missed|miss.|show up|no-show|neither come|not come|late.",
    "reject": "reject|declin|denied|refus|not approved",
    "open": "open a|open an|opened|opening a|open the|register|sign up|signing up|apply|applied"
    "|create"
    "|join|take out",
    "expire": "valid.|expir|validity|how long is|lasts",
    "deliver": "deliver|ship|carrier",
    "share": "share.|joint|together|split",
    "hand over": "take over|hand over|transfer the contract|inherit|give my contract",
}
"""What is done, or shall be done."""

QUALIFIERS = {
    "business": "business|compan|corporate|firm.|firms.|self-employed|employer|enterprise|reseller",
    "young": "child|kid.|kids.|teen|minor|son.|daughter|youth|baby|toddler|young",
    "student": "student|teacher|trainee|apprentice|education",
    "old": "senior|pension|retire|elderly|grandma|grandpa|over 60|over 65",
    "abroad": "abroad|foreign|international|overseas|other countries|outside",
    "sunday": "sunday",
    "weekend": "weekend|saturday",
    "holiday": "holiday|christmas|easter",
    "before": "before|beforehand|prior|in advance|ahead",
    "after": "after|afterwards|later|following",
    "most": "until what|up to what|till what|max|at most|up to|no more|limit|highest|cap.|capped",
    "least": "min.|minimum|at least|or older|or over|and over|from which|lowest|smallest"
    "|from the age",
    "online": "online|app.|website|portal|digital",
    "phone": "phone.|telephone|call us|ring us|hotline",
    "post": "by post|letter|mail.|postal",
    "e-mail": "email|e-mail",
    "paper": "paper|printed",
    "branch": "branch|in person|shop.|store.|counter",
    "cash": "cash.|coins",
    "card": "credit card",
    "new": "new customer|new member|first visit|first.",
    "other person": "somebody else|someone else|friend|other people|my husband|my wife|mother"
    "|brother"
    "|sister|spouse|partner|companion|another person|third part",
    "without": "without|no longer",
    "name": "name.|surname",
    "free": "free.|for nothing|no cost|nothing|waived|complimentary",
    "discount": "discount|cheaper|bonus|reduction|off each|reward",
    "night": "at night|night.|overnight",
    "emergency": "emergency|urgent|danger",
    "second": "second.|another.|additional|further|extra|more than one|two ",
    "joint": "joint",
    "express": "express|expedited|same-day|same day|instant|fast",
    "history": "last year|so far|past|previous|did i|history",
}
"""For whom, when, by which way: what is true of one is not of the others."""

JOINS_WORDS = False
"""Words are put together, so that longer fragments are found within one, too."""
