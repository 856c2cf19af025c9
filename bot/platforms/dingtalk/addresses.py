"""Which addresses may be asked.

Session webhooks and download links come with messages and could point anywhere.
"""

import ipaddress

import httpx

STORES = (".aliyuncs.com", ".dingtalk.com")  # downloads are signed links to Aliyun OSS


class Addresses:
    """Decides by host and scheme.

    Where the configured base addresses are loopback, all others may be too; nothing else may be
    plain http.
    """

    def __init__(self, api_base: str, oapi_base: str) -> None:
        self.api, self.oapi = api_base.rstrip("/"), oapi_base.rstrip("/")
        self._own = {httpx.URL(base).host for base in (self.api, self.oapi)}
        self._local = any(_is_loopback(host) for host in self._own)

    def is_webhook(self, address: str) -> bool:
        return self._allowed(address, ("https",), (".dingtalk.com",))

    def is_gateway(self, address: str) -> bool:
        return self._allowed(address, ("wss",), (".dingtalk.com",))

    def download(self, address: str) -> str:
        """Returns the address to fetch from, upgraded to TLS where the store has it.

        It is empty where the address may not be asked.
        """
        url = _parsed(address)
        if url is not None and url.scheme == "http" and url.host.endswith(".aliyuncs.com"):
            secure = url.copy_with(scheme="https")
            if url.port == 80:
                secure = secure.copy_with(port=None)
            address = str(secure)
        if not self._allowed(address, ("https",), STORES):
            return ""
        return address

    def _allowed(self, address: str, schemes: tuple[str, ...], suffixes: tuple[str, ...]) -> bool:
        url = _parsed(address)
        if url is None:
            return False
        if self._local and _is_loopback(url.host):
            return url.scheme in ("http", "https", "ws", "wss")
        return url.scheme in schemes and (url.host in self._own or url.host.endswith(suffixes))


def host_of(address: str) -> str:
    """Returns the host, which may be told where the path is a secret; empty for no address."""
    url = _parsed(address)
    if url is None:
        return ""
    return url.host


def _parsed(address: str) -> httpx.URL | None:
    try:
        return httpx.URL(address)
    except httpx.InvalidURL:
        return None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
