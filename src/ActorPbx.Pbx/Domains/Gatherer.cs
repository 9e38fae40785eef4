using System.Collections.Immutable;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Trunks;

namespace ActorPbx.Pbx.Domains;

/// <summary>A domain and its actor.</summary>
public sealed record NamedDomain(string Name, IActorRef Actor);

/// <summary>Puts an operator's question to the domains one after the other, and answers with all they said together.</summary>
public sealed class Gatherer : ReceiveActor
{
    private readonly OperatorCommand _command;
    private readonly Queue<NamedDomain> _left;
    private readonly IActorRef _asker;
    private readonly bool _draining;
    private readonly List<ExtensionView> _extensions = [];
    private readonly List<CallView> _calls = [];
    private readonly List<TrunkView> _trunks = [];
    private readonly List<DomainStatus> _statuses = [];
    private int _told;
    private int _living;

    /// <summary>Asks these domains for this asker.</summary>
    public Gatherer(OperatorCommand command, ImmutableArray<NamedDomain> domains, IActorRef asker, bool draining)
    {
        (_command, _asker, _draining) = (command, asker, draining);
        _left = new Queue<NamedDomain>(domains);
        Receive<ExtensionList>(OnExtensions);
        Receive<CallCount>(OnCount);
        Receive<CallList>(list => Next(() => _calls.AddRange(list.Calls)));
        Receive<TrunkList>(list => Next(() => _trunks.AddRange(list.Trunks)));
        Receive<HangUpDone>(done => Next(() => _told += done.Calls));
        Receive<Drained>(_ => Next(() => { }));
    }

    /// <inheritdoc/>
    protected override void PreStart() => AskNext();

    private void OnExtensions(ExtensionList list)
    {
        if (_command is not GetStatus)
        {
            Next(() => _extensions.AddRange(list.Extensions));
            return;
        }

        // Guests are no extensions of this branch.
        var own = list.Extensions.Where(extension => extension.Home.Length == 0).ToArray();
        _statuses.Add(new DomainStatus(_left.Peek().Name, own.Length, own.Count(extension => extension.Devices.Length > 0), 0));
        _left.Peek().Actor.Tell(new CountCalls());
    }

    private void OnCount(CallCount count) => Next(() =>
    {
        if (_command is CountLivingCalls)
        {
            _living += count.Calls;
        }
        else
        {
            _statuses[^1] = _statuses[^1] with { Calls = count.Calls };
        }
    });

    private void Next(Action take)
    {
        take();
        _left.Dequeue();
        AskNext();
    }

    private void AskNext()
    {
        if (_left.TryPeek(out var domain))
        {
            domain.Actor.Tell(Question());
            return;
        }

        _asker.Tell(Answer());
        Context.Stop(Self);
    }

    private object Question() => _command switch
    {
        GetStatus => new ListExtensions(null, null),
        CountLivingCalls => new CountCalls(),
        _ => _command,
    };

    private object Answer() => _command switch
    {
        GetStatus => new NodeStatus([.. _statuses], _draining),
        CountLivingCalls => new LivingCalls(_living, _draining),
        ListExtensions => new ExtensionList([.. _extensions]),
        ListCalls => new CallList([.. _calls.OrderBy(call => call.StartedAt)]),
        ListTrunks => new TrunkList([.. _trunks]),
        HangUpCall => new HangUpDone(_told),
        Drain => new Drained(),
        _ => throw new InvalidOperationException($"No answer for {_command}."),
    };
}
