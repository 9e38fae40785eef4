using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Cluster.RabbitMq;

namespace ActorPbx.Cluster.Tests.RabbitMq;

/// <summary>
/// A RabbitMQ broker for the tests alone: on loopback, with ports, files, cookie and port mapper (epmd) of its own, so that another broker on this machine
/// neither helps nor is disturbed. It can be killed and started again. It dies with the test process. It may also run on a host of a laboratory, at that host's address.
/// </summary>
public sealed class TestBroker : IAsyncLifetime
{
    private const string Programs = "/usr/lib/rabbitmq/bin";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorpbx-broker-");
    private readonly int _mapperPort = FreePort.Next();
    private readonly int _nodePort = FreePort.Next();
    private readonly string[] _prefix = [];
    private readonly Func<Socket> _newSocket = () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private ChildProcess? _mapper;
    private ChildProcess? _broker;

    public TestBroker()
    {
    }

    /// <summary>One at another address: the words before a command that has it run where that address is, and what makes a socket there.</summary>
    internal TestBroker(IPAddress address, string[] prefix, Func<Socket> newSocket) => (Address, _prefix, _newSocket) = (address, prefix, newSocket);

    /// <summary>Where it is reached.</summary>
    public IPAddress Address { get; } = IPAddress.Loopback;

    /// <summary>Where it takes AMQP.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>Where it takes AMQP over TLS, from clients with a certificate.</summary>
    public int TlsPort { get; } = FreePort.Next();

    /// <summary>Those of the broker and of its clients.</summary>
    internal TestCertificates Certificates { get; private set; } = null!;

    /// <summary>A folder that goes with the broker.</summary>
    public string Folder => _folder.FullName;

    public async Task InitializeAsync()
    {
        if (!File.Exists($"{Programs}/rabbitmq-server"))
            throw new InvalidOperationException("These tests need RabbitMQ: apt-get install rabbitmq-server");
        Certificates = TestCertificates.Write(Path.Combine(Folder, "certificates"));
        WriteFiles();
        _mapper = ChildProcess.Start(Command($"epmd -port {_mapperPort} -address 127.0.0.1"), Environment());
        await Accepts(IPAddress.Loopback, _mapperPort);
        await Start();
    }

    public async Task DisposeAsync()
    {
        await (_broker?.Kill() ?? Task.CompletedTask);
        await (_mapper?.Kill() ?? Task.CompletedTask);
        _folder.Delete(recursive: true);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public Task Kill() => _broker!.Kill();

    /// <summary>Starts it again with all that it has on disk.</summary>
    public async Task Start()
    {
        _broker = ChildProcess.Start(Command($"{Programs}/rabbitmq-server"), Environment());
        await Accepts(Address, Port);
        await Accepts(Address, TlsPort);
    }

    /// <summary>Stops the process where it stands: connections stay, nothing answers.</summary>
    public Task Freeze() => _broker!.Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public Task Thaw() => _broker!.Signal("CONT");

    /// <summary>Evaluates an Erlang expression in it.</summary>
    public Task<string> Evaluate(string expression) => Run($"{Programs}/rabbitmqctl", "eval", expression);

    /// <summary>
    /// Has it write down which quorum queues there are. It does so late by itself (its messages it writes at once), and a queue that was made in the
    /// second before a power cut can be left without a leader.
    /// </summary>
    public Task FlushRegisters() => Evaluate("[dets:sync(Table) || Table <- dets:all()].");

    /// <summary>Runs a program that finds this broker by its environment; returns what it wrote.</summary>
    public async Task<string> Run(string program, params string[] arguments)
    {
        string[] words = [.. _prefix, program, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {text}{await errors}");
    }

    /// <summary>Settings that reach it directly, as its all-powerful user.</summary>
    internal RabbitMqSettings Settings(int? port = null) => new()
    {
        Uris = [$"amqp://{Address}:{port ?? Port}"],
        User = "guest",
        Password = "guest",
        RetryMin = TimeSpan.FromMilliseconds(50),
        RetryMax = TimeSpan.FromMilliseconds(500),
        Heartbeat = TimeSpan.FromSeconds(10),
    };

    private string Command(string command) => string.Join(' ', [.. _prefix, command]);

    private async Task Accepts(IPAddress address, int port)
    {
        for (var started = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            using var socket = _newSocket();
            try
            {
                await socket.ConnectAsync(address, port);
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(started) < StartTimeout)
            {
            }
        }
    }

    private void WriteFiles()
    {
        File.WriteAllText(Path.Combine(Folder, ".erlang.cookie"), Guid.NewGuid().ToString("N"));
        if (!OperatingSystem.IsWindows()) // Erlang takes no cookie that others may read.
            File.SetUnixFileMode(Path.Combine(Folder, ".erlang.cookie"), UnixFileMode.UserRead);
        File.WriteAllText(Path.Combine(Folder, "plugins"), "[rabbitmq_auth_mechanism_ssl].");
        File.WriteAllText(Path.Combine(Folder, "rabbitmq.conf"), $"""
            listeners.tcp.1 = {Address}:{Port}
            listeners.ssl.1 = {Address}:{TlsPort}
            ssl_options.cacertfile = {Certificates.Authority}
            ssl_options.certfile = {Certificates.Of("broker").Certificate}
            ssl_options.keyfile = {Certificates.Of("broker").Key}
            ssl_options.verify = verify_peer
            ssl_options.fail_if_no_peer_cert = true
            ssl_cert_login_from = common_name
            auth_mechanisms.1 = PLAIN
            auth_mechanisms.2 = EXTERNAL
            log.file = broker.log
            log.console = false
            disk_free_limit.absolute = 1MB
            raft.wal_max_size_bytes = 16777216

            """);
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["HOME"] = Folder,
        ["ERL_EPMD_PORT"] = $"{_mapperPort}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODENAME"] = $"test{Port}@localhost",
        ["RABBITMQ_DIST_PORT"] = $"{_nodePort}",
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(Folder, "rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(Folder, "plugins"),
        ["RABBITMQ_LOG_BASE"] = Folder,
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(Folder, "data"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(Folder, "pid"),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
        ["RABBITMQCTL"] = $"{Programs}/rabbitmqctl",

        // Makes the start script become the broker instead of waiting for it, so that the process that is started is the one to signal.
        ["NOTIFY_SOCKET"] = Path.Combine(Folder, "nobody-listens"),
    };
}
