#!/usr/bin/env python3
"""Writes the failure report from the outcomes that the scenarios left, one JSON object a line; --follow prints each as it comes."""
import json, os, platform, subprocess, sys, time

HEAD = """# Failure report

Made by `scripts/chaos` on {date}, commit {commit}, on a machine with {machine}. Nothing here is written by hand.

Each scenario runs the real programs, each on a host of its own (a network namespace): two T-MSS, the branches Shanghai, Berlin and Lagos, a RabbitMQ broker,
PostgreSQL with the records of all branches. Phones register with digest, keep calls up over the fault, and make new ones at a rate all the time.

"""

TABLE = """| scenario | calls kept | lost | new calls | failed | first new call | slowest | records expected | found | missing | doubled | converged |
|---|---|---|---|---|---|---|---|---|---|---|---|"""

TAIL = """
What is above a bar is in bold. The bars: established calls lost 0; the first new call after the loss of a T-MSS within 1 s; convergence within 5 s; records
missing or doubled 0.

- *calls kept*: up when the fault came; afterwards held and taken back by re-INVITE, a digit sent each way by INFO where the scenario does so, then ended by
  one of the phones, with 200 to its BYE and the BYE seen at the other side. *lost*: ended by the exchange, or not to be used or ended so. Calls of a branch
  whose own node is killed are in neither; the scenario's notes give their number.
- *new calls*: begun over the whole time, some before the fault. *failed*: not answered with 200, or not ended well.
- *first new call*: from the fault to the first 200 for a call begun after it. *slowest*: the longest time from INVITE to 200 of any call answered after it, those that were
  being set up at that moment among them.
- *records*: an answered call leaves two records, the caller's and the called side's, a refused one the caller's. A call that was up when its node was
  killed leaves, when the node starts again, one record of that node, marked interrupted. Counted by SQL and again by `actorpbx cdr --branch all`.
- *converged*: from the moment when the killed program serves again, or the line is whole again, until `actorpbx cluster status` of every node shows all
  members up, all links good, all ranges right, and the bus there.

## The scenarios

{scenarios}
## Again

    scripts/chaos                      # all, under load; writes this file
    scripts/chaos --list
    scripts/chaos trunk-node-killed    # one

The same scenarios run with a few calls in `scripts/test`.
"""


def seconds(value, bar=None):
    if value is None:
        return '–'
    text = f'{value:.2f} s'
    return f'**{text}**' if bar is not None and value > bar else text


def zero(count):
    return f'**{count}**' if count else '0'


def row(o):
    bar = 1 if o['scenario'] == 'trunk-node-killed' else None
    return (f"| {o['scenario']} | {o['callsKept']} | {zero(o['callsLost'])} | {o['newCalls']} | {o['newCallsFailed']} | {seconds(o['firstNewCall'], bar)} "
            f"| {seconds(o['slowestNewCall'])} | {o['recordsExpected']} | {o['recordsFound']} | {zero(o['recordsMissing'])} | {zero(o['recordsDoubled'])} "
            f"| {seconds(o['convergence'], 5)} |")


def notes(o):
    more = [f"{o['callsOfTheDead']} calls of the killed branch's own are not counted as kept or lost"] if o['callsOfTheDead'] else []
    more += [o['remark']] if o['remark'] else []
    return f"- **{o['scenario']}**: {o['what']}" + ''.join(f' *{note[0].upper()}{note[1:]}.*' for note in more) + '\n'


def said(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def machine():
    memory = int(next(line for line in open('/proc/meminfo') if line.startswith('MemTotal')).split()[1]) / 1024 / 1024
    system = next(line for line in open('/etc/os-release') if line.startswith('PRETTY_NAME')).split('"')[1]
    broker = said('dpkg-query', '-W', '-f', '${Version}', 'rabbitmq-server').split('-')[0]
    return f'{os.cpu_count()} cores and {memory:.0f} GiB ({platform.machine()}, {system}, .NET {said("dotnet", "--version")}, RabbitMQ {broker}); load average {os.getloadavg()[2]:.0f}'


def report(outcomes):
    commit = said('git', 'rev-parse', '--short', 'HEAD') + (' with changes' if said('git', 'status', '--porcelain', '--', 'src', 'tests') else '')
    print(HEAD.format(date=time.strftime('%Y-%m-%d', time.gmtime()), commit=commit, machine=machine()) + TABLE)
    print('\n'.join(row(outcome) for outcome in outcomes))
    print(TAIL.format(scenarios=''.join(notes(outcome) for outcome in outcomes)), end='')


def follow(path):
    with open(path) as lines:
        while True:
            line = lines.readline()
            if line:
                print('   ' + json.loads(line)['line'], flush=True)
            else:
                time.sleep(0.2)


if sys.argv[1] == '--follow':
    follow(sys.argv[2])
else:
    report([json.loads(line) for line in open(sys.argv[1])])
