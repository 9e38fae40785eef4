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
    private bool _draining;

    /// <summary>The domains of this directory.</summary>
    public DomainsActor(PbxDirectory directory, ExchangeServices services)
    {
        foreach (var domain in directory.Domains)
        {
            _domains[domain.Name] = Context.ActorOf(Props.Create(() => new DomainActor(domain, services)), Uri.EscapeDataString(domain.Name.Value));
            _notReady.Add(domain.Name);
        }

        Receive<TrunksJoined>(Join);
        Receive<RoamingJoined>(Join);
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
