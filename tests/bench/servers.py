"""The servers that are measured: how each is started, and what its processes have used."""
import os, re, shutil, signal, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DOMAIN = 'bench.test'
TRUSTED, CALLED = '127.40.0.11', '127.40.0.12'
TICKS = os.sysconf('SC_CLK_TCK')


class Server:
    """A SIP server pinned to one core, with its helpers."""

    def __init__(self, name, address, work, core):
        self.name, self.address, self.work, self.core = name, address, os.path.join(work, name), core
        self.processes = []

    def fill(self, template, values={}):
        """A configuration file of this folder with this run's addresses in it."""
        text = open(os.path.join(HERE, template)).read()
        for word, value in ({'ADDRESS': self.address, 'TRUSTED': TRUSTED, 'DATA': self.work} | values).items():
            text = re.sub(rf'\b{word}\b', lambda _: value, text)
        path = os.path.join(self.work, os.path.basename(template))
        open(path, 'w').write(text)
        return path

    def spawn(self, *command):
        log = open(os.path.join(self.work, os.path.basename(command[0]) + '.log'), 'ab')
        self.processes.append(subprocess.Popen(['taskset', '-c', self.core, *command], cwd=self.work, stdin=subprocess.DEVNULL,
                                               stdout=log, stderr=log, start_new_session=True))

    def start(self):
        shutil.rmtree(self.work, ignore_errors=True)
        os.makedirs(self.work)
        self.run()

    def stop(self):
        for process in self.processes:
            try:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(10)
            except (OSError, subprocess.TimeoutExpired):
                process.kill()
                process.wait()
        self.processes = []

    def check(self):
        for process in self.processes:
            if process.poll() is not None:
                sys.exit(f'{self.name}: a process ended with {process.returncode}; its log is in {self.work}')

    def pids(self):
        """The processes and all that they started."""
        children = {}
        for entry in filter(str.isdigit, os.listdir('/proc')):
            stat = read(f'/proc/{entry}/stat')
            if stat:
                children.setdefault(int(stat[stat.rindex(')') + 2:].split()[1]), []).append(int(entry))
        found, todo = [], [process.pid for process in self.processes]
        while todo:
            pid = todo.pop()
            found.append(pid)
            todo += children.get(pid, [])
        return found

    def cpu(self):
        """Seconds of user and system time so far."""
        stats = [stat[stat.rindex(')') + 2:].split() for stat in (read(f'/proc/{pid}/stat') for pid in self.pids()) if stat]
        return sum(int(fields[11]) + int(fields[12]) for fields in stats) / TICKS

    def memory(self):
        """KiB of proportional set size: pages that processes share count once."""
        lines = (line for pid in self.pids() for line in read(f'/proc/{pid}/smaps_rollup').splitlines())
        return sum(int(line.split()[1]) for line in lines if line.startswith('Pss:'))


class ActorPbx(Server):
    def run(self):
        self.spawn(os.path.join(ROOT, 'artifacts/actorpbx/actorpbx'), 'run', self.fill('actorpbx.conf'))


class Kamailio(Server):
    def run(self):
        self.spawn('rtpengine', '--foreground', '--log-stderr', '--log-level=3', '--table=-1', f'--interface={self.address}',
                   f'--listen-ng={self.address}:2223', f'--listen-cli={self.address}:2224',
                   f'--listen-http={self.address}:2225', '--port-min=40000', '--port-max=49999', '--num-threads=2', '--delete-delay=0',
                   f'--pidfile={self.work}/rtpengine.pid')
        # Kamailio asks rtpengine once when it starts. 2223 is 08AF where the kernel lists sockets.
        end = time.time() + 10
        while ':08AF ' not in read('/proc/net/udp') and time.time() < end:
            time.sleep(0.05)
        self.spawn('kamailio', '-f', self.fill('kamailio.cfg'), '-DD', '-E', '-m', '512', '-M', '16', '-Y', self.work, '-P', os.path.join(self.work, 'kamailio.pid'))


def read(path):
    try:
        return open(path).read()
    except OSError:
        return ''
