#!/usr/bin/env python3
"""Measures ActorPbx beside Kamailio and rtpengine in one run and prints a table of ratios.

Every server has core 0 and sipp core 1. For each measurement both servers start afresh and register their numbers, and
before calls, REGISTER and relay serve three seconds of calls; then they get the same requests at the same rate, in turns, because a busier machine makes both
dearer. The table shows the medians. CPU is the servers' own user and system time from /proc. Ratios below 1 are good for
ActorPbx.
"""
import argparse, os, shutil, statistics, sys, tempfile, time

from load import call, percentile, register, wait_ready
from servers import ActorPbx, Kamailio

CALLS, RELAYED, MANY = 10000, 20000, 100000


def measured(server, work):
    """CPU seconds that the server used while work() ran."""
    before = server.cpu()
    work()
    return server.cpu() - before


def datagrams():
    """UDP datagrams that this machine has sent."""
    names, values = (line.split() for line in open('/proc/net/snmp') if line.startswith('Udp:'))
    return int(values[names.index('OutDatagrams')])


def good(run, sipp):
    """None when all went well, else what did not: a failed call, or more than one message in a thousand that was repeated."""
    good, bad, repeated = sipp.totals()
    if bad or not good:
        return f'{bad} failed, {good} good (see {sipp.directory})'
    return f'{repeated} retransmissions in {good}' if repeated > good / 1000 else None


def finish(run, what, calling, called, seconds):
    calling.wait(seconds)
    calling.stop()
    if called:
        called.stop()
    fault = good(run, calling)
    if fault:
        run.complaints.append(f'{what}: {fault}')
    return calling.totals()[0]


def measure_calls(run, server):
    return {name: value for rate in (run.rate, run.rate * 5) for name, value in calls_at(run, server, rate).items()}


def calls_at(run, server, rate):
    calling, called = call(run, server, 'call', CALLS, rate * run.seconds, rate, 100)
    cpu = measured(server, lambda: calling.wait(run.seconds * 3 + 20))
    done = finish(run, f'{server.name} calls', calling, called, 1)
    delays = calling.delays()
    return {f'{rate} calls/s: CPU per call, ms': cpu / max(1, done) * 1e3, f'{rate} calls/s: INVITE to 180, p50 ms': percentile(delays, 0.5),
            f'{rate} calls/s: INVITE to 180, p99 ms': percentile(delays, 0.99)}


def measure_registers(run, server):
    count = run.registers * run.seconds
    sipp = register(run, server, CALLS, min(count, 10000), run.registers)
    cpu = measured(server, lambda: sipp.wait(run.seconds * 3 + 20))
    return {'CPU per REGISTER with digest, µs': cpu / max(1, finish(run, f'{server.name} REGISTER', sipp, None, 1)) * 1e6}


def highest(run, server, first, one):
    """The highest rate that one(rate, seconds) held without a fault, within 6 %, and the CPU seconds an item at it: doubles, bisects, then holds it for the whole time."""
    low, high, rate = 0, None, first
    while low == 0 and rate > 10 or high is None or high / low > 1.06:
        if one(rate, run.probe)[0]:
            low = rate
        else:
            high = rate
            time.sleep(3)
        rate = rate * 2 if high is None else (low + high) // 2
    while low > 10:
        held, cpu = one(low, run.seconds)
        if held:
            return low, cpu
        low = int(low * 0.93)
        time.sleep(3)
    return 0, float('nan')


def measure_peaks(run, server):
    def calls(rate, seconds):
        # Without the log of messages, which costs sipp more than its calls.
        calling, called = call(run, server, 'call', CALLS, rate * seconds, rate, 100, messages=False)
        cpu = measured(server, lambda: calling.wait(seconds + 10))
        calling.stop()
        called.stop()
        return good(run, calling) is None, cpu / max(1, calling.totals()[0])

    def registers(rate, seconds):
        sipp = register(run, server, CALLS, rate * seconds, rate, messages=False, most=RELAYED - CALLS)
        cpu = measured(server, lambda: sipp.wait(seconds + 10))
        sipp.stop()
        return good(run, sipp) is None, cpu / max(1, sipp.totals()[0])

    prepare(run, server)
    rate, cpu = highest(run, server, 1000, calls)
    figures = {'most calls/s on one core': rate, '… CPU per call, ms': cpu * 1e3}
    rate, cpu = highest(run, server, 4000, registers)
    return figures | {'most REGISTER/s on one core': rate, '… CPU per REGISTER, µs': cpu * 1e6}


def measure_extensions(run, server):
    prepare(run, server, warm=False)
    before = server.memory()
    sipp = register(run, server, MANY, run.extensions, 4000, messages=False)
    finish(run, f'{server.name} extensions', sipp, None, run.extensions / 1000 + 30)
    time.sleep(3)
    grown = server.memory() - before
    return {'memory per registered extension, KiB': grown / run.extensions, f'memory with {run.extensions} registered extensions, MB': (before + grown) / 1000}


def measure_held(run, server):
    # Fresh: a server that has seen many calls takes the memory of new ones from what those left.
    prepare(run, server, warm=False)
    before = server.memory()
    seconds = run.held / run.rate
    calling, called = call(run, server, 'call', CALLS, run.held, run.rate, int((seconds + 6) * 1000))
    time.sleep(seconds + 3)
    grown = server.memory() - before
    cpu = measured(server, lambda: time.sleep(1))
    finish(run, f'{server.name} held', calling, called, seconds * 2 + 30)
    return {'memory per held call, KiB': grown / run.held, 'CPU while calls are held, ms/s': cpu * 1e3}


def measure_relay(run, server):
    start = run.relayed / 20
    calling, called = call(run, server, 'call-media', RELAYED, run.relayed, 20, int((start + run.seconds + 4) * 1000))
    time.sleep(start + 2)
    began, sent = time.monotonic(), datagrams()
    cpu = measured(server, lambda: time.sleep(run.seconds))
    wall, sent = time.monotonic() - began, datagrams() - sent
    finish(run, f'{server.name} relay', calling, called, start + 40)
    # 50 from the caller, 50 echoed, each relayed once: 200 on the machine when nothing is lost.
    return {'relay of one G.711 call, CPU ms/s': cpu / wall / run.relayed * 1e3, 'datagrams per relayed call and s': sent / wall / run.relayed}


def prepare(run, server, warm=True):
    """Fresh start, all numbers registered, code warm."""
    server.stop()
    server.start()
    wait_ready(server)
    for first, count in ((CALLS, 2000), (RELAYED, 1000)):
        finish(run, f'{server.name} registrations', register(run, server, first, count, 500), None, 30)
    if warm:
        finish(run, f'{server.name} warm-up', *call(run, server, 'call', CALLS, run.rate * 3, run.rate, 100), 30)


def table(run, servers, results):
    ours, theirs = servers
    print(f'\n{"median of " + str(run.rounds):40}{ours.name:>12}{theirs.name:>12}{"ratio":>8}')
    for name in results[0][ours.name]:
        a, b = (statistics.median(result[server.name][name] for result in results) for server in servers)
        print(f'{name:40}{a:12.3f}{b:12.3f}' + (f'{a / b:8.2f}' if b > 0 else f'{"–":>8}'))
    print(f'\n{run.registers} REGISTER/s, {run.held} held calls, {run.relayed} relayed calls, {run.seconds} s each;'
          f' load average at the end {os.getloadavg()[0]:.1f}')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--quick', action='store_true', help='one short round of everything, about a minute')
    parser.add_argument('--rounds', type=int, default=3, help='how often everything is measured; the table shows medians')
    parser.add_argument('--only', default='calls,registers,relay,held,extensions,peaks', help='which measurements, comma separated')
    run = parser.parse_args()
    run.seconds, run.rate, run.registers, run.held, run.relayed = (4, 100, 500, 400, 40) if run.quick else (20, 100, 500, 2000, 100)
    run.extensions, run.probe = (5000, 3) if run.quick else (100000, 8)
    run.rounds = 1 if run.quick else run.rounds
    run.load_core, run.complaints = '1', []
    run.work = tempfile.mkdtemp(prefix='actorpbx-bench-')
    # Four seconds of sound in µ-law.
    open(os.path.join(run.work, 'speech.raw'), 'wb').write(bytes(0x80 + i * 7 % 0x7f for i in range(32000)))
    servers = [ActorPbx('ActorPbx', '127.40.0.1', run.work, '0'), Kamailio('Kamailio', '127.40.0.2', run.work, '0')]
    tests = {'calls': measure_calls, 'registers': measure_registers, 'relay': measure_relay, 'held': measure_held, 'extensions': measure_extensions, 'peaks': measure_peaks}
    results = [{server.name: {} for server in servers} for _ in range(run.rounds)]
    try:
        for test in run.only.split(','):
            # The others start their servers themselves.
            for server in servers if test in ('calls', 'registers', 'relay') else ():
                prepare(run, server)
            for number, result in enumerate(results):
                for server in servers:
                    print(f'{test} of {server.name}, {number + 1} of {run.rounds}', file=sys.stderr, flush=True)
                    figures = tests[test](run, server)
                    # Each at once, so that a run which is ended early was not for nothing.
                    print(*(f'    {name}: {value:.3f}' for name, value in figures.items()), sep='\n', file=sys.stderr, flush=True)
                    result[server.name] |= figures
        table(run, servers, results)
    finally:
        for server in servers:
            server.stop()
    for complaint in run.complaints:
        print('NOT GOOD', complaint)
    if not run.complaints:
        shutil.rmtree(run.work)
    sys.exit(1 if run.complaints else 0)


if __name__ == '__main__':
    main()
