using System.Collections.Immutable;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>Which of several refusals the caller is told, and how it is recorded.</summary>
internal static class ReleaseCauses
{
    public static Release OfRefusals(ImmutableArray<DeviceLeg> devices)
    {
        var best = default(ResponseCode);
        foreach (var device in devices)
        {
            if (device.Phase == DevicePhase.Ended && (best == default || Rank(device.Final) < Rank(best)))
            {
                best = device.Final;
            }
        }

        return Of(best);
    }

    /// <summary>The release that a device's refusal amounts to.</summary>
    private static Release Of(ResponseCode code) => code.Value switch
    {
        486 or 600 => new Release(CallOutcome.Busy, code, Cause.UserBusy, ReleasedBy.Called),
        603 => new Release(CallOutcome.Declined, code, Cause.CallRejected, ReleasedBy.Called),
        403 or 406 or 433 or 606 or 607 => new Release(CallOutcome.Declined, code, Cause.CallRejected, ReleasedBy.Called),
        408 => new Release(CallOutcome.Unreachable, code, Cause.NoUserResponding, ReleasedBy.Exchange),
        // A device's challenge or its "not found" is between it and us; the caller would take them for our own words.
        401 or 404 or 407 or 410 or 482 or 483 or 484 or 485 => new Release(CallOutcome.Unreachable, ResponseCode.Unavailable, Cause.Of(ResponseCode.Unavailable), ReleasedBy.Called),
        480 => new Release(CallOutcome.Unreachable, code, Cause.Of(code), ReleasedBy.Called),
        415 or 488 => new Release(CallOutcome.Failed, code, Cause.IncompatibleDestination, ReleasedBy.Called),
        >= 300 and < 400 => new Release(CallOutcome.Unreachable, ResponseCode.Unavailable, Cause.Of(ResponseCode.Unavailable), ReleasedBy.Called),
        _ => new Release(CallOutcome.Failed, code, Cause.Of(code), ReleasedBy.Called),
    };

    // RFC 3261 §16.7 step 6: 6xx first, then the lowest class; inside 4xx what tells the caller most. Order: our own choice.
    private static int Rank(ResponseCode code) => code.Value switch
    {
        >= 600 => 0,
        486 => 1,
        403 or 406 or 415 or 433 or 488 => 2,
        480 => 3,
        >= 400 and < 500 and not 408 => 4,
        >= 500 => 5,
        408 => 6,
        _ => 7,
    };
}
