"""Questions that a server may not ask a customer in the middle of a call, in plain form."""

SECRETS = (
    r"\bdigits?\b.{0,30}\b(?:account|card|iban|code|passport)\b"
    r"|\b(?:account|card|iban|passport)\b.{0,20}\bdigits?\b"
    r"|\b(?:number|code|digits|figures|letters)\b.{0,20}\b(?:back|front|reverse|behind)\b.{0,20}"
    r"\b(?:card|passport|licen[cs]e)\b"
    r"|\b(?:mother|father|grandmother|grandfather|parent)s?(?:'?s)?\b.{0,12}\b(?:maiden|birth|middle"
    r"|family) ?names?\b|\b(?:first|childhood|favou?rite) (?:pet|school|teacher|car|street|employer"
    r"|best friend|crush)\b|\bsecurity (?:question|answer|word)s?\b"
    r"|\b(?:safe|secret|magic|code|memorable|seed|recovery) ?(?:words?|dates?|places?)\b"
    r"|\b(?:what|which|type|read|tell|enter|say|repeat|give|quote)\b.{0,40}\b(?:sms|text message"
    r"|message (?:we|i) sent|texted|e-?mailed (?:to )?you|authenticator|number we sent)\b"
    r"|\btax (?:numbers?|ids?|identification)\b|\b(?:national|social) insurance\b"
    r"|\b(?:online|internet|mobile|phone|e) ?-?banking\b|\bbank (?:login|details|data|account|card)"
    r"s?\b|\brouting numbers?\b|\bsort codes?\b|\b(?:log|sign) ?-?in (?:name|data|details|words?)\b"
    r"|\b(?:type|use|enter|say|need) to (?:log|sign) in\b|\bexpir(?:y|ation)\b.{0,20}\bcard\b"
    r"|\bcard\b.{0,30}\bexpir(?:y|es?|ation)\b|\bcodes? (?:that |which )?(?:you|we|i) (?:got|sent"
    r"|have|received|were sent|texted)\b|\b(?:street|town|city|house)\b.{0,20}\bgrow up\b"
)
LEADS_AWAY = (
    r"\b(?:call|phone|ring|dial|text|message|fax|whatsapp)(?! you\b)\b.{0,40}?"
    r"(?:\d[ ()/.-]{0,2}){5}"
    r"|\b(?:message|write|contact|text|call|reach|add|join|follow|e-?mail) (?:us|me|our)\b"
    r"|\b(?:scan|open|install|download|launch|start|get)\b.{0,30}\b(?:qr|apps?|app ?store|file"
    r"|attachment|software|extension|remote|anydesk|teamviewer)\b"
)
PAYMENTS = (
    r"\b(?:send|transfer|buy|pay|wire|top up|purchase)\b.{0,40}\b(?:btc|bitcoins?|ethereum|usdt"
    r"|crypto\w{0,10}|gift ?cards?|vouchers?|iban|paypal|western union)\b"
)
