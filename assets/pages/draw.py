"""Draw the pictures of the start page, one per page and theme: ``python -m assets.pages.draw``.

Colours come from ``explorer.figures.colours``, so run it again when they change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from explorer.figures.colours import DARK, LIGHT, Kind, Palette, lookup

HERE = Path(__file__).parent
WIDTH, HEIGHT = 320, 150
Draw = Callable[[Palette], Iterator[str]]


def rect(x: float, y: float, width: float, height: float, fill: str, *, radius: float = 2,
         **more: object) -> str:
    """Return a filled rectangle; further attributes with ``_`` for ``-``."""
    extra = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" fill="{fill}"{extra}/>'


def polygon(points: str, fill: str, opacity: float = 1) -> str:
    """Return a filled polygon."""
    return f'<polygon points="{points}" fill="{fill}" opacity="{opacity:g}"/>'


def line(points: str, stroke: str, width: float = 2) -> str:
    """Return an open line."""
    return (f'<polyline points="{points}" fill="none" stroke="{stroke}" stroke-width="{width:g}" '
            'stroke-linejoin="round"/>')


def cells(x: float, y: float, side: float, values: list[str], columns: int, gap: float = 2) -> Iterator[str]:
    """Yield squares in rows of ``columns``, one per colour."""
    for number, colour in enumerate(values):
        row, column = divmod(number, columns)
        yield rect(x + column * (side + gap), y + row * (side + gap), side, side, colour, radius=min(gap, 2))


def tone(palette: Palette, kind: Kind) -> str:
    """Return the fill of a kind of layer."""
    return palette.kinds[kind].fill


def viridis(value: float) -> str:
    """Return the colour of ``value``, 0 to 1."""
    red, green, blue = lookup("sequential")[round(value * 255)]
    return f"#{red:02x}{green:02x}{blue:02x}"


def wave(number: int) -> float:
    """Return a number from 0 to 1 that looks like chance and is always the same."""
    return (number * number * 37 + number * 61) % 101 / 100


def pixels(palette: Palette) -> Iterator[str]:
    """Draw a small photo, and a part of it so large that its pixels are numbers."""
    sky, sun, hill = palette.kinds["reshape"].fill, tone(palette, "pooling"), tone(palette, "linear")
    photo = [sun if (row - 2) ** 2 + (at - 7) ** 2 < 3 else hill if row > 8 - min(at, 5) * 0.9 else sky
             for row in range(10) for at in range(10)]
    yield from cells(30, 31, 8.8, photo, 10, gap=0)
    yield rect(74, 31, 35.2, 35.2, "none", radius=1, stroke=palette.selection, stroke_width=2.5)
    yield polygon("110,31 178,21 178,129 110,66", palette.selection, 0.12)
    near = [photo[10 * row + at] for row in range(4) for at in range(5, 9)]
    yield from cells(178, 21, 26, near, 4, gap=1.4)
    for number in range(16):
        row, column = divmod(number, 4)
        yield (f'<text x="{191 + 27.4 * column:g}" y="{38 + 27.4 * row:g}" text-anchor="middle" font-size="10.5" '
               f'font-family="sans-serif" fill="#10151f">{round(90 + 160 * wave(number + 3))}</text>')


def step_through(palette: Palette) -> Iterator[str]:
    """Draw a window on a grid and the output cell it makes."""
    grey, blue = tone(palette, "input"), tone(palette, "convolution")
    yield from cells(46, 23, 19, [grey if wave(i) > 0.4 else palette.kinds["reshape"].fill for i in range(25)], 5)
    yield rect(66, 43, 61, 61, blue, fill_opacity=0.35, stroke=blue, stroke_width=3)
    yield line("165,75 192,75 186,69 192,75 186,81", palette.quiet)
    yield from cells(211, 44, 19, [blue if i == 4 else palette.kinds["reshape"].fill for i in range(9)], 3)


def classic_filters(palette: Palette) -> Iterator[str]:
    """Draw hills, half as they are, half as edges."""
    yield rect(50, 20, 110, 110, tone(palette, "input"), opacity=0.35)
    yield f'<circle cx="85" cy="48" r="12" fill="{tone(palette, "pooling")}"/>'
    yield polygon("50,130 50,105 90,72 125,104 160,84 160,130", tone(palette, "linear"))
    yield rect(160, 20, 110, 110, "#10151f")
    yield line("160,84 185,70 222,106 270,62", "#ffffff", 3)
    yield '<circle cx="232" cy="46" r="12" fill="none" stroke="#ffffff" stroke-width="3"/>'
    yield line("160,14 160,136", palette.selection, 3)


def pooling(palette: Palette) -> Iterator[str]:
    """Draw four windows and their winners."""
    orange, grey = tone(palette, "pooling"), tone(palette, "reshape")
    winners = {1, 6, 8, 15}
    yield from cells(58, 23, 24, [orange if i in winners else grey for i in range(16)], 4)
    yield line("110,20 110,130", palette.background, 4)
    yield line("55,75 165,75", palette.background, 4)
    yield line("182,75 208,75 202,69 208,75 202,81", palette.quiet)
    yield from cells(224, 50, 24, [orange] * 4, 2)


def volume(x: float, side: float, depth: float, colour: str) -> Iterator[str]:
    """Yield a box that stands in the middle of the picture."""
    top, lean = HEIGHT / 2 - side / 2, side * 0.22
    yield polygon(f"{x:g},{top:g} {x + lean:g},{top - lean:g} {x + lean + depth:g},{top - lean:g} "
                  f"{x + depth:g},{top:g}", colour, 0.6)
    yield polygon(f"{x + depth:g},{top:g} {x + depth + lean:g},{top - lean:g} "
                  f"{x + depth + lean:g},{top - lean + side:g} {x + depth:g},{top + side:g}", colour, 0.8)
    yield rect(x, top, depth, side, colour)


def build_stack(palette: Palette) -> Iterator[str]:
    """Draw a small network as volumes."""
    boxes: list[tuple[float, float, float, Kind]] = [
        (22, 92, 5, "input"), (66, 84, 12, "convolution"), (114, 52, 12, "pooling"), (152, 44, 24, "convolution"),
        (200, 28, 24, "pooling")]
    for x, side, depth, kind in boxes:
        yield from volume(x, side, depth, tone(palette, kind))
    for x, height in ((246, 76), (266, 54), (286, 22)):
        yield rect(x, (HEIGHT - height) / 2, 8, height, tone(palette, "linear"))


def layers(palette: Palette) -> Iterator[str]:
    """Draw a ReLU with its tangent, and gradients that shrink on their way back."""
    grey, blue = tone(palette, "reshape"), tone(palette, "convolution")
    yield line("36,104 148,104", palette.quiet, 1.5)
    yield line("92,26 92,126", palette.quiet, 1.5)
    yield line("40,104 92,104 144,32", blue, 4)
    yield f'<circle cx="120" cy="65" r="7" fill="{tone(palette, "pooling")}"/>'
    for place, height in enumerate((4, 9, 20, 43, 90)):
        yield rect(184 + place * 22, 120 - height, 15, height, blue if place == 4 else grey)


def receptive_fields(palette: Palette) -> Iterator[str]:
    """Draw how one unit's field widens towards the image."""
    blue = tone(palette, "convolution")
    yield polygon("153,30 167,30 244,118 76,118", blue, 0.25)
    for y, width, seen in ((26, 120, 14), (70, 190, 78), (112, 256, 168)):
        yield rect(160 - width / 2, y, width, 12, tone(palette, "reshape"))
        yield rect(160 - seen / 2, y, seen, 12, blue)


def architectures(palette: Palette) -> Iterator[str]:
    """Draw errors that fall year by year, and the line of a trained person."""
    blue, grey = tone(palette, "convolution"), tone(palette, "input")
    for number, error in enumerate((28.2, 25.8, 16.4, 11.7, 7.3, 3.6, 2.3)):
        height = error * 3.4
        yield rect(52 + number * 32, 126 - height, 22, height, grey if number < 2 else blue)
    yield line("44,108.7 280,108.7", tone(palette, "pooling"), 2.5)
    yield line("44,126 280,126", palette.quiet)


def pixel_to_class(palette: Palette) -> Iterator[str]:
    """Draw maps that shrink from a picture to the bars of classes, and the cone of what one unit reads."""
    columns = ((38, 62, 1), (112, 30, 2), (154, 22, 3), (188, 14, 4))
    for x, side, count in columns:
        for tile in range(count):
            y = 75 - (count * (side + 4) - 4) / 2 + tile * (side + 4)
            values = [viridis(min(1, wave(tile * 5 + x + i % 4) * wave(i // 4 + x) * 1.7)) for i in range(16)]
            yield from cells(x, y, side / 4, values, 4, gap=0)
    yield line("92,62 124,70 158,73 193,74", palette.text, 1.5)
    yield line("92,92 124,80 158,77 193,76", palette.text, 1.5)
    for number, share in enumerate((0.12, 0.95, 0.3, 0.08, 0.2)):
        yield rect(222, 33 + number * 18, 8 + 54 * share, 10, tone(palette, "linear" if number == 1 else "reshape"))


def feature_maps(_palette: Palette) -> Iterator[str]:
    """Draw a sheet of maps."""
    for tile in range(10):
        x, y = 38 + tile % 5 * 50, 27 + tile // 5 * 50
        values = [viridis(min(1, wave(tile * 3 + i % 4) * wave(i // 4 + tile) * 1.6)) for i in range(16)]
        yield from cells(x, y, 11, values, 4, gap=0)


def attribution(palette: Palette) -> Iterator[str]:
    """Draw a head and the place that spoke for it."""
    grey = tone(palette, "input")
    yield rect(95, 18, 130, 114, grey, opacity=0.25)
    yield polygon("116,86 120,34 143,50 177,50 200,34 204,86 182,112 138,112", grey)
    for radius, value in ((34, 0.55), (23, 0.8), (12, 1.0)):
        yield f'<circle cx="143" cy="74" r="{radius}" fill="{viridis(value)}" opacity="0.55"/>'


def where_is_it(palette: Palette) -> Iterator[str]:
    """Draw things on a ground, each in its box, and one found a little beside its own."""
    blue, orange, green = (tone(palette, kind) for kind in ("convolution", "pooling", "linear"))
    yield rect(60, 15, 200, 120, tone(palette, "reshape"), opacity=0.35)
    yield f'<circle cx="112" cy="68" r="27" fill="{orange}"/>'
    yield polygon("176,118 204,62 232,118", green)
    yield rect(85, 41, 54, 54, "none", radius=1, stroke=palette.text, stroke_width=2, stroke_dasharray="5 4")
    yield rect(93, 48, 56, 52, blue, radius=1, fill_opacity=0.18, stroke=blue, stroke_width=3.5)
    yield rect(175, 61, 58, 58, "none", radius=1, stroke=blue, stroke_width=3.5)


def fine_tune(palette: Palette) -> Iterator[str]:
    """Draw a falling loss and a rising accuracy."""
    yield line("45,20 45,128 280,128", palette.quiet)
    yield line("52,30 80,66 112,86 150,98 200,106 275,111", tone(palette, "convolution"), 4)
    yield line("52,118 84,92 116,70 152,56 204,47 275,42", tone(palette, "linear"), 4)


def jobs(palette: Palette) -> Iterator[str]:
    """Draw runs, done, under way and waiting."""
    runs: list[tuple[float, Kind]] = [(220, "linear"), (132, "convolution"), (0, "reshape")]
    for row, (done, kind) in enumerate(runs):
        yield rect(50, 32 + row * 34, 220, 18, tone(palette, "reshape"), opacity=0.45)
        yield rect(50, 32 + row * 34, done, 18, tone(palette, kind))


def lessons(palette: Palette) -> Iterator[str]:
    """Draw a way with eight stops, three of them reached."""
    green, blue, grey = tone(palette, "linear"), tone(palette, "convolution"), tone(palette, "reshape")
    stops = [(40 + 80 * at, 48) for at in range(4)] + [(280 - 80 * at, 104) for at in range(4)]
    yield line(" ".join(f"{x},{y}" for x, y in stops), palette.quiet, 3)
    for number, (x, y) in enumerate(stops):
        colour = green if number < 3 else blue if number == 3 else grey
        yield f'<circle cx="{x}" cy="{y}" r="{17 if number == 3 else 14}" fill="{colour}"/>'
        if number < 3:
            yield line(f"{x - 6},{y} {x - 1},{y + 6} {x + 7},{y - 6}", "#ffffff", 3.5)


def exercises(palette: Palette) -> Iterator[str]:
    """Draw three answers on paper, two of them right."""
    blue, orange, green = (tone(palette, kind) for kind in ("convolution", "pooling", "linear"))
    yield rect(95, 12, 130, 126, tone(palette, "reshape"), opacity=0.3)
    for row, (width, colour) in enumerate(((72, green), (54, orange), (80, green))):
        top = 36 + 36 * row
        yield line(f"112,{top} {112 + width},{top}", blue if row == 1 else palette.text, 5)
        yield line(f"112,{top + 12} {112 + width * 0.6:g},{top + 12}", palette.quiet, 3)
        mark = f"202,{top} 208,{top + 7} 218,{top - 7}"
        yield line(mark if colour == green else f"203,{top - 6} 217,{top + 6}", colour, 4)


def classroom(palette: Palette) -> Iterator[str]:
    """Draw answers on a wall, the right one the longest, and phones below it."""
    grey, green, blue = (tone(palette, kind) for kind in ("reshape", "linear", "convolution"))
    yield rect(60, 12, 200, 84, "none", radius=3, stroke=palette.quiet, stroke_width=3)
    for row, (width, colour) in enumerate(((150, green), (92, grey), (40, grey))):
        yield rect(76, 26 + 21 * row, width, 13, colour, radius=1)
    for place in range(6):
        yield rect(66 + 34 * place, 108, 18, 30, blue, radius=3, opacity=1 if place in (0, 1, 3, 4) else 0.35)


PICTURES: dict[str, Draw] = {
    draw.__name__: draw
    for draw in (pixels, step_through, classic_filters, pooling, build_stack, layers, receptive_fields, architectures,
                 pixel_to_class, feature_maps, attribution, where_is_it, fine_tune, jobs,
                 lessons, exercises, classroom)}


def icon() -> str:
    """Return the icon of the browser's tab: two layers and what they found."""
    body = "\n".join([rect(6, 10, 22, 44, tone(LIGHT, "convolution")), rect(33, 19, 14, 26, tone(LIGHT, "pooling")),
                      rect(52, 26, 6, 12, tone(LIGHT, "linear"))])
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">\n{body}\n</svg>\n'


def picture(draw: Draw, palette: Palette) -> str:
    """Return one drawing as an SVG file."""
    body = "\n".join(draw(palette))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">\n{body}\n</svg>\n'


def main() -> None:
    """Write all drawings beside this file."""
    (HERE / "icon.svg").write_text(icon(), encoding="utf-8")
    for name, draw in PICTURES.items():
        for theme, palette in (("light", LIGHT), ("dark", DARK)):
            (HERE / f"{name}_{theme}.svg").write_text(picture(draw, palette), encoding="utf-8")


if __name__ == "__main__":
    main()
