using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;

namespace ActorPbx.Pbx.Numbers;

/// <summary>What a T-MSS heard and will tell everybody in one message: a flapping branch costs no more than one entry a batch.</summary>
internal sealed class RelayBatch
{
    private readonly Dictionary<NodeName, NodeNumbersForm> _whole = [];
    private readonly List<NumbersChangeForm> _changes = [];

    /// <summary>Adds all that a node says; true when the batch was empty before.</summary>
    public bool Add(NodeNumbers numbers)
    {
        var first = IsEmpty;
        _changes.RemoveAll(change => change.Node == numbers.Node.Value);
        _whole[numbers.Node] = NumberForms.Of(numbers);
        return first;
    }

    /// <summary>Adds a change; true when the batch was empty before.</summary>
    public bool Add(NodeNumbersChange change)
    {
        var first = IsEmpty;
        _changes.Add(NumberForms.Of(change));
        return first;
    }

    /// <summary>The batch, which is empty afterwards.</summary>
    public DirectoryUpdated Take()
    {
        var update = new DirectoryUpdated([.. _whole.Values], [.. _changes]);
        _whole.Clear();
        _changes.Clear();
        return update;
    }

    private bool IsEmpty => _whole.Count == 0 && _changes.Count == 0;
}
