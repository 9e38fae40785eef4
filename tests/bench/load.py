"""The load: sipp processes on the other core, and what they report."""
import csv, math, os, signal, socket, subprocess, time

from servers import CALLED, DOMAIN, HERE, TRUSTED


class Sipp:
    """One sipp playing a scenario of this folder."""
    count = 0

    def __init__(self, run, scenario, address, *arguments, calls=None, rate=None, milliseconds=0, port=5060, messages=True):
        Sipp.count += 1
        self.directory = os.path.join(run.work, f'sipp-{Sipp.count}')
        os.mkdir(self.directory)
        os.symlink(os.path.join(run.work, 'speech.raw'), os.path.join(self.directory, 'speech.raw'))
        bounds = [] if calls is None else ['-m', str(calls), '-r', str(rate), '-l', str(calls + 10)]
        log = ['-trace_shortmsg', '-shortmessage_file', 'messages'] if messages else []
        command = ['taskset', '-c', run.load_core, 'sipp', '-sf', os.path.join(HERE, scenario + '.xml'), '-i', address, '-p', str(port), '-mi', address,
                   '-nostdin', '-d', str(milliseconds), '-key', 'domain', DOMAIN, '-timer_resol', '1', '-buff_size', '4194304', '-deadcall_wait', '0',
                   '-trace_stat', '-fd', '1', '-stf', 'stat.csv', *log, '-trace_err', '-error_file', 'errors', *bounds, *arguments]
        self.process = subprocess.Popen(command, cwd=self.directory, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait(self, seconds):
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass

    def stop(self):
        # USR1 lets sipp write its last statistics.
        for name in (signal.SIGUSR1, signal.SIGKILL):
            if self.process.poll() is None:
                self.process.send_signal(name)
                self.wait(3)

    def totals(self):
        rows = list(csv.DictReader(open(os.path.join(self.directory, 'stat.csv')), delimiter=';'))
        last = {name: int(float(rows[-1][name] or 0)) for name in ('SuccessfulCall(C)', 'FailedCall(C)', 'Retransmissions(C)')} if rows else {}
        return last.get('SuccessfulCall(C)', 0), last.get('FailedCall(C)', 0), last.get('Retransmissions(C)', 0)

    def delays(self):
        """Milliseconds from a call's INVITE to its 180, by the microsecond stamps of sipp's log of short messages."""
        sent, values = {}, []
        for line in open(os.path.join(self.directory, 'messages'), errors='replace'):
            fields = line.rstrip('\n').split('\t')
            if len(fields) < 7:
                continue
            stamp, direction, call, first = float(fields[2]), fields[3], fields[4], fields[6]
            if direction == 'S' and first.startswith('INVITE'):
                sent.setdefault(call, stamp)
            elif first.startswith('SIP/2.0 180') and call in sent:
                values.append((stamp - sent.pop(call)) * 1e3)
        return sorted(values)


def percentile(values, share):
    return values[min(len(values) - 1, math.ceil(share * len(values)) - 1)] if values else float('nan')


def wait_ready(server, seconds=60):
    """Sends OPTIONS until an answer comes."""
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    probe.bind((TRUSTED, 0))
    probe.settimeout(0.3)
    host, port = probe.getsockname()
    end = time.time() + seconds
    while time.time() < end:
        server.check()
        text = (f'OPTIONS sip:{DOMAIN} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{time.time_ns()};rport\r\nMax-Forwards: 70\r\n'
                f'From: <sip:probe@{DOMAIN}>;tag=1\r\nTo: <sip:{DOMAIN}>\r\nCall-ID: {time.time_ns()}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n')
        probe.sendto(text.encode(), (server.address, 5060))
        try:
            probe.recv(4096)
            return
        except OSError:
            continue
    raise SystemExit(f'{server.name} does not answer OPTIONS; its log is in {server.work}')


def numbers(run, name, rows):
    path = os.path.join(run.work, name)
    open(path, 'w').write('SEQUENTIAL\n' + ''.join(rows))
    return path


def register(run, server, first, count, rate, messages=True, most=None):
    """REGISTERs one after the other of the numbers from the first on; after the most of them from the first again."""
    users = numbers(run, 'users.csv', (f'{n};[authentication username={n} password=pw{n}];\n' for n in range(first, first + min(count, most or count))))
    # From the address of the Contact: another one would look like a NAT, and have every call relayed.
    return Sipp(run, 'register', CALLED, '-inf', users, '-key', 'device', f'{CALLED}:5060', f'{server.address}:5060', calls=count, rate=rate, port=5062, messages=messages)


def call(run, server, scenario, first, count, rate, milliseconds, ring=100, called_first=None, messages=True):
    """A called sipp and a calling one; each pair of numbers is used again after 500 calls."""
    pairs = numbers(run, 'pairs.csv', (f'{first + n};{(called_first or first + 500) + n};\n' for n in range(500)))
    called = Sipp(run, 'called', CALLED, '-rtp_echo', '-mp', '16000', milliseconds=ring, messages=messages)
    time.sleep(0.3)
    calling = Sipp(run, scenario, TRUSTED, '-mp', '20000', '-inf', pairs, f'{server.address}:5060', calls=count, rate=rate, milliseconds=milliseconds, messages=messages)
    return calling, called


def link_call(run, trunk, caller, callee, count, rate, milliseconds, ring=100):
    """As call(), but both speak SIP to a T-MSS in the place of a branch's node, at the address that this node announced."""
    pairs = numbers(run, 'link-pairs.csv', (f'{caller.first + n};{callee.first + n};\n' for n in range(500)))
    called = Sipp(run, 'link-called', callee.announced, '-mp', '16000', '-key', 'host', callee.host, port=5071, milliseconds=ring)
    time.sleep(0.3)
    calling = Sipp(run, 'link-call', caller.announced, '-mp', '20000', '-inf', pairs, '-key', 'host', caller.host, '-oocsn', 'ooc_default',
                   f'{trunk.address}:5071', calls=count, rate=rate, milliseconds=milliseconds, port=5071)
    return calling, called
