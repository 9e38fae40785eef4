"""A cluster on this machine: its broker and its nodes, pinned to cores."""
import os, secrets, socket, subprocess, time

from servers import ROOT, TRUSTED, Server

PROGRAMS = '/usr/lib/rabbitmq/bin'


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Broker(Server):
    """A RabbitMQ of our own, found by nobody else."""

    def __init__(self, work, core):
        super().__init__('broker', '127.0.0.1', work, core)
        self.port, self.mapper, self.nodes = free_port(), free_port(), free_port()

    def run(self):
        cookie = os.path.join(self.work, '.erlang.cookie')
        open(cookie, 'w').write(secrets.token_hex(16))
        os.chmod(cookie, 0o400)
        self.write('rabbitmq.conf', f'listeners.tcp.1 = 127.0.0.1:{self.port}\nlog.file = broker.log\nlog.console = false\ndisk_free_limit.absolute = 1MB\n')
        self.write('plugins', '[].')
        # NOTIFY_SOCKET keeps its start script from waiting.
        os.environ.update({
            'HOME': self.work, 'ERL_EPMD_PORT': str(self.mapper), 'ERL_EPMD_ADDRESS': '127.0.0.1', 'RABBITMQ_DIST_PORT': str(self.nodes),
            'RABBITMQ_NODENAME': f'bench{self.port}@localhost', 'RABBITMQ_CONF_ENV_FILE': '/dev/null', 'RABBITMQ_CONFIG_FILE': f'{self.work}/rabbitmq.conf',
            'RABBITMQ_ENABLED_PLUGINS_FILE': f'{self.work}/plugins', 'RABBITMQ_LOG_BASE': self.work, 'RABBITMQ_MNESIA_BASE': f'{self.work}/data',
            'RABBITMQ_PID_FILE': f'{self.work}/pid', 'NOTIFY_SOCKET': f'{self.work}/nobody-listens', 'RABBITMQCTL': f'{PROGRAMS}/rabbitmqctl',
            'RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS': '-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none'})
        self.spawn('epmd', '-port', str(self.mapper), '-address', '127.0.0.1')
        accepts(self, self.mapper)
        self.spawn(f'{PROGRAMS}/rabbitmq-server')
        accepts(self, self.port)

    def write(self, name, text):
        open(os.path.join(self.work, name), 'w').write(text)


class Node(Server):
    """A node of the cluster; `announced` is where others find it, which may be a sipp that speaks in its place."""

    def __init__(self, work, core, broker, branch, role, address, link, numbers='', announced='', media=0):
        super().__init__(f'{branch}-1', address, work, core)
        self.announced, self.host, self.first = announced, f'{self.name}.{branch}.bench.invalid', int(numbers.partition('-')[0] or 0)
        self.template = 'branch.conf' if role == 'lmss' else 'trunk.conf'
        self.values = {'NODE': self.name, 'ROLE': role, 'BRANCH': branch, 'BUSPORT': str(broker.port), 'LINK': link, 'ANNOUNCED': announced, 'NUMBERS': numbers,
                       'CERTIFICATES': os.path.join(work, 'certificates'), 'MEDIAPORT': str(media), 'MEDIALAST': str(media + 999)}

    def run(self):
        for template in {'cluster.conf', self.template}:
            self.fill(template, self.values)
        self.config = os.path.join(self.work, self.template)
        self.spawn(self.program(), 'run', self.config)

    def program(self):
        return os.path.join(ROOT, 'artifacts/actorpbx/actorpbx')

    def sees(self, nodes):
        """True when it knows so many nodes, itself among them."""
        told = subprocess.run([self.program(), 'cluster', 'status', '--json', '-c', self.config], capture_output=True, text=True).stdout
        return told.count('"status":"up"') >= nodes


def make_certificates(work, nodes):
    subprocess.run([os.path.join(ROOT, 'scripts/make-cluster-certificates'), 'bench', *(f'{node.name}.{node.values["BRANCH"]}' for node in nodes)],
                   env=os.environ | {'CERTIFICATES': os.path.join(work, 'certificates')}, check=True, stdout=subprocess.DEVNULL)


def accepts(server, port, seconds=60):
    end = time.time() + seconds
    while time.time() < end:
        server.check()
        with socket.socket() as probe:
            if probe.connect_ex(('127.0.0.1', port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f'{server.name} does not listen; its log is in {server.work}')
