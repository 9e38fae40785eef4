using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Trunks;

namespace ActorPbx.Pbx.Calls;

/// <summary>Messages that mean one input to the call and nothing else.</summary>
internal static class CallInputs
{
    /// <summary>The input, or null for a message that needs more than a translation.</summary>
    public static CallInput? Of(object message) => message switch
    {
        CallInput input => input,
        OutgoingAdmitted admitted => new CallInput.CallerAdmitted(admitted.RelayMedia),
        // Own design: miniSIPServer does not say what an exceeding caller gets; 403 with a Q.850 facility cause.
        OutgoingRefused => new CallInput.CallerRefused(ResponseCode.Forbidden, Cause.FacilityRejected),
        TrunkAdmitted => new CallInput.CallerAdmitted(RelayMedia: false),
        TrunkRefused { Direction: TrunkDirection.Incoming } refused => new CallInput.CallerRefused(refused.Code, refused.Cause),
        TrunkRefused refused => new CallInput.CalleeRefused(refused.Code, refused.Cause),
        PageFailed failed => new CallInput.CalleeUnavailable(failed.Reason),
        RelaySilent => new CallInput.RelayWentSilent(),
        RelayClosed closed => new CallInput.RelayEnded(closed.Streams),
        CallStored => new CallInput.RecordsSettled(),
        CancelCame cancel => cancel.Port.IsSetup ? new CallInput.CallerCancelled() : new CallInput.RequestCancelled(cancel.Port.Exchange),
        PrackMissing => new CallInput.CallerUnconfirmed(),
        AckMissing missing => missing.Port.IsSetup ? new CallInput.CallerUnacknowledged() : new CallInput.RequestUnacknowledged(missing.Port.Exchange),
        ReleaseByOperator => new CallInput.OperatorReleased(),
        _ => null,
    };
}
