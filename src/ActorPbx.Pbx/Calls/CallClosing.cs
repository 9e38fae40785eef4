using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Calls;

/// <summary>What is said of a call that is over: its last line in the log, its records to the store, its figures.</summary>
internal static class CallClosing
{
    /// <summary>Tells the store, which answers the call's actor.</summary>
    public static void Close(CallState state, CallEffect.StoreRecords store, CallServices services)
    {
        var release = state.Release!;
        var duration = state.AnsweredAt is { } answered ? state.EndedAt!.Value - answered : TimeSpan.Zero;
        services.Log.Info("Call {0}: over, {1} by {2}, cause {3}, {4:0} s", state.Id, release.Outcome, release.By, release.Cause.Value, duration.TotalSeconds);
        services.Store.Tell(new StoreCall(state.Id, store.Records));
        services.Metrics?.CallEnded(state);
        CallSpans.Tell(state);
    }
}
