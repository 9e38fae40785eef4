using System.Net;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Domains;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx;

/// <summary>What an exchange is built from.</summary>
/// <param name="Node">Name of this node.</param>
/// <param name="Settings">The configuration.</param>
/// <param name="Directory">The domains and extensions that the configuration amounts to.</param>
/// <param name="Tls">Certificates of the TLS listeners, and whom the exchange trusts.</param>
/// <param name="Store">The one door to the database.</param>
/// <param name="Media">The media gateway.</param>
/// <param name="Clock">The time.</param>
/// <param name="Cluster">The cluster; null for a node of its own.</param>
public sealed record ExchangeParts(
    string Node, PbxSettings Settings, PbxDirectory Directory, TlsOptions? Tls, IActorRef Store, IActorRef Media, TimeProvider Clock, ExchangeCluster? Cluster = null);

/// <summary>A running exchange: the SIP stack, the gateway and the domains' actors, put together in one place.</summary>
public sealed class Exchange : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly SipStack _stack;
    private readonly NodeSip? _node;
    private NonceIssuer _nonces = null!;
    private TimeProvider _clock = TimeProvider.System;
    private NonceScope? _nonceScope;

    private Exchange(ActorSystem system, SipStack stack, NodeSip? node, DialogOwners dialogs, IActorRef domains, ExchangeMetrics metrics) =>
        (_system, _stack, _node, Dialogs, Domains, Metrics) = (system, stack, node, dialogs, domains, metrics);

    /// <summary>Speak to it with the messages of <see cref="Operations"/>.</summary>
    public IActorRef Domains { get; }

    /// <summary>Dialogs alive, for figures.</summary>
    public DialogOwners Dialogs { get; }

    /// <summary>Sources that are ignored for a while.</summary>
    public required BanList Bans { get; init; }

    /// <summary>Figures of calls and registrations.</summary>
    public ExchangeMetrics Metrics { get; }

    /// <summary>Who is shown the SIP messages that pass.</summary>
    public SipWatch Watch => _stack.Watch;

    /// <summary>Figures of the SIP stack.</summary>
    public SipStatistics Statistics => _stack.Statistics;

    /// <summary>Who the other nodes are and how their links stand; null for a node of its own.</summary>
    public NodeLinks? Links => _node?.Links;

    /// <summary>The bound listeners.</summary>
    public IReadOnlyList<SipListener> Listeners => _stack.Listeners;

    /// <summary>Binds the listeners and starts the actors, then takes requests.</summary>
    /// <exception cref="SipTransportException">A listener cannot be bound; the text names address and port.</exception>
    public static Exchange Start(ActorSystem system, ExchangeParts parts)
    {
        var settings = parts.Settings.Sip;
        var nonces = AuthenticationOptions.NoncesOf(settings.Authentication);
        var dialogs = new DialogOwners();
        var doors = new DomainDoors();
        var log = Logging.GetLogger(system, "security");
        var security = new SecurityLog(line => log.Warning("{0}", line), parts.Clock);
        var store = parts.Store;
        var guard = new Guard(settings.Protection, security, parts.Clock, Keep);
        var (bans, tolls) = (guard.Bans, new TollLedger(parts.Clock, Keep));
        system.ActorOf(Props.Create(() => new RememberedActor(bans, tolls, store)), "remembered");
        var guests = parts.Cluster is { } cluster ? new GuestBook(cluster.Links.Branch, cluster.Numbers) : GuestBook.Empty;
        var authenticator = new Authenticator(parts.Directory, nonces, ServerNames.Of(parts.Settings), parts.Clock)
        {
            Offer = AuthenticationOptions.OfferOf(settings.Authentication),
            Md5OnlyAgents = settings.Authentication.Md5OnlyAgents,
            Guests = guests,
            Guard = guard,
        };
        var trunks = new TrunkSources();
        var gateway = new SipGateway(authenticator, dialogs, doors, trunks) { Guard = guard };
        var options = StackOptions.Of(parts.Settings.Sip, parts.Tls);
        var node = parts.Cluster is null ? null : NodeSip.Bind(parts.Cluster, options, gateway, new LinkCallee(parts.Directory, doors));
        var stack = node?.Stack ?? new SipStack(options, gateway);
        var faults = Logging.GetLogger(system, "sip");
        stack.Faulted += fault => faults.Error(fault, "A SIP message could not be handled");
        var networks = new MediaNetworks(parts.Settings.Networks, options.Addresses);
        var metrics = new ExchangeMetrics();
        var services = new ExchangeServices(
            new StackOutlet(stack), dialogs, doors, parts.Store, parts.Media, parts.Clock, parts.Node, settings.Limits.MaxCalls, trunks,
            node?.CallsOver(system.Scheduler.Advanced, networks),
            parts.Cluster is null ? null : new RoamingParts(guests, gateway), parts.Directory)
        { Networks = networks, Tolls = tolls, Security = security, Metrics = metrics };
        system.ActorOf(Props.Create(() => new LateRequestsActor()), "late-requests");
        var domains = system.ActorOf(Props.Create(() => new DomainsActor(parts.Directory, services)), "domains");
        return new Exchange(system, stack, node, dialogs, domains, metrics)
        {
            Bans = guard.Bans,
            _nonces = nonces,
            _clock = parts.Clock,
            // A key of the configuration is shared as it is.
            _nonceScope = settings.Authentication.NonceKey.Length == 0 ? settings.Authentication.NonceScope : null,
        };

        void Keep(StoreCommand command) => store.Tell(command, ActorRefs.NoSender);
    }

    /// <summary>Begins to take requests. Call it when the domains have their bindings back.</summary>
    public void Open() => _stack.Start();

    /// <summary>Gets to know the other nodes, whose requests are refused before. For a node of a cluster.</summary>
    /// <param name="cluster">Who knows the members.</param>
    /// <param name="directory">Where it is announced that a number's phone is at another branch.</param>
    /// <returns>The actor of all links; answers <see cref="DescribeLinks"/>.</returns>
    public IActorRef Join(IActorRef cluster, IActorRef directory)
    {
        var node = _node ?? throw new InvalidOperationException("A node of its own has nobody to join.");
        if (_nonceScope is { } scope)
        {
            _system.ActorOf(Props.Create(() => new NonceKeysActor(_nonces, cluster, node.IsHub ? scope : null, _clock)), "nonce-keys");
        }

        Domains.Tell(new TrunksJoined(cluster));
        Domains.Tell(new RoamingJoined(cluster, directory));
        var pings = new LinkPings(node.Links.Options, _stack);
        return _system.ActorOf(Props.Create(() => new LinksActor(node.Links, pings, cluster)), "links");
    }

    /// <summary>Reads all certificate files again, for new connections; those that stand are not touched.</summary>
    /// <returns>Whether anything in them is new.</returns>
    /// <exception cref="SipTransportException">One of them cannot be used, and all stay as they were; the text names it.</exception>
    public bool ReloadCertificates() => _stack.ReloadCertificates();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stack.DisposeAsync().ConfigureAwait(false);
        Metrics.Dispose();
    }
}
