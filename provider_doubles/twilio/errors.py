"""Refusals as Twilio answers them: a status, a code and a sentence."""

from typing import Any

from starlette.responses import JSONResponse


class TwilioError(Exception):
    def __init__(self, code: int, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status

    def response(self, **headers: str) -> JSONResponse:
        told: dict[str, Any] = {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }
        return JSONResponse(told, self.status, headers=headers)


def not_authenticated() -> TwilioError:
    return TwilioError(20003, "Authenticate", 401)


def not_found(path: str) -> TwilioError:
    return TwilioError(20404, f"The requested resource {path} was not found", 404)


def too_many_requests() -> TwilioError:
    return TwilioError(20429, "Too Many Requests", 429)
