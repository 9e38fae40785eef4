"""What the samples of a soak come to: growth, pauses, what went wrong, and whether that is well."""
import statistics

MIB = 1024 * 1024


class Line:
    """One line of the verdict."""

    def __init__(self, what, begin, end, found, allowed, well):
        self.what, self.begin, self.end, self.found, self.allowed, self.well = what, begin, end, found, allowed, well


def trend(samples, key):
    """By how much a series rose over these samples, by the straight line through them, and how far single samples are off that line."""
    times, values = [s['time'] for s in samples], [s[key] for s in samples]
    if len(samples) < 2:
        return 0, 0  # too short to say anything
    slope, base = statistics.linear_regression(times, values)
    off = [value - base - slope * time for time, value in zip(times, values)]
    return slope * (times[-1] - times[0]), statistics.pstdev(off)


def rise(samples, key, name, unit, least, share):
    """
    Growth over the second half, for what was filled at first is no leak. Allowed is the largest of: `least`, `share` of the mean, and twice how far single
    samples scatter, below which a slope says nothing.
    """
    half = samples[len(samples) // 2:]
    grown, scatter = trend(half, key)
    allowed = max(least, share * statistics.mean(s[key] for s in half), 2 * scatter)
    mean = lambda part: statistics.mean(s[key] for s in part)
    quarter = max(1, len(half) // 2)
    return Line(f'{name}, rise over the second half', unit(mean(half[:quarter])), unit(mean(half[-quarter:])), unit(grown), unit(allowed), grown <= allowed)


def rest(before, after, key, name, unit, allowed):
    """At rest, when no call and no transaction lives, everything is as it was before the load."""
    grown = after[key] - before[key]
    return Line(f'{name}, at rest', unit(before[key]), unit(after[key]), unit(grown), unit(allowed), grown <= allowed)


def mebibytes(value):
    return f'{value / MIB:.1f} MiB'


def count(value):
    return f'{value:.0f}'


def milliseconds(value):
    return f'{value * 1e3:.1f} ms'


def growth(samples, before, after, calls):
    # The runtime keeps some MiB more or less between two collections, compiles for minutes, and freed pages stay for a while. What a call could leave behind
    # (a record, a dialogue) is a KiB: at twelve calls a second that is 21 MiB in the second half of an hour.
    yield rise(samples, 'PSS', 'memory (PSS)', mebibytes, 16 * MIB, 0.05)
    # After a full collection: tables that keep their size once they grew, and less than the smallest object for each call that was made.
    before['live'], after['live'] = (s['heap'] - s['fragmented'] for s in (before, after))
    yield rest(before, after, 'live', 'live objects', mebibytes, MIB / 2 + 16 * calls)
    for key, least in (('handles', 4), ('threads', 4), ('actors', 10), ('timers of actors', 10), ('SIP timers', 20), ('transactions', 20), ('dialogues', 10)):
        # A load that comes by chance swings by some hundredths over minutes; a leak does not stop.
        yield rise(samples, key, key, count, least, 0.05)
    # What lives for minutes by design may differ by a few at rest: pool threads and their handles, a connection of the operator's.
    for key, allowed in (('handles', 6), ('threads', 6), ('actors', 2), ('timers of actors', 2), ('SIP timers', 2), ('transactions', 0), ('dialogues', 0), ('calls', 0), ('connections', 0)):
        yield rest(before, after, key, key, count, allowed)


def pauses(samples, bar):
    longest = max(s['pause'] for s in samples)
    yield Line('longest pause of garbage collection', '', '', milliseconds(longest), milliseconds(bar), longest <= bar)
    # A stall is the node's own as far as a bare thread on the same core did not stall as long within the same minute.
    worst = max(samples, key=lambda s: s['stall'] - s['floor'])
    own = worst['stall'] - worst['floor']
    yield Line('longest stall beyond the machine’s', milliseconds(worst['floor']), milliseconds(worst['stall']), milliseconds(max(0, own)), milliseconds(bar), own <= bar)


def failures(samples, made, faults, calls):
    # One in a thousand may meet a vanished phone's number, or a datagram that the machine dropped.
    allowed = made // 1000 + 1
    yield Line('what went wrong, of what the phones did', '', '', f'{faults}', f'{allowed}', faults <= allowed)
    turned = samples[-1]['turned away'] - samples[0]['turned away']
    yield Line('calls turned away', '', '', count(turned), '0', turned == 0)


def table(lines):
    rows = [f'| {line.what} | {line.begin} | {line.end} | {line.found} | {line.allowed} | {"well" if line.well else "**NOT WELL**"} |' for line in lines]
    return '\n'.join(['| | at first | at last | difference | allowed | |', '|---|---:|---:|---:|---:|---|', *rows]) + '\n'
