using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>How a call came to go on to another number.</summary>
public enum StepKind
{
    /// <summary>A phone that rang sent it on (a 3xx response).</summary>
    Redirected,

    /// <summary>A party that talked put another in its place (REFER).</summary>
    Transferred,

    /// <summary>A party took the place of another that talked or rang (INVITE with Replaces).</summary>
    Replaced,
}

/// <summary>A call was sent on to another number. What comes after it is done by the rights, and at the cost, of who sent it on.</summary>
/// <param name="Kind">How.</param>
/// <param name="Left">The side of the call that is somebody else's from now on.</param>
/// <param name="By">The number that sent it on.</param>
/// <param name="Home">Where that number is a guest: the branch of its home; else empty.</param>
/// <param name="To">The number that it was sent on to.</param>
/// <param name="ToHome">The home of that one, if it is a guest here.</param>
/// <param name="Reason">Why, in a word of RFC 5806.</param>
/// <param name="Code">The response that the number which was left gave, or was made to give, because it had not answered; 0 where it had.</param>
/// <param name="At">When it was asked for.</param>
/// <param name="LeftAt">When whoever sent it on was out of it.</param>
/// <param name="RangBefore">When the number that was left had rung.</param>
/// <param name="FirstLeg">The first leg that was made for it.</param>
/// <param name="RangAt">After a transfer: when the new party rang.</param>
/// <param name="AnsweredAt">After a transfer: when the new party answered.</param>
public sealed record CallStep(
    StepKind Kind, RecordSide Left, string By, string Home, string To, string ToHome, string Reason, ResponseCode Code,
    DateTimeOffset At, DateTimeOffset LeftAt, DateTimeOffset? RangBefore, int FirstLeg, DateTimeOffset? RangAt = null, DateTimeOffset? AnsweredAt = null)
{
    /// <summary>A transfer: the new number has devices, or a link or trunk leads to it.</summary>
    public bool Reached { get; init; }

    /// <summary>The number that was left had not answered.</summary>
    public bool IsBeforeAnswer => Code != default;

    /// <summary>Why a transfer came to nothing; null for one that did not.</summary>
    public Release? Failed { get; init; }
}

/// <summary>Numbers that sent a call on before it reached this node, as a trusted peer says.</summary>
/// <param name="Count">How often.</param>
/// <param name="Numbers">By whom.</param>
public sealed record EarlierDiversions(int Count, System.Collections.Immutable.ImmutableArray<string> Numbers);
