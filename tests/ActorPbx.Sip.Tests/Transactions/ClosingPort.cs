using System.Diagnostics.CodeAnalysis;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transactions;

/// <summary>A port one of whose connections has been closed by the peer.</summary>
internal sealed class ClosingPort(RecordingPort inner) : IMessagePort
{
    public SipFlow? Closed { get; set; }

    public bool TryOpen(SipTarget target, [NotNullWhen(true)] out SipFlow? flow, [NotNullWhen(false)] out string? why) => inner.TryOpen(target, out flow, out why);

    public string? Send(SipFlow flow, ReadOnlyMemory<byte> message, ISendObserver? observer = null) =>
        flow.Equals(Closed) ? "the connection is closed" : inner.Send(flow, message, observer);

    public TransportStatistics StatisticsOf(SipTransport transport) => inner.StatisticsOf(transport);
}
