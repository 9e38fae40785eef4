using System.Collections.Immutable;
using ActorPbx.Pbx.Operations;

namespace ActorPbx.Pbx.Trunks;

/// <summary>Asks every trunk how it stands, answers with those that replied in time, and is gone.</summary>
public sealed class TrunkLister : ReceiveActor
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private readonly ImmutableSortedDictionary<string, IActorRef> _trunks;
    private readonly IActorRef _asker;
    private readonly List<TrunkView> _views = [];

    /// <summary>Asks these trunks for this asker.</summary>
    public TrunkLister(ImmutableSortedDictionary<string, IActorRef> trunks, IActorRef asker)
    {
        (_trunks, _asker) = (trunks, asker);
        Receive<TrunkView>(OnView);
        Receive<ReceiveTimeout>(_ => Finish());
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var (name, trunk) in _trunks)
        {
            trunk.Tell(new DescribeTrunk(name));
        }

        SetReceiveTimeout(s_patience);
        if (_trunks.IsEmpty)
        {
            Finish();
        }
    }

    private void OnView(TrunkView view)
    {
        _views.Add(view);
        if (_views.Count == _trunks.Count)
        {
            Finish();
        }
    }

    private void Finish()
    {
        _asker.Tell(new TrunkList([.. _views.OrderBy(view => view.Name, StringComparer.Ordinal)]));
        Context.Stop(Self);
    }
}
