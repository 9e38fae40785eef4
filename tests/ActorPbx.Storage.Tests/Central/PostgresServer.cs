using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Storage.Tests.Central;

/// <summary>A PostgreSQL of the tests' own on loopback, from Debian's package, in a directory of its own.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "actorpbx-postgres-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly int _port = FreePort();

    /// <summary>Npgsql's connection string.</summary>
    public string Connection => $"Host=127.0.0.1;Port={_port};Database=postgres;Username=postgres;Timeout=5;Pooling=false";

    public Task InitializeAsync()
    {
        Directory.CreateDirectory(_directory);
        if (Environment.UserName == "root")
            Run("chown", "postgres", _directory);
        AsPostgres("initdb", "-D", Data, "-A", "trust", "-U", "postgres", "--no-sync");
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
        "-o", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_directory} -c fsync=off", "start");

    public void Stop() => AsPostgres("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    private string Data => Path.Combine(_directory, "data");

    // PostgreSQL refuses to run as root.
    private static void AsPostgres(string program, params string[] arguments)
    {
        var path = Directory.GetDirectories("/usr/lib/postgresql").Order().Select(version => Path.Combine(version, "bin", program)).Last(File.Exists);
        if (Environment.UserName == "root")
            Run("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]);
        else
            Run(path, arguments);
    }

    private static void Run(string program, params string[] arguments)
    {
        // What the server prints goes to its log: a pipe that it inherited would never end.
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Path.GetTempPath() })!;
        if (!process.WaitForExit(Patience))
            throw new InvalidOperationException($"{program} does not end.");
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
