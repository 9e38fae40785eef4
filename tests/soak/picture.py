"""The samples of a soak over time, as a picture (SVG)."""
WIDTH, HEIGHT, LEFT, GAP = 900, 130, 70, 34
PANELS = [
    ('memory, MiB', [('PSS', 'PSS', 1 / 1048576), ('heap after the last collection', 'heap', 1 / 1048576)]),
    ('handles and threads', [('handles', 'handles', 1), ('threads', 'threads', 1)]),
    ('actors', [('actors', 'actors', 1), ('timers of actors', 'timers of actors', 1)]),
    ('SIP', [('transactions', 'transactions', 1), ('timers', 'SIP timers', 1), ('dialogues', 'dialogues', 1), ('calls', 'calls', 1)]),
    ('longest pause within a minute, ms', [('collection', 'pause', 1e3), ('stall of the node', 'stall', 1e3), ('stall of the machine', 'floor', 1e3)]),
]
COLOURS = ['#1f5fa8', '#c8501e', '#3c8c3c', '#7a4f9e']


def draw(samples, title):
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{len(PANELS) * (HEIGHT + GAP) + 50}" font-family="sans-serif" font-size="11">',
             '<rect width="100%" height="100%" fill="white"/>', f'<text x="{LEFT}" y="18" font-size="14">{title}</text>']
    for number, (name, series) in enumerate(PANELS):
        parts += panel(samples, name, series, 34 + number * (HEIGHT + GAP))
    return '\n'.join([*parts, '</svg>\n'])


def panel(samples, name, series, top):
    first, last = samples[0]['time'], max(samples[-1]['time'], samples[0]['time'] + 1)
    most = max(max(s[key] * scale for s in samples) for _, key, scale in series) * 1.05 or 1
    right, bottom = WIDTH - 10, top + HEIGHT
    yield f'<text x="{LEFT}" y="{top - 4}">{name}</text>'
    for step in range(5):
        y = bottom - HEIGHT * step / 4
        yield f'<line x1="{LEFT}" x2="{right}" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/><text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{most * step / 4:.3g}</text>'
    for step in range(6):
        x = LEFT + (right - LEFT) * step / 5
        yield f'<text x="{x:.0f}" y="{bottom + 13}" text-anchor="middle">{(last - first) * step / 5 / 60:.3g} min</text>'
    for index, (label, key, scale) in enumerate(series):
        points = ' '.join(f'{LEFT + (right - LEFT) * (s["time"] - first) / (last - first):.1f},{bottom - HEIGHT * s[key] * scale / most:.1f}' for s in samples)
        yield f'<polyline fill="none" stroke="{COLOURS[index]}" stroke-width="1.3" points="{points}"/>'
        yield f'<text x="{LEFT + 260 + 170 * index}" y="{top - 4}" fill="{COLOURS[index]}">{label}</text>'
