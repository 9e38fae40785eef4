using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Trunks;

namespace ActorPbx.Pbx.Domains;

/// <summary>The parent of all virtual PBXs of a node, and the place where an operator's questions are answered.</summary>
public sealed class DomainsActor : ReceiveActor
{
    private readonly Dictionary<DomainName, IActorRef> _domains = [];
    private readonly HashSet<DomainName> _notReady = [];
    private readonly List<IActorRef> _waiting = [];
    private readonly PbxDirectory _directory;
    private readonly ExchangeServices _services;
    private TrunksJoined? _trunksJoined;
    private RoamingJoined? _roamingJoined;
    private bool _draining;

    /// <summary>The domains of this directory.</summary>
    public DomainsActor(PbxDirectory directory, ExchangeServices services)
    {
        (_directory, _services) = (directory, services);
        foreach (var domain in directory.Domains)
        {
            Begin(domain);
        }

        Receive<TrunksJoined>(joined => Join(_trunksJoined = joined));
        Receive<RoamingJoined>(joined => Join(_roamingJoined = joined));
        Receive<ReloadDirectory>(OnReload);
        Receive<WaitUntilReady>(_ => OnWait());
        Receive<BindingsRestored>(OnRestored);
        Receive<GetStatus>(_ => Gather(new GetStatus(), null));
        Receive<CountLivingCalls>(count => Gather(count, null));
        Receive<ListExtensions>(list => Gather(list, list.Domain));
        Receive<ListTrunks>(list => Gather(list, null));
        Receive<ListCalls>(list => Gather(list, list.Domain));
        Receive<HangUpCall>(hangUp => Gather(hangUp, null));
        Receive<Drain>(OnDrain);
    }

    private IActorRef Begin(DomainProfile domain)
    {
        var services = _services;
        var actor = Context.ActorOf(Props.Create(() => new DomainActor(domain, services)), Uri.EscapeDataString(domain.Name.Value));
        _domains[domain.Name] = actor;
        _notReady.Add(domain.Name);
        return actor;
    }

    private void OnReload(ReloadDirectory reload)
    {
        var fresh = _directory.Become(reload.Newer);
        foreach (var domain in _domains.Values)
        {
            domain.Tell(new DomainReloaded());
        }

        foreach (var actor in fresh.Select(Begin))
        {
            Welcome(actor);
        }

        Sender.Tell(new DirectoryReloaded());
    }

    private void Welcome(IActorRef domain)
    {
        if (_trunksJoined is { } trunks)
        {
            domain.Tell(trunks);
        }

        if (_roamingJoined is { } roaming)
        {
            domain.Tell(roaming);
        }
    }

    private void Join(object joined)
    {
        foreach (var domain in _domains.Values)
        {
            domain.Tell(joined);
        }
    }

    private void OnWait()
    {
        _waiting.Add(Sender);
        TellReady();
    }

    private void OnRestored(BindingsRestored restored)
    {
        _notReady.Remove(restored.Domain);
        TellReady();
    }

    private void TellReady()
    {
        if (_notReady.Count > 0)
        {
            return;
        }

        foreach (var waiting in _waiting)
        {
            waiting.Tell(new Ready());
        }

        _waiting.Clear();
    }

    private void OnDrain(Drain drain)
    {
        _draining = true;
        Gather(drain, null);
    }

    private void Gather(OperatorCommand command, string? only)
    {
        var domains = _domains
            .Where(pair => only is null || pair.Key.Value.Equals(only, StringComparison.OrdinalIgnoreCase))
            .Select(pair => new NamedDomain(pair.Key.Value, pair.Value))
            .ToImmutableArray();
        var (asker, draining) = (Sender, _draining);
        Context.ActorOf(Props.Create(() => new Gatherer(command, domains, asker, draining)));
    }
}
