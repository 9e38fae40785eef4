using System.Diagnostics.Metrics;
using ActorPbx.Node.Running;
using ActorPbx.Pbx;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Node.Telemetry;

/// <summary>The node's SIP traffic as metrics, under the meter <see cref="Name"/>: by transport and direction, never by peer.</summary>
public sealed class SipMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "ActorPbx.Sip";

    private readonly Meter _meter = new(Name, NodeFacts.Version);
    private readonly Exchange _exchange;

    /// <summary>Publishes these figures until it is disposed of.</summary>
    public SipMetrics(Exchange exchange)
    {
        _exchange = exchange;
        var transactions = exchange.Statistics.Transactions;
        _meter.CreateObservableCounter("actorpbx.sip.messages", () => BothWays(s => s.MessagesIn, s => s.MessagesOut), "{message}", "SIP messages received and sent");
        _meter.CreateObservableCounter("actorpbx.sip.traffic", () => BothWays(s => s.BytesIn, s => s.BytesOut), "By", "Bytes of SIP received and sent");
        _meter.CreateObservableCounter("actorpbx.sip.retransmissions", () => BothWays(s => s.RetransmissionsIn, s => s.RetransmissionsOut), "{message}", "Messages that were sent again, by the peers and by this node");
        _meter.CreateObservableCounter("actorpbx.sip.malformed", () => Each(s => s.ParseErrors), "{message}", "What came and was no good SIP");
        _meter.CreateObservableCounter("actorpbx.sip.send.failures", () => Each(s => s.SendFailures), "{message}", "Messages that the network or a peer's connection did not take");
        _meter.CreateObservableUpDownCounter("actorpbx.sip.connections", () => Each(s => s.Connections), "{connection}", "Living connections");
        _meter.CreateObservableCounter("actorpbx.sip.connections.refused", () => Each(s => s.Refused), "{connection}", "Connections cut off for a limit");
        _meter.CreateObservableUpDownCounter("actorpbx.sip.transactions", Transactions, "{transaction}", "Living transactions");
        _meter.CreateObservableCounter("actorpbx.sip.transactions.refused", () => transactions.Refused, "{transaction}", "Requests answered with 503 because too many transactions were alive");
        _meter.CreateObservableCounter("actorpbx.sip.transactions.timeouts", () => transactions.Timeouts, "{transaction}", "Requests of this node that got no final response in time");
        _meter.CreateObservableUpDownCounter("actorpbx.sip.timers", () => exchange.Statistics.Timers, "{timer}", "Timers of transactions and connections that run");
        _meter.CreateObservableUpDownCounter("actorpbx.sip.dialogs", () => exchange.Dialogs.Count, "{dialog}", "Living dialogs");
        _meter.CreateObservableGauge("actorpbx.build", () => new Measurement<int>(1, Tag("version", NodeFacts.Version)), null, "The version of the program; always 1");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Each(Func<TransportStatistics, long> read) =>
        Enum.GetValues<SipTransport>().Select(transport => new Measurement<long>(read(_exchange.Statistics.Of(transport)), Tag("transport", transport.UriName())));

    private IEnumerable<Measurement<long>> BothWays(Func<TransportStatistics, long> readIn, Func<TransportStatistics, long> readOut)
    {
        foreach (var transport in Enum.GetValues<SipTransport>())
        {
            var of = _exchange.Statistics.Of(transport);
            yield return new(readIn(of), Tag("transport", transport.UriName()), Tag("direction", "in"));
            yield return new(readOut(of), Tag("transport", transport.UriName()), Tag("direction", "out"));
        }
    }

    private IEnumerable<Measurement<long>> Transactions() => Enum.GetValues<TransactionKind>()
        .Select(kind => new Measurement<long>(_exchange.Statistics.Transactions.Alive(kind), Tag("kind", Word(kind))));

    private static string Word(TransactionKind kind) => kind switch
    {
        TransactionKind.InviteClient => "invite-client",
        TransactionKind.NonInviteClient => "non-invite-client",
        TransactionKind.InviteServer => "invite-server",
        TransactionKind.NonInviteServer => "non-invite-server",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A machine without a word."),
    };

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
