using System.Collections.Immutable;
using ActorPbx.Pbx.Operations;

namespace ActorPbx.Pbx.Calls;

/// <summary>Asks every call how it stands, answers with those that replied in time, and is gone.</summary>
public sealed class CallLister : ReceiveActor
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private readonly List<CallView> _views = [];
    private readonly IReadOnlyCollection<IActorRef> _calls;
    private readonly IActorRef _asker;

    /// <summary>Asks these calls for this asker.</summary>
    public CallLister(IReadOnlyCollection<IActorRef> calls, IActorRef asker)
    {
        (_calls, _asker) = (calls, asker);
        Receive<CallView>(OnView);
        Receive<ReceiveTimeout>(_ => Finish());
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var call in _calls)
        {
            call.Tell(new DescribeCall());
        }

        if (_calls.Count == 0)
        {
            Finish();
        }

        SetReceiveTimeout(s_patience);
    }

    private void OnView(CallView view)
    {
        _views.Add(view);
        if (_views.Count == _calls.Count)
        {
            Finish();
        }
    }

    private void Finish()
    {
        _asker.Tell(new CallList([.. _views.OrderBy(view => view.StartedAt)]));
        Context.Stop(Self);
    }
}
