"""The open call: credentials in, an address with a ticket out.

A ticket serves once, within 90 seconds.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

import httpx

from bot.platforms.dingtalk import errors, frames, payloads, web
from bot.platforms.dingtalk.addresses import Addresses
from bot.platforms.dingtalk.errors import Rejected
from bot.platforms.leased import CredentialsRefused

AGENT = "shuzhi-stream/1.0"


class Gateway:
    def __init__(
        self, http: httpx.AsyncClient, addresses: Addresses, client_id: str, secret: str
    ) -> None:
        self.http, self._addresses = http, addresses
        self._body: Mapping[str, Any] = {
            "clientId": client_id,
            "clientSecret": secret,
            "subscriptions": [
                {"type": "CALLBACK", "topic": topic} for topic in (frames.ROBOT, frames.CARD)
            ],
            "ua": AGENT,
        }

    async def open(self) -> str:
        """Asks for the address to connect to, which is used once and never logged.

        Raises CredentialsRefused, Rejected, SendFailed.
        """
        address = f"{self._addresses.api}/v1.0/gateway/connections/open"
        try:
            answer = await web.call(self.http, "POST", address, json=self._body)
        except Rejected as rejected:
            if rejected.code in errors.CREDENTIALS or rejected.status == httpx.codes.UNAUTHORIZED:
                raise CredentialsRefused from None
            raise
        endpoint = payloads.text_of(answer.get("endpoint"))
        ticket = payloads.text_of(answer.get("ticket"))
        # The ticket opens the robot's messages, so it goes to the platform's own hosts alone.
        if not ticket or not self._addresses.is_gateway(endpoint):
            raise Rejected("endpoint refused", 502)
        if "?" in endpoint:
            return f"{endpoint}&ticket={quote_plus(ticket)}"
        return f"{endpoint}?ticket={quote_plus(ticket)}"
