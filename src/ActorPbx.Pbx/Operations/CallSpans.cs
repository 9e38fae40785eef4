using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;

namespace ActorPbx.Pbx.Operations;

/// <summary>
/// A call as a trace, told when it is over: one span for the whole, and one each for what went before ringing, the ringing and the talk. All nodes that a call crossed tell
/// theirs under the same trace, for its name is made of the call's correlation. When nobody collects traces this costs a call one question.
/// </summary>
public static class CallSpans
{
    /// <summary>Name of the source.</summary>
    public const string Name = "ActorPbx.Calls";

    // A call's name is 96 random bits; a trace's has 128.
    private const int NameLength = 24;
    private const string Padding = "00000000";

    private static readonly ActivitySource s_source = new(Name);

    /// <summary>Tells a call that has its outcome.</summary>
    public static void Tell(CallState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!s_source.HasListeners() || state is not { Release: { } release, EndedAt: { } end })
        {
            return;
        }

        var trace = TraceOf(state.Parties.Correlation.Length == 0 ? state.Id.Value : state.Parties.Correlation);
        using var call = s_source.StartActivity(
            "call", ActivityKind.Server, new ActivityContext(trace, default, ActivityTraceFlags.None), Tags(state, release), startTime: state.StartedAt);
        if (call is null)
        {
            return; // not among those that are sampled
        }

        Part("set up", state.StartedAt, state.RingingAt ?? state.AnsweredAt ?? end, call);
        Part("ring", state.RingingAt, state.AnsweredAt ?? end, call);
        Part("talk", state.AnsweredAt, end, call);
        call.SetStatus(release.Outcome is CallOutcome.Failed or CallOutcome.Interrupted ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        call.SetEndTime(end.UtcDateTime);
    }

    /// <summary>The trace that a call is told under.</summary>
    /// <param name="correlation">Name of the whole call on all nodes.</param>
    public static ActivityTraceId TraceOf(string correlation)
    {
        ArgumentNullException.ThrowIfNull(correlation);
        return correlation.Length == NameLength && !correlation.AsSpan().ContainsAnyExcept("0123456789abcdef")
            ? ActivityTraceId.CreateFromString(correlation + Padding)
            : ActivityTraceId.CreateFromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(correlation)).AsSpan(0, 16));
    }

    private static void Part(string name, DateTimeOffset? from, DateTimeOffset to, Activity call)
    {
        if (from is { } begin)
        {
            using var part = s_source.StartActivity(name, ActivityKind.Internal, call.Context, startTime: begin);
            part?.SetEndTime(to.UtcDateTime);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> Tags(CallState state, Release release) =>
    [
        new("actorpbx.call", state.Id.Value),
        new("actorpbx.domain", state.Parties.Domain.Value),
        new("actorpbx.caller", state.Parties.Caller),
        new("actorpbx.called", state.Parties.Called),
        new("actorpbx.outcome", OutcomeWord.Of(release.Outcome)),
        new("actorpbx.released_by", release.By.ToString().ToLowerInvariant()),
        new("actorpbx.cause", release.Cause.Value),
        new("actorpbx.response", release.Response.Value),
        new("actorpbx.relayed", state.RelayWanted),
        new("actorpbx.devices", state.Devices.Length),
    ];
}
