"""Who asks, as requests sends it: Basic, Digest or a bearer token."""

from __future__ import annotations

from base64 import b64encode

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from kg.store.profile import Profile

__all__ = ["credentials", "secrets"]


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def credentials(profile: Profile) -> AuthBase | None:
    """What a profile's requests carry, or None."""
    user, secret = profile.user or "", profile.secret or ""
    if profile.auth == "basic":
        return HTTPBasicAuth(user.encode(), secret.encode())
    if profile.auth == "digest":
        return HTTPDigestAuth(user, secret)
    return _Bearer(secret) if profile.auth == "bearer" else None


def secrets(profile: Profile) -> list[str]:
    """A profile's secret, as it is and as it goes over the line; none of them may be shown."""
    if not profile.secret:
        return []
    return [profile.secret, b64encode(f"{profile.user or ''}:{profile.secret}".encode()).decode()]
