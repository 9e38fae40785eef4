namespace ActorPbx.Domain.Extensions;

/// <summary>How many calls a number may have (miniSIPServer V34: total and outgoing maxima).</summary>
/// <param name="MaxCalls">In and out together; 0: none at all.</param>
/// <param name="MaxOutgoingCalls">Outgoing; at most <paramref name="MaxCalls"/>.</param>
public sealed record CallLimits(int MaxCalls, int MaxOutgoingCalls)
{
    /// <summary>What is left of the limits beside calls that the number has at other branches.</summary>
    public CallLimits Beside(PlacesTaken elsewhere) =>
        elsewhere.Total == 0 ? this : new CallLimits(MaxCalls - elsewhere.Total, MaxOutgoingCalls - elsewhere.Outgoing);

    /// <summary>Whether a number that has these calls may make one more.</summary>
    public bool AllowOutgoing(PlacesTaken has) => has.Total < MaxCalls && has.Outgoing < MaxOutgoingCalls;

    /// <summary>Whether a number that has these calls may be rung for one more; if not it is busy.</summary>
    public bool AllowIncoming(PlacesTaken has) => has.Total < MaxCalls;
}

/// <summary>How many calls a number has.</summary>
/// <param name="Outgoing">Those that it makes.</param>
/// <param name="Incoming">Those that it was called in.</param>
public readonly record struct PlacesTaken(int Outgoing, int Incoming)
{
    /// <summary>In and out together.</summary>
    public int Total => Outgoing + Incoming;
}
