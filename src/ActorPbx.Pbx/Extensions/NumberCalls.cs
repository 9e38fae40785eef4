using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Presence;

namespace ActorPbx.Pbx.Extensions;

/// <summary>The calls of a number: which place each takes within the limits, who is its actor, and what those see of it who watch the number.</summary>
/// <remarks>All of them lie in one array: a number has few calls at a time, and each object that an old one points to costs every collection time.</remarks>
internal struct NumberCalls()
{
    private NumberCall[] _calls = [];

    /// <summary>How many places are taken. A number that calls itself takes two with one call.</summary>
    public readonly PlacesTaken Count
    {
        get
        {
            int outgoing = 0, incoming = 0;
            foreach (ref readonly var call in _calls.AsSpan())
            {
                outgoing += call.TakesOutgoing ? 1 : 0;
                incoming += call.TakesIncoming ? 1 : 0;
            }

            return new(outgoing, incoming);
        }
    }

    /// <summary>The places without those of one call.</summary>
    public readonly PlacesTaken CountBeside(CallId id)
    {
        var count = Count;
        return IndexOf(id) is var at and >= 0 ? new(count.Outgoing - (_calls[at].TakesOutgoing ? 1 : 0), count.Incoming - (_calls[at].TakesIncoming ? 1 : 0)) : count;
    }

    /// <summary>What is to be seen of them, the oldest first.</summary>
    public readonly ImmutableArray<NumberDialog> Dialogs
    {
        get
        {
            var dialogs = ImmutableArray.CreateBuilder<NumberDialog>(_calls.Length);
            foreach (ref readonly var call in _calls.AsSpan())
            {
                if (call.Remote is { } remote)
                {
                    dialogs.Add(new NumberDialog(call.Id, call.IsCaller, call.Stage, remote));
                }
            }

            return dialogs.DrainToImmutable();
        }
    }

    /// <summary>The number makes a call.</summary>
    public void TakeOutgoing(CallId id, IActorRef actor) => Of(id, actor).TakesOutgoing = true;

    /// <summary>The number is called.</summary>
    public void TakeIncoming(CallId id, IActorRef actor) => Of(id, actor).TakesIncoming = true;

    /// <summary>The number makes a call in the place that it had in it.</summary>
    public void TakeOver(CallId id, IActorRef actor)
    {
        ref var call = ref Of(id, actor);
        (call.TakesOutgoing, call.TakesIncoming) = (true, false);
    }

    /// <summary>From now on those see a call that the number has who watch it.</summary>
    public readonly void Show(CallId id, bool isCaller, string remote, DialogStage stage = DialogStage.Trying)
    {
        if (IndexOf(id) is var at and >= 0)
        {
            ref var call = ref _calls[at];
            (call.IsCaller, call.Remote, call.Stage) = (isCaller, remote, stage);
        }
    }

    /// <summary>A call rings or was answered; none goes back.</summary>
    public readonly void Advance(CallId id, DialogStage stage)
    {
        if (IndexOf(id) is var at and >= 0 && _calls[at].Stage < stage)
        {
            _calls[at].Stage = stage;
        }
    }

    /// <summary>The number is out of a call, whose place stays taken.</summary>
    public readonly void Hide(CallId id)
    {
        if (IndexOf(id) is var at and >= 0)
        {
            _calls[at].Remote = null;
        }
    }

    /// <summary>A call is over; false if the number had it not.</summary>
    public bool Release(CallId id)
    {
        if (IndexOf(id) is not (var at and >= 0))
        {
            return false;
        }

        _calls = [.. _calls.AsSpan(0, at), .. _calls.AsSpan(at + 1)];
        return true;
    }

    /// <summary>Tells all calls.</summary>
    public readonly void Tell(object message)
    {
        foreach (ref readonly var call in _calls.AsSpan())
        {
            call.Actor.Tell(message);
        }
    }

    private ref NumberCall Of(CallId id, IActorRef actor)
    {
        var at = IndexOf(id);
        if (at < 0)
        {
            at = _calls.Length;
            _calls = [.. _calls, new NumberCall { Id = id, Actor = actor }];
        }

        _calls[at].Actor = actor;
        return ref _calls[at];
    }

    private readonly int IndexOf(CallId id)
    {
        for (var i = 0; i < _calls.Length; i++)
        {
            if (_calls[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private struct NumberCall
    {
        public CallId Id;
        public IActorRef Actor;
        // The other number, or empty; null: the number is out of the call, and nobody sees it.
        public string? Remote;
        public DialogStage Stage;
        public bool IsCaller;
        public bool TakesOutgoing;
        public bool TakesIncoming;
    }
}
