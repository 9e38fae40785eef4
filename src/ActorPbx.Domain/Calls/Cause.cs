namespace ActorPbx.Domain.Calls;

/// <summary>Cause of release in the numbering of ITU-T Q.850, as the Reason header carries it (RFC 3326).</summary>
public readonly record struct Cause(int Value)
{
    /// <summary>1: unallocated number.</summary>
    public static readonly Cause UnallocatedNumber = new(1);

    /// <summary>3: no route to destination.</summary>
    public static readonly Cause NoRouteToDestination = new(3);

    /// <summary>16: normal call clearing.</summary>
    public static readonly Cause NormalClearing = new(16);

    /// <summary>17: user busy.</summary>
    public static readonly Cause UserBusy = new(17);

    /// <summary>18: no user responding.</summary>
    public static readonly Cause NoUserResponding = new(18);

    /// <summary>19: no answer from the user.</summary>
    public static readonly Cause NoAnswer = new(19);

    /// <summary>20: subscriber absent.</summary>
    public static readonly Cause SubscriberAbsent = new(20);

    /// <summary>21: call rejected.</summary>
    public static readonly Cause CallRejected = new(21);

    /// <summary>25: exchange routing error.</summary>
    public static readonly Cause ExchangeRoutingError = new(25);

    /// <summary>29: facility rejected; a limit of the caller.</summary>
    public static readonly Cause FacilityRejected = new(29);

    /// <summary>31: normal, unspecified.</summary>
    public static readonly Cause NormalUnspecified = new(31);

    /// <summary>34: no circuit available.</summary>
    public static readonly Cause NoCircuit = new(34);

    /// <summary>41: temporary failure.</summary>
    public static readonly Cause TemporaryFailure = new(41);

    /// <summary>47: resource unavailable.</summary>
    public static readonly Cause ResourceUnavailable = new(47);

    /// <summary>88: incompatible destination.</summary>
    public static readonly Cause IncompatibleDestination = new(88);

    /// <summary>102: recovery on timer expiry.</summary>
    public static readonly Cause TimerExpiry = new(102);

    /// <summary>127: interworking, unspecified.</summary>
    public static readonly Cause Interworking = new(127);

    /// <summary>The cause that stands for a response to an INVITE (RFC 3398 §8.2.6.1).</summary>
    public static Cause Of(ResponseCode code) => code.Value switch
    {
        404 or 485 or 604 => UnallocatedNumber,
        408 => NoUserResponding,
        480 => NormalUnspecified,
        486 or 600 => UserBusy,
        401 or 402 or 403 or 407 or 603 => CallRejected,
        415 or 488 or 606 => IncompatibleDestination,
        482 or 483 => ExchangeRoutingError,
        487 => NormalClearing,
        500 or 503 => TemporaryFailure,
        504 => TimerExpiry,
        _ => Interworking,
    };

    /// <summary>A few words for the Reason header's text.</summary>
    public string Text => Value switch
    {
        1 => "Unallocated number",
        3 => "No route to destination",
        16 => "Normal call clearing",
        17 => "User busy",
        18 => "No user responding",
        19 => "No answer",
        20 => "Subscriber absent",
        21 => "Call rejected",
        25 => "Exchange routing error",
        29 => "Limit of calls reached",
        31 => "Normal, unspecified",
        34 => "No circuit available",
        41 => "Temporary failure",
        47 => "Resource unavailable",
        88 => "Incompatible destination",
        102 => "Recovery on timer expiry",
        _ => "Interworking",
    };
}
