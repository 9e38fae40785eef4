#!/usr/bin/env python3
"""Has one node carry mixed load for an hour and says whether anything grew that should not, and for how long it stood still at most.

The node has core 0, all load core 1. Warmed up and at rest it is measured, then loaded and watched every few seconds from outside and inside, then measured at rest
again. Everything is kept in the folder of --results: samples.csv, verdict.md, picture.svg, the node's log. The exit code is 1 when a line of the verdict is not well.
"""
import argparse, asyncio, csv, os, random, signal, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'bench'))

import lives, picture, verdict
from load import Sipp, numbers, wait_ready
from samples import Floor, Observer, collect
from servers import ROOT, ActorPbx

PROGRAM = os.path.join(ROOT, 'artifacts/actorpbx/actorpbx')
NODE, TRUSTED, CALLED = '127.41.0.1', '127.41.0.11', '127.41.0.12'  # a block of its own: a bench may run meanwhile
CALLS, RELAYED, HELD = 10000, 20000, 20  # first numbers, and seconds that a call of sipp's lasts
NUMBERS = {CALLS: 1000, RELAYED: 100}  # of each: so few that all of them were used while the node warmed up
EVERY = 5


class Soaked(ActorPbx):
    """The node, with a configuration that is read again and again."""
    version = 0

    def run(self):
        self.rename()
        self.configuration = self.fill('../soak/soak.conf', {'TRUSTED': TRUSTED})
        self.spawn(PROGRAM, 'run', self.configuration)

    def rename(self):
        """Another name for every phone, and extensions that come and go."""
        self.version += 1
        new = '"40000-40099" {}' if self.version % 2 else ''
        open(os.path.join(self.work, 'names.conf'), 'w').write(f'domains."bench.test" {{ extension-defaults.display-name = "Day {self.version}", extensions {{ {new} }} }}\n')


class Run:
    """One soak from start to verdict."""

    def __init__(self, options):
        self.options, self.work, self.load_core = options, options.results, '1'
        os.makedirs(self.work)
        # Four seconds of sound in µ-law.
        open(os.path.join(self.work, 'speech.raw'), 'wb').write(bytes(0x80 + i * 7 % 0x7f for i in range(32000)))
        self.server = Soaked('node', NODE, self.work, '0')
        self.town, self.bulk, self.sipps, self.operator_faults = lives.Town(self.server.address, options.seed), [], [], 0

    async def begin(self):
        self.server.start()
        await asyncio.to_thread(wait_ready, self.server)
        for first, count in (*NUMBERS.items(), (lives.FIRST, lives.LAST - lives.FIRST + 1)):
            sipp = self.register(first, count, 500)
            self.sipps.append(sipp)
            await asyncio.to_thread(sipp.wait, 60)
            if sipp.totals()[0] != count:
                sys.exit(f'not all numbers could be registered; see {sipp.directory}')
        self.pid = next(pid for pid in self.server.pids() if os.path.basename(os.readlink(f'/proc/{pid}/exe')).startswith('actorpbx'))
        self.observer = Observer(self.pid, f'http://{self.server.address}:9560/metrics', Floor(0), 0)

    def register(self, first, times, rate, port=5064, **options):
        """So many registrations, of one number after the other, from the address of their Contact, for another one would look like a NAT."""
        users = numbers(self, f'users-{first}-{times}.csv', (f'{n};[authentication username={n} password=pw{n}];\n' for n in range(first, first + NUMBERS.get(first, times))))
        return Sipp(self, 'register', CALLED, '-inf', users, '-key', 'device', f'{CALLED}:5060', f'{NODE}:5060', calls=times, rate=rate, port=port, **options)

    async def load(self, seconds):
        """Everything at once: sipp's calls and registrations, phones of all kinds, operators."""
        rate, options = self.options.rate, {'messages': False}
        pairs = lambda name, first: numbers(self, name, (f'{first + n};{first + NUMBERS[first] // 2 + n};\n' for n in range(NUMBERS[first] // 2)))
        server, work = f'{self.server.address}:5060', max(1, seconds - HELD)
        called = Sipp(self, 'called', CALLED, '-rtp_echo', '-mp', '16000', milliseconds=300, **options)
        calling = [
            Sipp(self, 'call', TRUSTED, '-mp', '20000', '-inf', pairs('pairs.csv', CALLS), server, calls=int(10 * rate * work), rate=10 * rate, milliseconds=HELD * 1000, **options),
            Sipp(self, 'call-media', TRUSTED, '-mp', '22000', '-inf', pairs('relayed.csv', RELAYED), server, calls=max(1, int(rate * work)), rate=rate, milliseconds=HELD * 1000, port=5062, **options),
            self.register(CALLS, int(19 * rate * seconds), 19 * rate, **options),
            self.register(RELAYED, max(1, int(rate * seconds)), rate, port=5066, **options),
        ]
        self.bulk = calling
        self.sipps += [called, *calling]
        operator = asyncio.ensure_future(self.operate(seconds))
        await lives.live(self.town, rate, seconds)
        await operator
        if self.server.version % 2 == 0:
            self.server.rename()
            await self.operator('reload')
        for sipp in calling:
            await asyncio.to_thread(sipp.wait, HELD + 40)
        for sipp in (*calling, called):
            await asyncio.to_thread(sipp.stop)

    async def operate(self, seconds):
        """Now and then somebody looks, traces, and has the configuration read again."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 30:
            await asyncio.sleep(min(20, left))
            self.server.rename()
            for command in (('reload',), ('status',), ('calls',), ('extensions', '10500'), ('cdr', '--limit', '20'), ('bans', 'list')):
                await self.operator(*command)
            trace = await asyncio.create_subprocess_exec('taskset', '-c', '1', PROGRAM, 'trace', '--config', self.server.configuration, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            await asyncio.sleep(5)
            trace.terminate()
            await trace.wait()
            await asyncio.sleep(max(0, min(95, end - time.monotonic() - 30)))

    async def operator(self, *command):
        process = await asyncio.create_subprocess_exec('taskset', '-c', '1', PROGRAM, *command, '--config', self.server.configuration, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        _, said = await process.communicate()
        if process.returncode:
            self.operator_faults += 1
            print(f'actorpbx {" ".join(command)} ended with {process.returncode}: {said.decode().strip()}', flush=True)

    async def watch(self, minutes):
        """Samples until it is called off, and a line a minute."""
        began, told, stolen = time.monotonic(), 0, self.observer.samples[-1]['stolen']
        while True:
            self.server.check()
            now = await asyncio.to_thread(self.observer.sample)
            minute = int((time.monotonic() - began) / 60)
            if minute > told:
                told = minute
                print(f'{minute:4}/{minutes:g} min: PSS {now["PSS"] / 1048576:.0f} MiB, heap {now["heap"] / 1048576:.0f} MiB, {now["handles"]} handles, {now["threads"]} threads, '
                      f'{now["actors"]:.0f} actors, {now["timers of actors"]:.0f}+{now["SIP timers"]:.0f} timers, {now["transactions"]:.0f} transactions, {now["calls"]:.0f} calls; '
                      f'longest pause {now["pause"] * 1e3:.1f} ms, stall {now["stall"] * 1e3:.1f} ms (machine {now["floor"] * 1e3:.1f}, stolen {now["stolen"] - stolen:.1f} s); {now["ended"]:.0f} calls, {len(self.town.faults)} faults', flush=True)
                stolen = now["stolen"]
            await asyncio.sleep(EVERY)

    async def rest(self):
        """Waits until nothing lives any more that ends by itself, and the same for half a minute; then the node without its garbage."""
        # Phones that vanished are missed after a session's interval and two transactions: 90 + 64 s. Registrations of a minute ended before.
        end, same, last = time.monotonic() + 240, 0, None
        while time.monotonic() < end and same < 35:
            now = await asyncio.to_thread(self.observer.sample, False)
            living = tuple(now[key] for key in ('calls', 'transactions', 'dialogues', 'connections', 'actors', 'timers of actors', 'SIP timers', 'devices'))
            same = same + EVERY if living == last and not now['calls'] + now['transactions'] else 0
            last = living
            await asyncio.sleep(EVERY)
        now = await asyncio.to_thread(self.observer.sample, False)
        collect(self.pid)
        # The pause of that collection is none of the node's.
        return await asyncio.to_thread(self.observer.sample, False) | {key: now[key] for key in ('pause', 'stall', 'floor')}

    async def all(self):
        minutes = self.options.minutes
        await self.begin()
        print(f'warming up for {self.options.warm_up} s', flush=True)
        await self.load(self.options.warm_up)
        before = await self.rest()
        await asyncio.sleep(66)  # until the node shows the pause of the collection no longer
        self.town.faults, self.town.counts = [], {}
        print(f'at rest: {before["actors"]:.0f} actors, {before["handles"]} handles; load for {minutes:g} minutes', flush=True)
        started = await asyncio.to_thread(self.observer.sample)
        watching = asyncio.ensure_future(self.watch(minutes))
        loading = asyncio.ensure_future(self.load(minutes * 60))
        await asyncio.wait((watching, loading), return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            watching.result()  # the node ended
        watching.cancel()
        await loading
        # From the first call to the last one: beginning and end of the load are no growth.
        span = [s for s in self.observer.samples if started['time'] + HELD < s['time'] < started['time'] + minutes * 60 - HELD] or self.observer.samples
        print('at rest again', flush=True)
        after = await self.rest()
        self.observer.samples.append(after)
        return self.judge(before, after, span)

    def judge(self, before, after, span):
        good, bad = (sum(sipp.totals()[i] for sipp in self.bulk) for i in (0, 1))
        calls = after['ended'] - before['ended']
        made = good + bad + sum(self.town.counts.values())
        lines = [*verdict.growth(span, before, after, calls), *verdict.pauses(self.observer.samples, 0.02),
                 *verdict.failures(span, made, bad + len(self.town.faults) + self.operator_faults, calls)]
        self.keep(lines, after, calls, before)
        for fault in sorted(set(self.town.faults)):
            print('went wrong:', self.town.faults.count(fault), 'times', fault)
        return all(line.well for line in lines)

    def keep(self, lines, after, calls, before):
        samples = self.observer.samples
        with open(os.path.join(self.work, 'samples.csv'), 'w', newline='') as file:
            writer = csv.DictWriter(file, list(samples[0]), extrasaction='ignore')
            writer.writeheader()
            writer.writerows(samples)
        open(os.path.join(self.work, 'picture.svg'), 'w').write(picture.draw(samples, f'{self.options.minutes:g} minutes, {calls:.0f} calls'))
        cpu = (after['CPU'] - before['CPU']) / (after['time'] - before['time'])
        done = ', '.join(f'{count} {name.replace("_", " ")}' for name, count in sorted(self.town.counts.items()))
        stalls = self.observer.histogram('actorpbx_pauses_stall_seconds')
        pauses = self.observer.histogram('actorpbx_pauses_collection_seconds')
        machine = sum(self.observer.floor.counts[6:])
        worst = max(samples, key=lambda s: s['pause'])
        taken = worst['stolen'] - next(s['stolen'] for s in samples if s['time'] >= worst['time'] - 66)
        text = (f'{self.options.minutes:g} minutes at rate {self.options.rate:g}: {calls:.0f} calls, {after["messages"] - before["messages"]:.0f} SIP messages, '
                f'{(after["repeated"] - before["repeated"]):.0f} of them repeated; {cpu * 100:.0f} % of the core. sipp’s calls and registrations, and of single phones: {done}.\n\n'
                f'{verdict.table(lines)}\n'
                f'{after["collections"] - before["collections"]:.0f} collections; since the start {pauses[0.005]:.0f} pauses above 5 ms, {pauses[0.02]:.0f} above 20 ms; '
                f'stalls above 20 ms: {stalls[0.02]:.0f} of the node, {machine} of the machine. '
                f'The hypervisor took the core for {samples[-1]["stolen"] - samples[0]["stolen"]:.1f} s, {taken:.2f} of them in the minute of the longest pause.\n')
        open(os.path.join(self.work, 'verdict.md'), 'w').write(text)
        print('\n' + text)
        print(f'all of it is in {self.work}', flush=True)

    def end(self):
        if hasattr(self, 'observer'):
            self.observer.floor.stop()
        for sipp in self.sipps:
            sipp.stop()
        self.server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--minutes', type=float, default=60, help='how long it is loaded')
    parser.add_argument('--rate', type=float, default=1, help='1: about twelve calls and twenty registrations a second')
    parser.add_argument('--warm-up', type=int, default=90, help='seconds of load before the first measurement')
    parser.add_argument('--seed', type=int, default=random.randrange(1 << 30), help='what chance begins with')
    parser.add_argument('--results', default=os.path.join(ROOT, 'artifacts/soak', time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())), help='folder, made anew')
    options = parser.parse_args()
    options.results = os.path.abspath(options.results)
    os.sched_setaffinity(0, {1})
    random.seed(options.seed)
    # Told to end, it ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit('called off'))
    run = Run(options)
    try:
        well = asyncio.run(run.all())
    finally:
        run.end()
    sys.exit(0 if well else 1)


if __name__ == '__main__':
    main()
