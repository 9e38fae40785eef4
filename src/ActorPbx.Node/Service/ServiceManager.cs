using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ActorPbx.Node.Service;

/// <summary>
/// The service manager that started the node (systemd), told over its datagram socket how the node is; nobody listens when something else started it. The
/// words are those of sd_notify(3). A manager that cannot be reached is no reason for a node to stumble.
/// </summary>
public sealed class ServiceManager : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _endPoint;

    /// <summary>The manager behind a socket.</summary>
    /// <param name="socketPath">Its path, "@" first for one in the abstract namespace; null or empty for none.</param>
    /// <param name="watchdog">Within which time it wants a sign of life; null for never.</param>
    public ServiceManager(string? socketPath, TimeSpan? watchdog)
    {
        if (string.IsNullOrEmpty(socketPath))
        {
            return;
        }

        _endPoint = new UnixDomainSocketEndPoint(socketPath[0] == '@' ? "\0" + socketPath[1..] : socketPath);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        Watchdog = watchdog;
    }

    /// <summary>Within which time it wants a sign of life; null for never.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>True when somebody listens.</summary>
    public bool IsThere => _socket is not null;

    /// <summary>The manager that the environment names.</summary>
    public static ServiceManager OfEnvironment() => new(
        Environment.GetEnvironmentVariable("NOTIFY_SOCKET"),
        WatchdogOf(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"), Environment.ProcessId));

    /// <summary>sd_watchdog_enabled(3): the time in microseconds holds for the process that is named, or for any.</summary>
    public static TimeSpan? WatchdogOf(string? microseconds, string? process, int own)
    {
        var meant = string.IsNullOrEmpty(process) || process == own.ToString(CultureInfo.InvariantCulture);
        return meant && long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time > 0 ? TimeSpan.FromMicroseconds(time) : null;
    }

    /// <summary>The node serves.</summary>
    public void Ready(string status) => Tell($"READY=1\nSTATUS={status}");

    /// <summary>The node lives.</summary>
    public void Alive(string status) => Tell($"WATCHDOG=1\nSTATUS={status}");

    /// <summary>The node reads its configuration again; <see cref="Ready"/> ends it.</summary>
    public void Reloading() => Tell(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={MonotonicMicroseconds()}"));

    /// <summary>The node ends, and takes so long at most.</summary>
    public void Stopping(TimeSpan atMost, string status) =>
        Tell(string.Create(CultureInfo.InvariantCulture, $"STOPPING=1\nEXTEND_TIMEOUT_USEC={(long)atMost.TotalMicroseconds}\nSTATUS={status}"));

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    // On Linux the clock of Stopwatch is CLOCK_MONOTONIC, which is what is asked for.
    private static long MonotonicMicroseconds() => (long)(Stopwatch.GetTimestamp() * (1_000_000.0 / Stopwatch.Frequency));

    private void Tell(string words)
    {
        try
        {
            _socket?.SendTo(Encoding.UTF8.GetBytes(words), _endPoint!);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is being restarted itself; a watchdog that hears nothing acts on its own.
        }
    }
}
