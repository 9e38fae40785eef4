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
public sealed record ActiveCalls(ImmutableArray<CallId> Outgoing, ImmutableArray<CallId> Incoming)
{
    /// <summary>No call.</summary>
    public static readonly ActiveCalls None = new([], []);

    /// <summary>Calls in and out together.</summary>
    public int Count => Outgoing.Length + Incoming.Length;
}

/// <summary>Takes calls within the limits (miniSIPServer V34: total and outgoing maxima), and gives them back.</summary>
public static class Admission
{
    /// <summary>The calls with one more outgoing, or null when a limit forbids it.</summary>
    public static ActiveCalls? Outgoing(ActiveCalls calls, CallLimits limits, CallId call) =>
        calls.Count < limits.MaxCalls && calls.Outgoing.Length < limits.MaxOutgoingCalls
            ? calls with { Outgoing = With(calls.Outgoing, call) }
            : null;

    /// <summary>The calls with one more incoming, or null when the limit makes the number busy.</summary>
    public static ActiveCalls? Incoming(ActiveCalls calls, CallLimits limits, CallId call) =>
        calls.Count < limits.MaxCalls ? calls with { Incoming = With(calls.Incoming, call) } : null;

    /// <summary>The calls without one that ended.</summary>
    public static ActiveCalls Release(ActiveCalls calls, CallId call)
    {
        var left = new ActiveCalls(calls.Outgoing.Remove(call), calls.Incoming.Remove(call));
        // Most numbers are idle most of the time, and share one object.
        return left.Count == 0 ? ActiveCalls.None : left;
    }

    // A number has few calls at a time.
    private static ImmutableArray<CallId> With(ImmutableArray<CallId> calls, CallId call) => calls.Contains(call) ? calls : calls.Add(call);
}
