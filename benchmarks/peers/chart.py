"""Draws results as an SVG: bars, one group for the kernels and one for the calls of tools."""
from xml.sax.saxutils import escape

import math

import tables

WIDTH, LABEL, BAR, GAP = 860, 300, 18, 6
COLOURS = {"vexhost": "#2f6fb3", "executor": "#5b93cc", "unmetered": "#9fc1e3"}
OTHER = "#9a9a9a"


def colour(key):
    return COLOURS.get(key.split("-")[0], OTHER)


def text(x, y, words, size=13, anchor="start", weight="normal"):
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}">{escape(words)}</text>'


def group(top, title, bars, scale, label):
    """Bars are (key, title, value); answers the elements and where the group ends."""
    parts = [text(0, top + 16, title, 15, weight="bold")]
    y = top + 28
    for key, name, value in bars:
        width = max(1.0, scale(value) * (WIDTH - LABEL - 110))
        parts.append(text(LABEL - 8, y + 13, name, anchor="end"))
        parts.append(f'<rect x="{LABEL}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{colour(key)}"/>')
        parts.append(text(LABEL + width + 6, y + 13, label(value)))
        y += BAR + GAP
    return parts, y + 18


def linear(values):
    top = max(values)
    return lambda value: value / top


def logarithmic(values):
    low, high = math.log10(min(values)) - 0.3, math.log10(max(values))
    return lambda value: (math.log10(value) - low) / (high - low)


def draw(results):
    parts, y = [], 8
    means = tables.kernel_means(results)
    if means:
        bars = [(key, results["runtimes"][key], mean) for key, mean in sorted(means.items(), key=lambda item: item[1])]
        title = "Six kernels: geometric mean of a call, milliseconds (shorter is faster)"
        more, y = group(y, title, bars, linear(list(means.values())), lambda v: f"{v / 1e6:.1f} ms")
        parts += more
    for name in tables.of_kind(results, "tool"):
        found = [(k, t, tables.figure(results, k, name)) for k, t in results["runtimes"].items()]
        bars = sorted((bar for bar in found if bar[2]), key=lambda bar: bar[2])
        if bars:
            title = f"One call of '{name}', sandbox included, microseconds (logarithmic)"
            more, y = group(y, title, bars, logarithmic([bar[2] for bar in bars]), lambda v: f"{tables.micros(v)} µs")
            parts += more
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 {WIDTH + 20} {y}" font-family="sans-serif" fill="#222">'
    background = f'<rect x="-10" y="0" width="{WIDTH + 20}" height="{y}" fill="#ffffff"/>'
    return "\n".join([head, background, *parts, "</svg>"]) + "\n"


def write(results, path):
    path.write_text(draw(results), encoding="utf-8")
