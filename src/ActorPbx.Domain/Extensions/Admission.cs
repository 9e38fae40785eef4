using System.Collections.Immutable;
using ActorPbx.Domain.Calls;

namespace ActorPbx.Domain.Extensions;

/// <summary>How many calls a number may have.</summary>
/// <param name="MaxCalls">In and out together; 0: none at all.</param>
/// <param name="MaxOutgoingCalls">Outgoing; at most <paramref name="MaxCalls"/>.</param>
public sealed record CallLimits(int MaxCalls, int MaxOutgoingCalls)
{
    /// <summary>What is left of the limits beside calls that the number has at other branches.</summary>
    public CallLimits Beside(int outgoing, int incoming) =>
        outgoing == 0 && incoming == 0 ? this : new CallLimits(MaxCalls - outgoing - incoming, MaxOutgoingCalls - outgoing);
}

/// <summary>The calls that a number has now.</summary>
public sealed record ActiveCalls(ImmutableHashSet<CallId> Outgoing, ImmutableHashSet<CallId> Incoming)
{
    /// <summary>No call.</summary>
    public static readonly ActiveCalls None = new([], []);

    /// <summary>Calls in and out together.</summary>
    public int Count => Outgoing.Count + Incoming.Count;
}

/// <summary>Takes calls within the limits (miniSIPServer V34: total and outgoing maxima), and gives them back.</summary>
public static class Admission
{
    /// <summary>The calls with one more outgoing, or null when a limit forbids it.</summary>
    public static ActiveCalls? Outgoing(ActiveCalls calls, CallLimits limits, CallId call) =>
        calls.Count < limits.MaxCalls && calls.Outgoing.Count < limits.MaxOutgoingCalls
            ? calls with { Outgoing = calls.Outgoing.Add(call) }
            : null;

    /// <summary>The calls with one more incoming, or null when the limit makes the number busy.</summary>
    public static ActiveCalls? Incoming(ActiveCalls calls, CallLimits limits, CallId call) =>
        calls.Count < limits.MaxCalls ? calls with { Incoming = calls.Incoming.Add(call) } : null;

    /// <summary>The calls without one that ended.</summary>
    public static ActiveCalls Release(ActiveCalls calls, CallId call) =>
        new(calls.Outgoing.Remove(call), calls.Incoming.Remove(call));
}
