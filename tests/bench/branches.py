#!/usr/bin/env python3
"""Measures what a call between branches costs a T-MSS, beside a local call on an L-MSS, in one run on one machine.

A cluster of real processes with a broker of its own: the T-MSS hq-1 and the branch north on core 0; south, the broker and sipp on
core 1. A local call is one between two phones of north. Calls between branches go north → hq-1 → south over TLS; then sipp itself
speaks to hq-1 over UDP, at the addresses that two more nodes announced as theirs, so that hq-1 alone is loaded: with both at the
same rate, and at rates that rise until calls fail or messages are repeated. CPU is the processes' own time from /proc.
"""
import argparse, os, shutil, statistics, sys, tempfile, time

from bench import finish, measured
from cluster import Broker, Node, make_certificates
from load import call, link_call, percentile, register, wait_ready

RATES = (600, 900, 1200, 1500, 1800, 2100, 2400, 2700, 3000)


def start(run):
    broker = Broker(run.work, run.load_core)
    broker.start()
    run.started.append(broker)
    hq = Node(run.work, '0', broker, 'hq', 'tmss', '127.40.0.21', 'tls')
    north = Node(run.work, '0', broker, 'north', 'lmss', '127.40.0.22', 'tls', '10000-14999', media=30000)
    south = Node(run.work, '1', broker, 'south', 'lmss', '127.40.0.23', 'tls', '15000-19999', media=31000)
    west = Node(run.work, '1', broker, 'west', 'lmss', '127.40.0.24', 'udp', '20000-29999', '127.40.0.26', media=32000)
    east = Node(run.work, '1', broker, 'east', 'lmss', '127.40.0.25', 'udp', '30000-39999', '127.40.0.27', media=33000)
    nodes = [hq, north, south, west, east]
    make_certificates(run.work, nodes)
    for node in nodes:
        node.start()
        run.started.append(node)
    end = time.time() + 60
    while not all(node.sees(seen) for node, seen in ((hq, 5), (north, 2), (south, 2))):
        if time.time() > end:
            raise SystemExit(f'the nodes do not find each other; their logs are in {run.work}')
        time.sleep(0.5)
    for branch, first in ((north, 10000), (south, 15000)):
        wait_ready(branch)
        finish(run, f'{branch.name} registrations', register(run, branch, first, 1000, 250), None, 30)
    return hq, north, south, west, east


def measure_local(run, cluster, count, rate):
    hq, north, *_ = cluster
    calling, called = call(run, north, 'call', 10000, count, rate, 100)
    cpu = measured(north, lambda: calling.wait(count / rate * 3 + 20))
    return {'local call, L-MSS': cpu / max(1, finish(run, 'local calls', calling, called, 1)) * 1e3}


def measure_branches(run, cluster, count, rate):
    hq, north, south, *_ = cluster
    calling, called = call(run, north, 'call', 10000, count, rate, 100, called_first=15000)
    before = [node.cpu() for node in (hq, north, south)]
    calling.wait(count / rate * 3 + 20)
    cpu = [node.cpu() - was for node, was in zip((hq, north, south), before)]
    good = max(1, finish(run, 'calls between branches', calling, called, 1))
    names = ('between branches over TLS, T-MSS', 'between branches over TLS, L-MSS of the caller', 'between branches over TLS, L-MSS of the callee')
    return {name: used / good * 1e3 for name, used in zip(names, cpu)}


def measure_links(run, cluster, count, rate):
    hq, _, _, west, east = cluster
    calling, called = link_call(run, hq, west, east, count, rate, 100)
    cpu = measured(hq, lambda: calling.wait(count / rate * 3 + 20))
    delays = calling.delays()
    run.delay = percentile(delays, 0.5), percentile(delays, 0.99)
    return {'between branches over UDP, T-MSS': cpu / max(1, finish(run, f'calls over UDP links at {rate}/s', calling, called, 1)) * 1e3}


def table(run, results):
    local = statistics.median(result['local call, L-MSS'] for result in results)
    print(f'\n{"CPU per call, ms; median of " + str(run.rounds) + f" at {run.rate} calls/s":60}{"ms":>8}{"to a local call":>18}')
    for name in results[0]:
        cost = statistics.median(result[name] for result in results)
        print(f'{name:60}{cost:8.3f}{cost / local:18.2f}')


def climb(run, cluster):
    print(f'\n{"calls/s through one T-MSS on one core, over UDP links":60}{"CPU ms":>8}{"core, %":>9}{"p50 ms":>9}{"p99 ms":>9}')
    for rate in RATES:
        before = len(run.complaints)
        cost = measure_links(run, cluster, rate * run.peak_seconds, rate)['between branches over UDP, T-MSS']
        verdict = run.complaints[before:]
        del run.complaints[before:]
        print(f'{rate:<60}{cost:8.3f}{cost * rate / 10:9.0f}{run.delay[0]:9.1f}{run.delay[1]:9.1f}  {"; ".join(verdict)}', flush=True)
        if verdict:
            if rate <= 1200:
                run.complaints.append(f'only {rate} calls/s were tried: {verdict[0]}')
            return


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--quick', action='store_true', help='one short round, about a minute')
    parser.add_argument('--rounds', type=int, default=3, help='how often everything is measured; the table shows medians')
    parser.add_argument('--rate', type=int, default=100, help='calls/s of the comparison')
    parser.add_argument('--no-peak', action='store_true', help='compare only')
    run = parser.parse_args()
    run.seconds, run.peak_seconds, run.rounds = (5, 5, 1) if run.quick else (20, 15, run.rounds)
    run.load_core, run.complaints, run.started = '1', [], []
    run.work = tempfile.mkdtemp(prefix='actorpbx-branches-')
    open(os.path.join(run.work, 'speech.raw'), 'wb').write(bytes(32000))
    results = []
    try:
        cluster = start(run)
        for test in (measure_local, measure_branches, measure_links):
            test(run, cluster, run.rate * 5, run.rate)
        # Code that is compiled meanwhile may be late.
        run.complaints.clear()
        for number in range(run.rounds):
            results.append({})
            for test in (measure_local, measure_branches, measure_links):
                print(f'round {number + 1}: {test.__name__}', file=sys.stderr, flush=True)
                results[-1] |= test(run, cluster, run.rate * run.seconds, run.rate)
        table(run, results)
        if not run.no_peak:
            climb(run, cluster)
        print(f'\nload average at the end {os.getloadavg()[0]:.1f}')
    finally:
        for server in reversed(run.started):
            server.stop()
    for complaint in run.complaints:
        print('NOT GOOD', complaint)
    if not run.complaints:
        shutil.rmtree(run.work)
    sys.exit(1 if run.complaints else 0)


if __name__ == '__main__':
    main()
