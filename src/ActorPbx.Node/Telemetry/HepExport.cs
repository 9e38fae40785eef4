using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Node.Running;
using ActorPbx.Node.Settings;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Traces;
using ActorPbx.Sip.Transport;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Telemetry;

/// <summary>
/// Sends a copy of every SIP message to a collector, in HEP 3 over UDP, secrets masked. What comes faster than it can be sent is lost and counted; so is what a collector
/// does not take. No call waits for it.
/// </summary>
internal sealed class HepExport : IAsyncDisposable
{
    /// <summary>Name of the meter of what was sent and lost.</summary>
    public const string MeterName = "ActorPbx.Hep";

    /// <summary>Where collectors listen.</summary>
    public const int DefaultPort = 9060;

    private const int LargestDatagram = 65_507;
    private static readonly TimeSpan LookUpAgain = TimeSpan.FromMinutes(1);

    private readonly HepSettings _settings;
    private readonly SipTrace _trace;
    private readonly ILogger _log;
    private readonly Meter _meter = new(MeterName, NodeFacts.Version);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _sending;
    private long _sent;
    private long _lost;

    /// <summary>Begins to send.</summary>
    public HepExport(HepSettings settings, SipWatch watch, DialogOwners dialogs, TimeProvider clock, ILogger log)
    {
        (_settings, _log) = (settings, log);
        _trace = new SipTrace(watch, dialogs, new TraceFilter(), clock);
        _meter.CreateObservableCounter("actorpbx.hep.messages", Measure, "{message}", "SIP messages copied to the collector, and those that were lost");
        _sending = Task.Run(SendAsync);
    }

    /// <summary>Reads "host", "host:port" or "[address]:port"; null for anything else.</summary>
    public static (string Host, int Port)? AddressOf(string text)
    {
        // In brackets it may have a port, which IPAddress reads over.
        if (!text.StartsWith('[') && IPAddress.TryParse(text, out var bare))
        {
            return (bare.ToString(), DefaultPort);
        }

        return Uri.TryCreate("hep://" + text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.PathAndQuery.Trim('/').Length == 0 && uri.UserInfo.Length == 0
            ? (uri.Host.Trim('[', ']'), uri.Port <= 0 ? DefaultPort : uri.Port)
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _trace.Dispose();
        await _ending.CancelAsync();
        await _sending;
        _meter.Dispose();
        _ending.Dispose();
    }

    private async Task SendAsync()
    {
        var (host, port) = AddressOf(_settings.Address)!.Value;
        var said = "";
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
                limit.CancelAfter(LookUpAgain);
                await SendToAsync(host, port, limit.Token);
            }
            catch (OperationCanceledException)
            {
                // Time to look the name up again, or to end.
            }
            catch (SocketException e)
            {
                if (said != e.Message)
                {
                    _log.LogWarning("The HEP collector {Address} cannot be reached: {Reason}; copies of SIP messages are lost until it can", _settings.Address, e.Message);
                }

                said = e.Message;
                await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1), _ending.Token));
            }
        }
    }

    private async Task SendToAsync(string host, int port, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(host, cancellation);
        var collector = new IPEndPoint(addresses.FirstOrDefault() ?? throw new SocketException((int)SocketError.HostNotFound), port);
        using var socket = new Socket(collector.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(collector, cancellation);
        var packet = new byte[LargestDatagram + HepPacket.MostOverhead];
        await foreach (var seen in _trace.ReadAsync(cancellation))
        {
            Interlocked.Add(ref _lost, _trace.TakeLost());
            Send(socket, packet, seen);
        }
    }

    private void Send(Socket socket, byte[] packet, SipSighting seen)
    {
        try
        {
            if (seen.Message.Length <= LargestDatagram - HepPacket.MostOverhead)
            {
                socket.Send(packet.AsSpan(0, HepPacket.Write(packet, seen, (uint)_settings.Id, _settings.Password)));
                Interlocked.Increment(ref _sent);
                return;
            }
        }
        catch (SocketException)
        {
            // Nobody listens at the moment; the next one may arrive.
        }

        Interlocked.Increment(ref _lost);
    }

    private IEnumerable<Measurement<long>> Measure() =>
    [
        new(Interlocked.Read(ref _sent), new KeyValuePair<string, object?>("fate", "sent")),
        new(Interlocked.Read(ref _lost), new KeyValuePair<string, object?>("fate", "lost")),
    ];
}
