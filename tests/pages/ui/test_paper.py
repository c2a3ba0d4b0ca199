"""What a printed page needs of the server: its address as a QR code, read here by a decoder of others."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import numpy as np
import pytest
import zxingcpp
from starlette.requests import Request

from pages.ui import paper

LINK = "https://explorer.example/build_stack?stack=conv.o16.k5~relu&input=1x28x28&layer=합성곱"


def scanned(svg: str) -> list[str]:
    """Return what a code says, from the lines that its one path draws."""
    side = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    seen = np.full((side, side), 255, np.uint8)
    row = column = 0
    for letter, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r'stroke="#000" d="([^"]+)"', svg)[1]):
        steps = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if letter == "h":
            seen[row, column:column + int(steps[0])] = 0
            column += int(steps[0])
        else:
            column += int(steps[0])
            row = int(row + steps[1])
    return [code.text for code in zxingcpp.read_barcodes(seen.repeat(4, axis=0).repeat(4, axis=1))]


def asked(address: str):
    """Return the answer to a request for the code of an address."""
    query = urlencode({"address": address}).encode()
    [route] = paper.routes()
    assert route.path == "/qr.svg"
    return route.endpoint(Request({"type": "http", "method": "GET", "headers": [], "query_string": query}))


def test_a_code_says_the_address():
    answer = asked(LINK)
    assert answer.media_type == "image/svg+xml"
    assert scanned(answer.body.decode()) == [LINK]


def test_a_code_has_four_modules_of_margin():
    assert 'd="M4 4.5h7' in paper.qr_code(LINK)  # ISO/IEC 18004, 6.3.8; the first finder pattern is 7 wide


@pytest.mark.parametrize(("address", "status"), [
    ("javascript:alert(1)", 400), ("", 400), ("http://a/?" + "x" * paper.LONGEST, 204)])
def test_what_is_no_address_or_too_long_gets_no_code(address, status):
    answer = asked(address)
    assert (answer.status_code, answer.body) == (status, b"")
