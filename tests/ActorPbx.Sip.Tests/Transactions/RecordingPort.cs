using System.Diagnostics.CodeAnalysis;
using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transactions;

/// <summary>Transports that keep what they are given, and fail when told to.</summary>
internal sealed class RecordingPort : IMessagePort
{
    private readonly TransportStatistics[] _statistics = [new(), new(), new()];

    public List<(SipMessage Message, SipFlow Flow)> Sent { get; } = [];

    /// <summary>Observers of sent messages, to fail them later.</summary>
    public List<ISendObserver?> Observers { get; } = [];

    public string? Failure { get; set; }

    public static SipFlow Flow(SipTransport transport, int port = 5070) =>
        new(transport, new IPEndPoint(IPAddress.Loopback, 5060), new IPEndPoint(IPAddress.Loopback, port), transport.IsReliable() ? port : 0);

    public bool TryOpen(SipTarget target, [NotNullWhen(true)] out SipFlow? flow, [NotNullWhen(false)] out string? why)
    {
        flow = Failure is null ? Flow(target.Transport, target.EndPoint.Port) : null;
        why = Failure;
        return flow is not null;
    }

    public string? Send(SipFlow flow, ReadOnlyMemory<byte> message, ISendObserver? observer = null)
    {
        SipParser.TryParse(message.Span, SipLimits.Default, out SipMessage? parsed, out SipParseError? error).ShouldBeTrue(error?.Reason);
        Observers.Add(observer);
        if (Failure is null) Sent.Add((parsed!, flow));
        return Failure;
    }

    public TransportStatistics StatisticsOf(SipTransport transport) => _statistics[(int)transport];

    /// <summary>The start lines sent since the last call, as "INVITE" or "180".</summary>
    public string Take()
    {
        string line = string.Join(' ', Sent.Select(sent => sent.Message is SipRequest request ? request.Method.Name : $"{((SipResponse)sent.Message).StatusCode}"));
        Sent.Clear();
        return line;
    }
}
