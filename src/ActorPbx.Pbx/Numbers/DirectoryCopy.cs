using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;

namespace ActorPbx.Pbx.Numbers;

/// <summary>The copy itself, and the plan that is made from it.</summary>
internal sealed class DirectoryCopy(Func<BranchName, OwnedBlock, bool>? mayOwn, NumberBoard board, ILoggingAdapter log)
{
    // One answer carries at most so many nodes; the next digest brings the rest.
    private const int NodesAtOnce = 500;
    private ImmutableHashSet<NumberOverlap> _reported = [];
    private readonly HashSet<NodeName> _revenants = [];
    private DateTimeOffset? _agreedAt;
    private DirectoryState _hungOut = DirectoryState.Empty;

    public DirectoryState State { get; private set; } = DirectoryState.Empty;

    public AnnouncementVerdict Take(NodeNumbers numbers) => Take(DirectoryLogic.Take(State, numbers));

    public AnnouncementVerdict Take(NodeNumbersChange change) => Take(DirectoryLogic.Take(State, change));

    /// <summary>What headquarters told, but for what it says of ourselves; returns how many entries changed.</summary>
    public int Take(DirectoryUpdated updated, NodeName self)
    {
        var (state, taken) = (State, 0);
        foreach (var form in updated.Whole.IsDefault ? [] : updated.Whole)
        {
            if (NumberForms.Read(form) is { } numbers && numbers.Node != self && DirectoryLogic.Take(state, numbers) is { Verdict: AnnouncementVerdict.Taken } outcome)
            {
                (state, taken) = (outcome.State, taken + 1);
            }
        }

        foreach (var form in updated.Changes.IsDefault ? [] : updated.Changes)
        {
            if (NumberForms.Read(form) is { } change && change.Node != self && DirectoryLogic.Take(state, change) is { Verdict: AnnouncementVerdict.Taken } outcome)
            {
                (state, taken) = (outcome.State, taken + 1);
            }
        }

        foreach (var form in updated.Forgotten ?? [])
        {
            var next = form.Node == self.Value ? state : DirectoryLogic.Forget(state, new NodeName(form.Node), form.Epoch);
            (state, taken) = (next, ReferenceEquals(next, state) ? taken : taken + 1);
        }

        State = state;
        return taken;
    }

    /// <summary>Takes a node out.</summary>
    /// <param name="node">The node.</param>
    /// <param name="epoch">What it said so far is void; 0: all that is known of it.</param>
    /// <returns>The epoch.</returns>
    public long Forget(NodeName node, long epoch = 0)
    {
        var last = epoch > 0 ? epoch : State.Nodes.GetValueOrDefault(node)?.Epoch ?? 0;
        State = DirectoryLogic.Forget(State, node, last);
        return last;
    }

    /// <summary>Takes nodes out that were forgotten before this node started.</summary>
    public void Forget(IEnumerable<ForgottenForm> forgotten) =>
        State = forgotten.Aggregate(State, (state, last) => DirectoryLogic.Forget(state, new NodeName(last.Node), last.Epoch));

    /// <summary>Whether nothing need be asked of a node that stands there. What one says that was forgotten and lives is void.</summary>
    public bool Holds(NodeName node, long epoch, long version)
    {
        if (!DirectoryLogic.IsForgotten(State, node, epoch))
        {
            return HoldsAnnounced(node, epoch, version);
        }

        if (_revenants.Add(node))
        {
            log.Warning("Node {0} was forgotten and speaks all the same; what it announces is void until it is started again", node);
        }

        return true;
    }

    private bool HoldsAnnounced(NodeName node, long epoch, long version) =>
        State.Nodes.TryGetValue(node, out var numbers) && (numbers.Epoch > epoch || (numbers.Epoch == epoch && numbers.Version >= version));

    public bool Agrees(DirectoryStand stand, DateTimeOffset now)
    {
        var agrees = stand.Nodes == State.Nodes.Count && stand.Digest == State.Digest;
        _agreedAt = agrees ? now : _agreedAt;
        return agrees;
    }

    public DirectoryStand Stand() => new(State.Digest, State.Nodes.Count);

    public ImmutableArray<HeldVersionForm> Held() =>
        [.. State.Nodes.Values.Select(numbers => new HeldVersionForm(numbers.Node.Value, numbers.Epoch, numbers.Version))];

    public DirectoryUpdated NewerThan(ImmutableArray<HeldVersionForm> held)
    {
        var known = new Dictionary<string, HeldVersionForm>(StringComparer.Ordinal);
        foreach (var form in held.IsDefault ? [] : held)
        {
            known[form.Node] = form;
        }

        var newer = State.Nodes.Values.Where(numbers => !known.TryGetValue(numbers.Node.Value, out var old)
            || numbers.Epoch > old.Epoch || (numbers.Epoch == old.Epoch && numbers.Version > old.Version));
        var forgotten = State.Forgotten.Where(last => known.TryGetValue(last.Key.Value, out var old) && old.Epoch <= last.Value);
        return new DirectoryUpdated(
            [.. newer.Take(NodesAtOnce).Select(NumberForms.Of)], [], [.. forgotten.Select(last => new ForgottenForm(last.Key.Value, last.Value))]);
    }

    public DirectoryView Describe()
    {
        HangOut();
        return new DirectoryView(
            [.. State.Nodes.Values.OrderBy(numbers => numbers.Branch.Value).ThenBy(numbers => numbers.Node.Value)], board.Plan.Overlaps, State.Digest, _agreedAt);
    }

    /// <summary>Makes the plan of all that was taken in and hangs it out; false when it hangs already.</summary>
    public bool HangOut()
    {
        if (ReferenceEquals(State, _hungOut))
        {
            return false;
        }

        _hungOut = State;
        board.Plan = NumberPlan.Of(State, mayOwn);
        var overlaps = board.Plan.Overlaps.ToImmutableHashSet();
        foreach (var overlap in overlaps.Except(_reported))
        {
            log.Warning(
                "Numbers {0} of {1} in {2} overlap {3} of {4}, which were announced before and stay in force",
                overlap.Claimed, overlap.Claimant, overlap.Domain, overlap.Held, overlap.Holder);
        }

        _reported = overlaps;
        return true;
    }

    private AnnouncementVerdict Take(DirectoryOutcome outcome)
    {
        State = outcome.State;
        return outcome.Verdict;
    }
}
