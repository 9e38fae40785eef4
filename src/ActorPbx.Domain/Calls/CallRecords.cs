using System.Collections.Immutable;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>The half-call records of a call that is over: the originating half always, the terminating half once the number was found.</summary>
internal static class CallRecords
{
    public static ImmutableArray<CallRecord> Of(CallState state, ImmutableArray<StreamCounters> streams)
    {
        var originating = Half(state, RecordSide.Originating, state.Parties.CallerPeer, streams);
        return state.CalleeReached
            ? [originating, Half(state, RecordSide.Terminating, CalledPeer(state), streams)]
            : [originating];
    }

    private static CallRecord Half(CallState state, RecordSide side, string peer, ImmutableArray<StreamCounters> streams)
    {
        var release = state.Release!;
        var from = side == RecordSide.Originating ? RelaySide.Caller : RelaySide.Called;
        return new CallRecord(
            state.Id, side, state.Parties.Domain, state.Parties.Node, state.Parties.Caller, state.Parties.Called, peer,
            state.StartedAt, state.RingingAt, state.AnsweredAt, state.EndedAt!.Value,
            release.Outcome, release.Response.Value, release.Cause.Value, release.By,
            streams.IsDefaultOrEmpty ? [] : [.. streams.Where(stream => stream.From == from)]);
    }

    private static string CalledPeer(CallState state) =>
        state.Device(state.Connected) is { } connected ? connected.Device.Received.ToString()
        : state.Devices is [var only] ? only.Device.Received.ToString()
        : "";
}
