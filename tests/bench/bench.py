#!/usr/bin/env python3
"""Measures ActorPbx beside Kamailio and rtpengine in one run and prints a table of ratios.

Every server has core 0 and sipp core 1. Both servers get the same requests at the same rate, one after the other in
each round, because a busier machine makes both dearer; the table shows the medians of the rounds. CPU is the servers'
own user and system time from /proc. Ratios below 1 are good for ActorPbx.
"""
import argparse, os, shutil, statistics, sys, tempfile, time

from load import call, percentile, register, wait_ready
from servers import ActorPbx, Kamailio

CALLS, RELAYED = 10000, 20000


def measured(server, work):
    """CPU seconds that the server used while work() ran."""
    before = server.cpu()
    work()
    return server.cpu() - before


def datagrams():
    """UDP datagrams that this machine has sent."""
    names, values = (line.split() for line in open('/proc/net/snmp') if line.startswith('Udp:'))
    return int(values[names.index('OutDatagrams')])


def finish(run, what, calling, called, seconds):
    calling.wait(seconds)
    calling.stop()
    if called:
        called.stop()
    good, bad, repeated = calling.totals()
    if bad or not good:
        run.complaints.append(f'{what}: {bad} failed, {good} good (see {calling.directory})')
    elif repeated > good / 1000:
        run.complaints.append(f'{what}: {repeated} retransmissions in {good}')
    return good


def measure_calls(run, server):
    count = run.rate * run.seconds
    calling, called = call(run, server, 'call', CALLS, count, run.rate, 100)
    cpu = measured(server, lambda: calling.wait(run.seconds * 3 + 20))
    good = finish(run, f'{server.name} calls', calling, called, 1)
    delays = calling.delays()
    return {'CPU per call, ms': cpu / max(1, good) * 1e3, 'INVITE to 180, p50 ms': percentile(delays, 0.5), 'INVITE to 180, p99 ms': percentile(delays, 0.99)}


def measure_registers(run, server):
    count = run.registers * run.seconds
    sipp = register(run, server, CALLS, min(count, 10000), run.registers)
    cpu = measured(server, lambda: sipp.wait(run.seconds * 3 + 20))
    return {'CPU per REGISTER with digest, µs': cpu / max(1, finish(run, f'{server.name} REGISTER', sipp, None, 1)) * 1e6}


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
    print(f'\n{run.rate} calls/s, {run.registers} REGISTER/s, {run.held} held calls, {run.relayed} relayed calls, {run.seconds} s each;'
          f' load average at the end {os.getloadavg()[0]:.1f}')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--quick', action='store_true', help='one short round of everything, about a minute')
    parser.add_argument('--rounds', type=int, default=3, help='how often everything is measured; the table shows medians')
    parser.add_argument('--only', default='calls,registers,relay,held', help='which measurements, comma separated')
    run = parser.parse_args()
    run.seconds, run.rate, run.registers, run.held, run.relayed = (4, 100, 500, 400, 40) if run.quick else (20, 100, 500, 2000, 100)
    run.rounds = 1 if run.quick else run.rounds
    run.load_core, run.complaints = '1', []
    run.work = tempfile.mkdtemp(prefix='actorpbx-bench-')
    # Four seconds of sound in µ-law.
    open(os.path.join(run.work, 'speech.raw'), 'wb').write(bytes(0x80 + i * 7 % 0x7f for i in range(32000)))
    servers = [ActorPbx('ActorPbx', '127.40.0.1', run.work, '0'), Kamailio('Kamailio', '127.40.0.2', run.work, '0')]
    tests = {'calls': measure_calls, 'registers': measure_registers, 'relay': measure_relay, 'held': measure_held}
    results = []
    try:
        for server in servers:
            prepare(run, server)
        for number in range(run.rounds):
            results.append({server.name: {} for server in servers})
            for test in run.only.split(','):
                for server in servers:
                    print(f'round {number + 1}: {test} of {server.name}', file=sys.stderr, flush=True)
                    results[-1][server.name] |= tests[test](run, server)
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
