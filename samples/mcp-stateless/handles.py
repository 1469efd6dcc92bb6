"""Explicit handles: state that travels with the request, signed so that nobody can make one up."""

import base64
import hashlib
import hmac
import json
import os
import secrets

# Every instance must be able to read the handles of every other: set HANDLE_SECRET where there is more than one.
_secret = os.environ.get("HANDLE_SECRET", "").encode() or secrets.token_bytes(32)


class BadHandle(ValueError):
    """The handle was not made by this server, or was changed since."""


def seal(kind: str, state: dict) -> str:
    body = base64.urlsafe_b64encode(json.dumps(state, separators=(",", ":")).encode()).rstrip(b"=").decode()
    return f"{kind}.{body}.{_signature(kind, body)}"


def unseal(kind: str, handle: str) -> dict:
    found, _, rest = handle.partition(".")
    body, _, signature = rest.rpartition(".")
    if found != kind or not hmac.compare_digest(signature, _signature(kind, body)):
        raise BadHandle("The handle is not one of this server's.")
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def _signature(kind: str, body: str) -> str:
    digest = hmac.new(_secret, f"{kind}.{body}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()
