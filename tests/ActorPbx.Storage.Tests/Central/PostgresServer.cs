using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Storage.Tests.Central;

/// <summary>A PostgreSQL of the tests' own, from Debian's package, in a directory of its own: on loopback, or on a host of a laboratory at that host's address.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "actorpbx-postgres-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly int _port = FreePort();
    private readonly IPAddress _address = IPAddress.Loopback;
    private readonly string[] _prefix = [];

    public PostgresServer()
    {
    }

    /// <summary>One at another address, with the words before a command that has it run where that address is.</summary>
    internal PostgresServer(IPAddress address, string[] prefix) => (_address, _prefix) = (address, prefix);

    /// <summary>Npgsql's connection string.</summary>
    public string Connection => $"Host={_address};{Settings}";

    /// <summary>The same by the server's Unix socket, which is reached from every network of this machine.</summary>
    public string LocalConnection => $"Host={_directory};{Settings}";

    public Task InitializeAsync()
    {
        Directory.CreateDirectory(_directory);
        if (Environment.UserName == "root")
            Run("chown", "postgres", _directory);
        AsPostgres("initdb", "-D", Data, "-A", "trust", "-U", "postgres", "--no-sync");
        File.AppendAllText(Path.Combine(Data, "pg_hba.conf"), "host all all 10.0.0.0/8 trust\n");
        Start();
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        Stop();
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    public void Start() => AsPostgres(
        "pg_ctl", "-D", Data, "-l", Path.Combine(_directory, "log"), "-w", "-t", "60",
        "-o", $"-p {_port} -c listen_addresses={_address} -c unix_socket_directories={_directory} -c fsync=off", "start");

    public void Stop() => AsPostgres("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    private string Settings => $"Port={_port};Database=postgres;Username=postgres;Timeout=5;Pooling=false";

    private string Data => Path.Combine(_directory, "data");

    // PostgreSQL refuses to run as root.
    private void AsPostgres(string program, params string[] arguments)
    {
        var path = Directory.GetDirectories("/usr/lib/postgresql").Order().Select(version => Path.Combine(version, "bin", program)).Last(File.Exists);
        if (Environment.UserName == "root")
            Run([.. _prefix, "setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]);
        else
            Run([.. _prefix, path, .. arguments]);
    }

    private static void Run(params string[] words)
    {
        // What the server prints goes to its log: a pipe that it inherited would never end.
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = Path.GetTempPath() })!;
        if (!process.WaitForExit(Patience))
            throw new InvalidOperationException($"{words[0]} does not end.");
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', words)} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
