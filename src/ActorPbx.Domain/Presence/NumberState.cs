using System.Collections.Immutable;
using ActorPbx.Domain.Calls;

namespace ActorPbx.Domain.Presence;

/// <summary>How far a call of a number is, in the words of RFC 4235 §3.7.1.</summary>
public enum DialogStage
{
    /// <summary>It is being set up.</summary>
    Trying,

    /// <summary>It rings.</summary>
    Early,

    /// <summary>They talk.</summary>
    Confirmed,
}

/// <summary>One call of a number, as those may see it who watch the number.</summary>
/// <param name="Call">The call; its name gives no right over it.</param>
/// <param name="IsCaller">The number made it.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="Remote">The other number, or empty.</param>
public sealed record NumberDialog(CallId Call, bool IsCaller, DialogStage Stage, string Remote);

/// <summary>What is to be seen of a number: whether a phone of it is there, and its calls.</summary>
/// <param name="IsReachable">A phone is registered, or there is one that never registers.</param>
/// <param name="Dialogs">Its calls, the oldest first.</param>
public sealed record NumberState(bool IsReachable, ImmutableArray<NumberDialog> Dialogs)
{
    /// <summary>Nobody there.</summary>
    public static NumberState Absent { get; } = new(false, []);

    /// <inheritdoc/>
    public bool Equals(NumberState? other) =>
        other is not null && IsReachable == other.IsReachable && Dialogs.AsSpan().SequenceEqual(other.Dialogs.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsReachable, Dialogs.Length);
}
