"""What tests of codecs share: links as nobody should write them, and what must hold for any link of any page."""

from __future__ import annotations

from hypothesis import strategies as st

RUBBISH = ["", " ", "²", "-1", "1e9", "nan", "9" * 40, "x" * 3_000, "../../etc/passwd", "%00", "\x00", "<b>", "a,b,,a",
           "0x0", "1x", "conv.o8.", "job/1", "[x](http://a)", "'; --", "٣"]


def hostile(names, **known):
    """Return a strategy of links: any of ``names`` with rubbish, or with something ``known`` that is right."""
    values = {name: st.sampled_from([*RUBBISH, *known.get(name, ())]) | st.text(max_size=30) for name in names}
    return st.fixed_dictionaries({}, optional=values)


def nearest(codec, link, first):
    """Return what a codec makes of ``link``, if the address that follows from it says the same again, and no more."""
    value, problems = codec.read(link, first)
    written = codec.write(value)
    assert set(written) <= set(codec.names)
    assert all(isinstance(text, str) for text in written.values())
    again, wrong = codec.read(written, first)
    assert wrong == ()
    assert codec.write(again) == written
    assert all(problem.template for problem in problems)
    return value, problems


def brought_back(codec, value, first):
    """Return what the link of ``value`` brings back, if nothing is wrong with it."""
    again, problems = codec.read(codec.write(value), first)
    assert problems == ()
    return again
