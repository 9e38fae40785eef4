"""How a node is, seen from outside (/proc) and from inside (its /metrics), and how late a thread that has nothing to do with it wakes on the same core."""
import glob, multiprocessing, os, re, socket, struct, time, urllib.request

FIELDS = {
    'actors': 'actorpbx_actors_alive', 'timers of actors': 'actorpbx_actors_timers', 'SIP timers': 'actorpbx_sip_timers', 'transactions': 'actorpbx_sip_transactions',
    'dialogues': 'actorpbx_sip_dialogs', 'calls': 'actorpbx_calls_active', 'connections': 'actorpbx_sip_connections', 'devices': 'actorpbx_extensions_bindings',
    'heap': 'dotnet_gc_last_collection_heap_size_bytes', 'fragmented': 'dotnet_gc_last_collection_heap_fragmentation_size_bytes', 'collections': 'dotnet_gc_collections_total',
    'committed': 'dotnet_gc_last_collection_memory_committed_size_bytes',
    'begun': 'actorpbx_calls_begun_total', 'ended': 'actorpbx_calls_ended_total', 'turned away': 'actorpbx_calls_turned_away_total',
    'messages': 'actorpbx_sip_messages_total', 'repeated': 'actorpbx_sip_retransmissions_total',
}
BOUNDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1)


def metrics(url):
    """All series by name and labels."""
    text = urllib.request.urlopen(url, timeout=10).read().decode()
    return {name: float(value) for name, value in (line.rsplit(' ', 1) for line in text.splitlines() if line and line[0] != '#')}


def added(series, name):
    return sum(value for key, value in series.items() if key == name or key.startswith(name + '{'))


class Floor:
    """A bare thread of another process on the node's core that sleeps a millisecond again and again: what it oversleeps is the machine's, not the node's."""

    def __init__(self, core):
        self.longest = multiprocessing.Value('d', 0)
        self.counts = multiprocessing.Array('L', len(BOUNDS) + 1)
        self.process = multiprocessing.Process(target=self.sleep, args=(core,), daemon=True)
        self.process.start()

    def sleep(self, core):
        os.sched_setaffinity(0, {core})
        while True:
            began = time.monotonic()
            time.sleep(0.001)
            late = time.monotonic() - began - 0.001
            with self.longest.get_lock():
                self.longest.value = max(self.longest.value, late)
            self.counts[next((i for i, bound in enumerate(BOUNDS) if late <= bound), len(BOUNDS))] += 1

    def take(self):
        """The longest since it was taken last."""
        with self.longest.get_lock():
            late, self.longest.value = self.longest.value, 0
        return late

    def stop(self):
        self.process.kill()
        self.process.join()


def stolen(core):
    """Seconds that the hypervisor kept a processor for others since the machine began."""
    line = next(line for line in open('/proc/stat') if line.startswith(f'cpu{core} '))
    return int(line.split()[8]) / os.sysconf('SC_CLK_TCK')


class Observer:
    """Takes samples of one node."""

    def __init__(self, pid, url, floor, core):
        self.core = core
        self.pid, self.url, self.floor, self.samples, self.began = pid, url, floor, [], time.monotonic()
        self.floors = []

    def sample(self, keep=True):
        status = open(f'/proc/{self.pid}/status').read()
        stat = open(f'/proc/{self.pid}/stat').read()
        fields = stat[stat.rindex(')') + 2:].split()
        pss = open(f'/proc/{self.pid}/smaps_rollup').read()
        series = metrics(self.url)
        self.floors = (self.floors + [(time.monotonic(), self.floor.take())])[-20:]
        now = {key: added(series, name) for key, name in FIELDS.items()}
        now |= {
            'time': time.monotonic() - self.began,
            'RSS': int(re.search(r'VmRSS:\s+(\d+)', status).group(1)) * 1024,
            'PSS': int(re.search(r'Pss:\s+(\d+)', pss).group(1)) * 1024,
            'threads': int(re.search(r'Threads:\s+(\d+)', status).group(1)),
            'handles': len(os.listdir(f'/proc/{self.pid}/fd')),
            'CPU': (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK'),
            'pause': series.get('actorpbx_pauses_longest_seconds{kind="collection"}', 0),
            # Where a pause is long, whether the processor was there at all.
            'stolen': stolen(self.core),
            'stall': series.get('actorpbx_pauses_longest_seconds{kind="stall"}', 0),
            # The node shows the longest of its last minute: what the machine did within that minute is set against it.
            'floor': max(late for when, late in self.floors if when > time.monotonic() - 66),
        }
        if keep:
            self.samples.append(now)
        return now

    def histogram(self, name):
        """How many in all were above each bound."""
        series = metrics(self.url)
        count = series.get(f'{name}_count', 0)
        return {bound: count - series.get(f'{name}_bucket{{le="{bound}"}}', 0) for bound in BOUNDS}


def collect(pid):
    """Has the runtime collect all its garbage: a session of its diagnostics port that asks for the heap does so as it begins."""
    text = lambda word: struct.pack('<I', len(word) + 1) + (word + '\0').encode('utf-16-le')
    heap_collect = 0x800000
    payload = struct.pack('<III', 16, 1, 1) + struct.pack('<QI', heap_collect, 4) + text('Microsoft-Windows-DotNETRuntime') + text('')
    with socket.socket(socket.AF_UNIX) as port:
        port.settimeout(20)
        port.connect(glob.glob(f'/tmp/dotnet-diagnostic-{pid}-*-socket')[0])
        port.sendall(b'DOTNET_IPC_V1\0' + struct.pack('<HBBH', 20 + len(payload), 2, 2, 0) + payload)
        head = port.recv(28)
        session = struct.unpack('<Q', head[20:28])[0]
        with socket.socket(socket.AF_UNIX) as other:
            other.connect(port.getpeername())
            other.sendall(b'DOTNET_IPC_V1\0' + struct.pack('<HBBH', 28, 2, 1, 0) + struct.pack('<Q', session))
            while port.recv(65536):
                pass
