using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Calls;

/// <summary>The note that a call lives, which the store turns into a record when the node dies.</summary>
internal static class CallNote
{
    /// <summary>It is for the half of the call that this node has: the caller's, or, when another node has that one, the called side's.</summary>
    public static OpenCall Of(CallState state)
    {
        var parties = state.Parties;
        var side = parties.CallerKind == PartyKind.Link ? RecordSide.Terminating : RecordSide.Originating;
        return new OpenCall(
            state.Id, parties.Domain, parties.Node, parties.Caller, parties.Called, state.StartedAt, side, parties.Correlation, parties.BranchOf(side));
    }
}
