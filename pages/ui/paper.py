"""What a printed page needs of the server: its address as a QR code."""

from __future__ import annotations

from io import BytesIO

import segno
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pages.ui.components.scripts import base_path

LONGEST = 900
"""Characters. The code of a longer address takes more than a quarter of a sheet's width, or is too fine for phones."""


def qr_code(address: str) -> str:
    """Return ``address`` as an SVG of one unit per module, with the margin of 4 that the standard asks for.

    Source:
        ISO/IEC 18004:2015, QR Code.
    """
    drawn = BytesIO()
    segno.make(address, micro=False, error="l").save(drawn, kind="svg", border=4, omitsize=True, light="#fff")
    return drawn.getvalue().decode()


def routes() -> list[Route]:
    """Return the route to give to ``st.App``: ``qr.svg?address=...``, beside the pages."""
    return [Route(f"{base_path()}/qr.svg", _answer)]


def _answer(request: Request) -> Response:
    address = request.query_params.get("address", "")
    if not address.startswith(("http://", "https://")):
        return Response(status_code=400)
    if len(address) > LONGEST:
        return Response(status_code=204)
    return Response(qr_code(address), media_type="image/svg+xml")
