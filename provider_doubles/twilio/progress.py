"""The way of a message that was taken: it is sent, and reaches the phone or does not."""

import asyncio

from provider_doubles.twilio.account import API_VERSION, WHATSAPP, Account, Message, now
from provider_doubles.twilio.request_sender import RequestSender

_REASONS = {
    30003: "Unreachable destination handset",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    63016: (
        "Failed to send freeform message because you are outside the allowed window. "
        "If you are using WhatsApp, please use a Message Template."
    ),
}


class Progress:
    """Each step is told to the message's StatusCallback; jitter lets them overtake each other."""

    def __init__(self, account: Account, sender: RequestSender) -> None:
        self._account = account
        self._sender = sender

    def begin(self, message: Message) -> None:
        """In the background."""
        self._sender.run(asyncio.create_task(self._go(message)))

    async def _go(self, message: Message) -> None:
        step = self._account.settings.step_s
        is_whatsapp = message.to.startswith(WHATSAPP)
        self._tell(message, message.status)
        await asyncio.sleep(step)
        code = self._account.undeliverable.get(message.to)
        if is_whatsapp and not message.content and not self._is_window_open(message):
            # Twilio takes it, and says only afterwards that it may not be sent.
            self._move(message, "failed", 63016)
            return
        message.sent = now()
        self._move(message, "sent")
        await asyncio.sleep(step)
        if code is not None:
            self._move(message, "undelivered", code)
            return
        self._move(message, "delivered")
        if is_whatsapp:
            await asyncio.sleep(step)
            self._move(message, "read")

    def _is_window_open(self, message: Message) -> bool:
        return self._account.is_window_open(message.sender, message.to)

    def _move(self, message: Message, status: str, code: int | None = None) -> None:
        message.status, message.updated = status, now()
        if code is not None:
            message.error_code, message.error_message = code, _REASONS.get(code, "Unknown error")
        self._tell(message, status)

    def _tell(self, message: Message, status: str) -> None:
        if not message.callback:
            return
        fields = {
            "AccountSid": self._account.settings.account_sid,
            "ApiVersion": API_VERSION,
            "From": message.sender,
            "MessageSid": message.sid,
            "MessageStatus": status,
            "SmsSid": message.sid,
            "SmsStatus": status,
            "To": message.to,
        }
        if message.service:
            fields["MessagingServiceSid"] = message.service
        if message.error_code is not None:
            fields["ErrorCode"] = str(message.error_code)
        self._sender.send_later(message.callback, message.sid, status, fields)
