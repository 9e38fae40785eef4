using System.Collections.Immutable;
using System.Reflection;
using ActorPbx.Node.Control;
using ActorPbx.Node.Settings;
using ActorPbx.Pbx;
using ActorPbx.Pbx.Operations;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Node.Running;

/// <summary>What a node knows of itself, for its operators.</summary>
public sealed class NodeFacts(string node, Func<LoadedConfiguration> configuration, Exchange exchange, DateTimeOffset startedAt)
{
    /// <summary>The version of the program.</summary>
    public static string Version { get; } =
        typeof(NodeFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";

    /// <summary>The node as it is now.</summary>
    public NodeReport Report(NodeStatus status, DateTimeOffset now) => new(
        node, Version, Environment.ProcessId, status.Draining ? NodeState.Draining : NodeState.Running, startedAt, (now - startedAt).TotalSeconds,
        configuration().Paths.ConfigurationFile, configuration().Paths.DataDirectory, Environment.WorkingSet,
        [.. status.Domains.Select(d => new DomainRow(d.Domain, IsDefault(d.Domain), d.Extensions, d.Registered, d.Calls))],
        [.. exchange.Listeners.Select(l => new ListenerRow(l.Transport.UriName(), l.EndPoint.Address.ToString(), l.EndPoint.Port))],
        new SipTraffic(Transports(), exchange.Statistics.Transactions.AliveInAll));

    private bool IsDefault(string domain) =>
        configuration().Directory.Domains.Count == 1 || domain.Equals(configuration().Settings.DefaultDomain, StringComparison.OrdinalIgnoreCase);

    private ImmutableArray<TransportRow> Transports()
    {
        var rows = ImmutableArray.CreateBuilder<TransportRow>(SipTransports.Count);
        foreach (var transport in Enum.GetValues<SipTransport>())
        {
            var of = exchange.Statistics.Of(transport);
            rows.Add(new TransportRow(
                transport.UriName(), of.MessagesIn, of.MessagesOut, of.RetransmissionsIn, of.RetransmissionsOut, of.ParseErrors, of.Connections, of.Refused));
        }

        return rows.MoveToImmutable();
    }
}
