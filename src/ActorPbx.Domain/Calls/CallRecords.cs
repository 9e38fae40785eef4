using System.Collections.Immutable;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>
/// The half-call records of a call that is over: the originating half always, the terminating half once the number was found.
/// A half that another node of the cluster handles is recorded there.
/// </summary>
internal static class CallRecords
{
    public static ImmutableArray<CallRecord> Of(CallState state, ImmutableArray<StreamCounters> streams)
    {
        if (!state.Steps.IsEmpty)
        {
            return DivertedRecords.Of(state, streams);
        }

        var records = ImmutableArray.CreateBuilder<CallRecord>(2);
        if (state.Parties.CallerKind != PartyKind.Link)
        {
            records.Add(Half(state, RecordSide.Originating, state.Parties.CallerPeer, streams));
        }

        if (state.CalleeReached && (state.Devices.IsEmpty || state.Devices.Any(device => device.Kind != PartyKind.Link)))
        {
            records.Add(Half(state, RecordSide.Terminating, CalledPeer(state), streams));
        }

        return records.ToImmutable();
    }

    private static CallRecord Half(CallState state, RecordSide side, string peer, ImmutableArray<StreamCounters> streams)
    {
        var release = state.Release!;
        var from = side == RecordSide.Originating ? RelaySide.Caller : RelaySide.Called;
        return new CallRecord(
            state.Id, side, state.Parties.Domain, state.Parties.Node, state.Parties.Caller, state.Parties.Called, peer,
            state.StartedAt, state.RingingAt, state.AnsweredAt, state.EndedAt!.Value,
            release.Outcome, release.Response.Value, release.Cause.Value, release.By,
            streams.IsDefaultOrEmpty ? [] : [.. streams.Where(stream => stream.From == from)],
            state.Parties.Correlation, state.Parties.BranchOf(side));
    }

    private static string CalledPeer(CallState state) =>
        state.Device(state.Connected) is { } connected ? connected.Device.Received.ToString()
        : state.Devices is [var only] ? only.Device.Received.ToString()
        : "";
}
