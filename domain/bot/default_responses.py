# ruff: noqa: E501 - one sentence after the other, as in a table
"""What the bot says where a tenant has no sentence of its own. English and German."""

from domain.bot.model import Response


def _response(
    name: str, en: str, de: str, quick: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
) -> Response:
    replies = {"en": quick[0], "de": quick[1]} if quick[0] else {}
    return Response(name=name, texts={"en": en, "de": de}, quick_replies=replies)


_HUMAN = (("Talk to a human", "No, thanks"), ("Mit einem Menschen sprechen", "Nein, danke"))

DEFAULT_RESPONSES = (
    _response("greeting", "Hi, I'm {bot}! How can I help?", "Hallo, ich bin {bot}! Was kann ich für dich tun?"),
    _response("about_bot", "I'm {bot}, a bot and not a human. I can get you a colleague whenever you like.", "Ich bin {bot}, ein Bot und kein Mensch. Wenn du magst, hole ich jemanden aus dem Team dazu.", _HUMAN),
    _response("sorry_to_hear", "I'm sorry about that. I can't put this right on my own. Shall I get a colleague?", "Das tut mir leid. Allein kann ich das nicht klären. Soll ich jemanden aus dem Team dazuholen?", _HUMAN),
    _response("thanks", "You're welcome!", "Gern geschehen!"),
    _response("goodbye", "Goodbye, and take care!", "Auf Wiedersehen, mach's gut!"),
    _response("what_can_you_do", "Here is what I can do for you:", "Das kann ich für dich tun:"),
    _response("not_sure", "I'm not sure I understood. Could you put it another way?", "Das habe ich nicht ganz verstanden. Sagst du es anders?"),
    _response("no_answer", "I don't have a reliable answer to that.", "Darauf habe ich keine verlässliche Antwort."),
    _response("offer_human", "I'm sorry, I can't work that out. Shall I get a colleague?", "Tut mir leid, ich komme da nicht weiter. Soll ich jemanden dazuholen?", _HUMAN),
    _response("human_declined", "All right. What else can I do?", "In Ordnung. Was kann ich sonst tun?"),
    _response("which_one", "Which of these do you mean?", "Was davon meinst du?"),
    _response("choose_one", "Please choose one of these: {choices}", "Bitte wähle eins davon: {choices}"),
    _response("none_of_these", "None of these", "Nichts davon"),
    _response("yes", "Yes", "Ja"),
    _response("no", "No", "Nein"),
    _response("invalid", "That doesn't look right.", "Das passt so nicht."),
    _response("ask_slot", "Please tell me: {slot}", "Bitte sag mir: {slot}"),
    _response("back_to_flow", "Back to {flow}:", "Zurück zum Thema {flow}:"),
    _response("about_flow", "About {flow}:", "Zum Thema {flow}:"),
    _response("first_things_first", "First things first:", "Eins nach dem anderen:"),
    _response("take_up_next", "You also wanted this: {what}. Shall I go on with it?", "Du wolltest auch noch das: {what}. Soll ich damit weitermachen?"),
    _response("this_request", "your request", "dein Anliegen"),
    _response("corrected", "Got it, I've changed that.", "Alles klar, das habe ich geändert."),
    _response("cannot_change_now", "I'm sorry, part of this is already under way, so I can't change it any more. A colleague can help.", "Tut mir leid, ein Teil davon läuft schon, deshalb kann ich es nicht mehr ändern. Jemand aus dem Team kann helfen.", _HUMAN),
    _response("cancelled", "All right, I've stopped {flow}.", "In Ordnung, ich habe abgebrochen: {flow}."),
    _response("taking_back", "One moment, I'm taking back what was already done.", "Einen Moment, ich mache rückgängig, was schon erledigt war."),
    _response("taken_back", "That is undone now: {what}.", "Das ist jetzt rückgängig gemacht: {what}."),
    _response("take_back_parked", "I can't undo what was already done just now, because our system isn't answering. I'll keep trying and tell you.", "Ich kann gerade nicht rückgängig machen, was schon erledigt war, weil unser System nicht antwortet. Ich versuche es weiter und melde mich."),
    _response("cannot_take_back", "I'm sorry, this could not be undone: {what}. A colleague will sort it out.", "Tut mir leid, das ließ sich nicht rückgängig machen: {what}. Jemand aus dem Team klärt das."),
    _response("take_back_unclear", "I'm sorry, I can't tell whether this is undone: {what}. A colleague will check it.", "Tut mir leid, ich weiß nicht sicher, ob das rückgängig gemacht ist: {what}. Jemand aus dem Team prüft das."),
    _response("outcome_unknown", "I'm sorry, I got no answer, so I can't tell whether that went through ({flow}). I won't send it again, so that nothing happens twice; a colleague will check it.", "Tut mir leid, ich habe keine Antwort bekommen und weiß nicht, ob das geklappt hat ({flow}). Damit nichts doppelt passiert, schicke ich es nicht noch einmal; jemand aus dem Team prüft das."),
    _response("cannot_cancel_now", "That is already on its way to our systems, so I can't honestly say it's cancelled. A colleague can help.", "Das ist schon unterwegs zu unseren Systemen, ich kann es also nicht ehrlich als abgebrochen melden. Jemand aus dem Team kann helfen.", _HUMAN),
    _response("nothing_to_cancel", "There is nothing to cancel at the moment.", "Im Moment gibt es nichts abzubrechen."),
    _response("nothing_to_repeat", "I haven't said anything yet. How can I help?", "Ich habe noch nichts gesagt. Was kann ich für dich tun?"),
    _response("refused", "Our system turned that down, so I couldn't do it. Shall I get a colleague?", "Unser System hat das abgelehnt. Soll ich jemanden dazuholen?", _HUMAN),
    _response("backend_trouble_parked", "Our system isn't answering right now. I'll keep trying and tell you as soon as it's done. Meanwhile, ask me anything else.", "Unser System antwortet gerade nicht. Ich versuche es weiter und melde mich, sobald es geklappt hat. Frag mich solange gern etwas anderes."),
    _response("backend_gave_up", "I'm sorry, our system is still not answering, so I couldn't finish {flow}.", "Tut mir leid, unser System antwortet immer noch nicht. Ich konnte das nicht abschließen: {flow}."),
    _response("still_waiting", "I'm still on {flow} and will tell you as soon as there's news.", "Ich bin noch dran ({flow}) und melde mich, sobald es etwas Neues gibt."),
    _response("too_much_open", "Several things are still open, so I can't start another one just now. Shall I get a colleague?", "Es ist noch einiges offen, deshalb kann ich gerade nichts Neues anfangen. Soll ich jemanden dazuholen?", _HUMAN),
    _response("waiting_for_approval", "A colleague has to approve this first. I'll tell you as soon as they have.", "Das muss erst jemand aus dem Team freigeben. Ich sage dir gleich Bescheid."),
    _response("approved", "Good news, it's been approved.", "Gute Nachricht: Es ist freigegeben."),
    _response("not_approved", "I'm sorry, this was not approved.", "Tut mir leid, das wurde nicht freigegeben."),
    _response("approval_expired", "I'm sorry, nobody could decide in time.", "Tut mir leid, niemand konnte rechtzeitig entscheiden."),
    _response("approval_renewed", "Since something has changed, I'm asking for approval again.", "Weil sich etwas geändert hat, frage ich noch einmal um Freigabe."),
    _response("need_login", "Please sign in first, then I can help you with that.", "Bitte melde dich zuerst an, dann helfe ich dir dabei."),
    _response("ask_order_email", "And the e-mail address on the order?", "Und die E-Mail-Adresse der Bestellung?"),
    _response("invalid_email", "That doesn't look like an e-mail address.", "Das sieht nicht nach einer E-Mail-Adresse aus."),
    _response("ask_contact_email", "At which e-mail address can we reach you?", "Unter welcher E-Mail-Adresse erreichen wir dich?"),
    _response("ask_contact_phone", "At which phone number may we call you?", "Unter welcher Telefonnummer dürfen wir anrufen?"),
    _response("invalid_phone", "That doesn't look like a phone number.", "Das sieht nicht nach einer Telefonnummer aus."),
    _response("ticket_made", "Thank you! I've written it down as ticket {ticket.ticket_id}. We'll be in touch.", "Danke! Ich habe es als Ticket {ticket.ticket_id} notiert. Wir melden uns."),
    _response("callback_made", "Thank you! We'll call you back on {contact_phone}. Your reference is {ticket.ticket_id}.", "Danke! Wir rufen unter {contact_phone} zurück. Dein Zeichen: {ticket.ticket_id}."),
    _response("handoff_waiting", "I'm getting a colleague. Stay here, or just carry on; I'll pass everything on.", "Ich hole jemanden aus dem Team dazu. Bleib gern hier, ich gebe alles weiter."),
    _response("handoff_closed", "Our team is not there right now and will be back {opening}. I've put you in the queue.", "Unser Team ist gerade nicht da, wieder ab {opening}. Ich habe dich in die Warteschlange gestellt."),
    _response("handoff_still_waiting", "I've passed that on. A colleague will be with you as soon as they can.", "Habe ich weitergegeben. Jemand kommt, so bald es geht."),
    _response("handoff_noted", "Noted.", "Notiert."),
    _response("handoff_nobody", "I'm sorry, nobody is free yet. What would you like?", "Tut mir leid, noch ist niemand frei. Was möchtest du?"),
    _response("offer_wait", "Keep waiting", "Weiter warten"),
    _response("offer_callback", "Call me back", "Ruft mich zurück"),
    _response("offer_ticket", "Leave a message", "Nachricht hinterlassen"),
    _response("handoff_wait_on", "Thank you for your patience. You keep your place.", "Danke für deine Geduld. Du behältst deinen Platz."),
    _response("handoff_cancelled", "All right, I've taken you out of the queue.", "In Ordnung, ich habe dich aus der Warteschlange genommen."),
    _response("handoff_returned", "I'm back! Is there anything else?", "Ich bin wieder da! Kann ich noch etwas tun?"),
    _response("csat", "How was it, from 1 (poor) to 5 (great)?", "Wie war es, von 1 (schlecht) bis 5 (super)?", (("1", "2", "3", "4", "5"), ("1", "2", "3", "4", "5"))),
    _response("csat_thanks", "Thank you for telling us!", "Danke für deine Rückmeldung!"),
    _response("nudge", "Are you still there? Take your time.", "Bist du noch da? Lass dir Zeit."),
    _response("close", "I'll close our chat for now. Just write again whenever you like.", "Ich schließe unseren Chat fürs Erste. Schreib einfach wieder."),
    _response("turn_failed", "I'm sorry, something went wrong on our side and I couldn't finish that. Please try again.", "Tut mir leid, bei uns ging etwas schief. Bitte versuch es noch einmal."),
    _response("holding", "One moment, I'm looking into it.", "Einen Moment, ich sehe nach."),
    _response("message_kept", "I'm sorry, we have a problem on our side right now. Your message is kept, and I'll answer it here as soon as I can.", "Tut mir leid, bei uns gibt es gerade eine Störung. Deine Nachricht ist gespeichert, und ich antworte hier, sobald es geht."),
)  # fmt: skip
