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

        State = state;
        return taken;
    }

    public void Forget(NodeName node) => State = DirectoryLogic.Forget(State, node);

    public bool Holds(NodeName node, long epoch, long version) =>
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
        return new DirectoryUpdated([.. newer.Take(NodesAtOnce).Select(NumberForms.Of)], []);
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
