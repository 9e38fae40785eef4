using System.Collections.Immutable;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>
/// The records of a call that was sent on. Each stretch has its own halves, as in the half-call model: whoever sent the call on pays for what follows,
/// with an originating half of its own, and the number that it went to has its terminating half. Halves end when their party is out of the call.
/// A stretch's halves bear the call's name with the number of the stretch, and the call's name as their correlation.
/// </summary>
internal static class DivertedRecords
{
    public static ImmutableArray<CallRecord> Of(CallState state, ImmutableArray<StreamCounters> streams)
    {
        var records = ImmutableArray.CreateBuilder<CallRecord>();
        var caller = new List<Half> { First(state) };
        var called = new List<Half> { Reached(state, 0, state.Parties.Caller) };
        var (callerNumber, calledNumber) = (state.Parties.Caller, state.Parties.Called);
        for (var i = 0; i < state.Steps.Length; i++)
        {
            var step = state.Steps[i];
            if (step.Failed is { } failed)
            {
                var staying = step.Left == RecordSide.Originating ? calledNumber : callerNumber;
                Half[] tried = [Paid(state, i + 1, staying), Reached(state, i + 1, staying)];
                records.AddRange(tried.Where(half => half.IsOurs).Select(half => Record(state, half, step.LeftAt, failed, [])));
                continue;
            }

            var stays = step.Left == RecordSide.Originating ? calledNumber : callerNumber;
            var leaving = step.Left == RecordSide.Originating ? caller : called;
            // Who is replaced leaves alone: who sent the call on to it still pays.
            var gone = step.Kind == StepKind.Replaced ? leaving.GetRange(leaving.Count - 1, 1) : leaving.ToList();
            leaving.RemoveRange(leaving.Count - gone.Count, gone.Count);
            records.AddRange(gone.Where(half => half.IsOurs).Select(half => Record(state, half, step.LeftAt, Leaving(step), [])));
            leaving.AddRange(step.Kind == StepKind.Replaced ? [Taken(state, i + 1, gone[0], stays)] : [Paid(state, i + 1, stays), Reached(state, i + 1, stays)]);
            (callerNumber, calledNumber) = step.Left == RecordSide.Originating ? (step.To, calledNumber) : (callerNumber, step.To);
        }

        records.AddRange(Last(state, caller, Of(streams, RelaySide.Caller)));
        records.AddRange(Last(state, called, Of(streams, RelaySide.Called)));
        return records.ToImmutable();
    }

    // The counters of a side's media go with its last half.
    private static IEnumerable<CallRecord> Last(CallState state, List<Half> halves, ImmutableArray<StreamCounters> streams)
    {
        var ours = halves.Where(half => half.IsOurs).ToArray();
        return ours.Select((half, index) => Record(state, half, state.EndedAt!.Value, state.Release!, index == ours.Length - 1 ? streams : []));
    }

    private static Release Leaving(CallStep step) => step.IsBeforeAnswer
        ? new Release(CallOutcome.Diverted, step.Code, Cause.NormalUnspecified, ReleasedBy.Called)
        : new Release(CallOutcome.Answered, ResponseCode.Ok, Cause.NormalClearing, step.Left == RecordSide.Originating ? ReleasedBy.Caller : ReleasedBy.Called);

    private static Half First(CallState state)
    {
        var rang = state.Steps.Where(step => step.Kind == StepKind.Redirected).Select(step => step.RangBefore).FirstOrDefault(rang => rang is not null);
        return new Half(
            RecordSide.Originating, 0, state.Parties.Caller, state.Parties.Called, "", state.Parties.BranchOf(RecordSide.Originating), state.Parties.CallerPeer,
            state.Parties.CallerKind != PartyKind.Link, state.StartedAt, rang ?? state.RingingAt, state.AnsweredAt);
    }

    private static Half Paid(CallState state, int part, string caller)
    {
        var step = state.Steps[part - 1];
        var branch = step.Home.Length > 0 ? step.Home : state.Parties.Branch;
        return new Half(RecordSide.Originating, part, caller, step.To, step.By, branch, "", IsOurs: true, step.At, Rang(state, part), Answered(state, part));
    }

    // Who takes another's place has a half of that one's side: nobody makes another call for it, so nobody pays for one.
    private static Half Taken(CallState state, int part, Half before, string stays)
    {
        var step = state.Steps[part - 1];
        var half = Reached(state, part, stays) with { OnBehalfOf = step.By == step.To ? "" : step.By };
        return before.Side == RecordSide.Terminating ? half : half with { Side = RecordSide.Originating, Caller = step.To, Called = stays };
    }

    private static Half Reached(CallState state, int part, string caller)
    {
        var step = part == 0 ? null : state.Steps[part - 1];
        var legs = state.LegsOf(part);
        var isReached = step is { Kind: not StepKind.Redirected } ? step.Reached : part == state.Steps.Length && state.CalleeReached;
        var isOurs = legs.IsEmpty ? isReached : legs.Any(leg => leg.Kind != PartyKind.Link);
        var home = step?.ToHome ?? state.Parties.CalledHome;
        return new Half(
            RecordSide.Terminating, part, caller, step?.To ?? state.Parties.Called, step?.By ?? "", home.Length > 0 ? home : state.Parties.Branch,
            Peer(legs), isOurs, step?.At ?? state.StartedAt, Rang(state, part), Answered(state, part));
    }

    private static DateTimeOffset? Rang(CallState state, int part) =>
        part > 0 && state.Steps[part - 1].Kind != StepKind.Redirected ? state.Steps[part - 1].RangAt
        : part < state.Steps.Length && state.Steps[part].IsBeforeAnswer ? state.Steps[part].RangBefore
        : state.RingingAt;

    private static DateTimeOffset? Answered(CallState state, int part) =>
        part > 0 && state.Steps[part - 1].Kind != StepKind.Redirected ? state.Steps[part - 1].AnsweredAt
        : part < state.Steps.Length && state.Steps[part].IsBeforeAnswer ? null
        : state.AnsweredAt;

    private static string Peer(ImmutableArray<DeviceLeg> legs)
    {
        var answered = legs.FirstOrDefault(leg => leg.Final == ResponseCode.Ok);
        return (answered ?? (legs.Length == 1 ? legs[0] : null))?.Device.Received.ToString() ?? "";
    }

    private static CallRecord Record(CallState state, Half half, DateTimeOffset endedAt, Release release, ImmutableArray<StreamCounters> streams)
    {
        var parties = state.Parties;
        var call = half.Part == 0 ? state.Id : new CallId($"{state.Id}.{half.Part}");
        var correlation = half.Part == 0 || parties.Correlation.Length > 0 ? parties.Correlation : state.Id.Value;
        return new CallRecord(
            call, half.Side, parties.Domain, parties.Node, half.Caller, half.Called, half.Peer, half.StartedAt, half.RangAt, half.AnsweredAt, endedAt,
            release.Outcome, release.Response.Value, release.Cause.Value, release.By, streams, correlation, half.Branch, half.OnBehalfOf);
    }

    private static ImmutableArray<StreamCounters> Of(ImmutableArray<StreamCounters> streams, RelaySide side) =>
        streams.IsDefaultOrEmpty ? [] : [.. streams.Where(stream => stream.From == side)];

    private sealed record Half(
        RecordSide Side, int Part, string Caller, string Called, string OnBehalfOf, string Branch, string Peer, bool IsOurs,
        DateTimeOffset StartedAt, DateTimeOffset? RangAt, DateTimeOffset? AnsweredAt);
}
