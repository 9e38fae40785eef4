using System.Collections.Immutable;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>Which of several refusals the caller is told, and how it is recorded.</summary>
internal static class ReleaseCauses
{
    public static Release OfRefusals(ImmutableArray<DeviceLeg> devices)
    {
        DeviceLeg? best = null;
        foreach (var device in devices)
        {
            if (device.Phase == DevicePhase.Ended && (best is null || Rank(device.Final) < Rank(best.Final)))
            {
                best = device;
            }
        }

        return best switch
        {
            { Kind: PartyKind.Link } => OfLink(best.Final, best.FinalCause ?? Cause.Of(best.Final)),
            { Kind: PartyKind.Trunk } => OfTrunk(best.Final, best.FinalCause),
            // Our own word: the phone sent the call round in a circle, or it was sent on too often.
            { FinalCause: { } cause } when cause == Cause.ExchangeRoutingError => new Release(CallOutcome.Failed, best.Final, cause, ReleasedBy.Exchange),
            _ => Of(best?.Final ?? default),
        };
    }

    /// <summary>
    /// 503 says of the node that says it that another one may do better. So it stands for a carrier that was not reached, and never for what a carrier said.
    /// </summary>
    private static Release OfTrunk(ResponseCode code, Cause? cause)
    {
        if (code == ResponseCode.Timeout && cause == Cause.NoRouteToDestination)
        {
            return new Release(CallOutcome.Unreachable, ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination, ReleasedBy.Exchange);
        }

        // RFC 3261 §16.7 step 6: a 503 is not passed on.
        return code == ResponseCode.ServiceUnavailable ? Of(code) with { Response = ResponseCode.ServerError } : Of(code);
    }

    /// <summary>What the node at the other end of a link says is passed on as it is; only when nothing came is it 503 (design: fall-back, else 503).</summary>
    private static Release OfLink(ResponseCode code, Cause cause)
    {
        if (code == ResponseCode.Timeout)
        {
            return new Release(CallOutcome.Unreachable, ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination, ReleasedBy.Exchange);
        }

        var outcome = cause.Value switch
        {
            1 => CallOutcome.UnknownNumber,
            17 => CallOutcome.Busy,
            19 => CallOutcome.NoAnswer,
            21 => CallOutcome.Declined,
            29 => CallOutcome.Refused,
            3 or 18 or 20 or 31 or 34 or 41 => CallOutcome.Unreachable,
            _ => CallOutcome.Failed,
        };
        return new Release(outcome, code, cause, ReleasedBy.Called);
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
