namespace ActorPbx.Domain.Calls;

/// <summary>A SIP response code, 100–699 (RFC 3261 §21).</summary>
public readonly record struct ResponseCode(int Value)
{
    /// <summary>100 Trying.</summary>
    public static readonly ResponseCode Trying = new(100);

    /// <summary>180 Ringing.</summary>
    public static readonly ResponseCode Ringing = new(180);

    /// <summary>181 Call Is Being Forwarded.</summary>
    public static readonly ResponseCode Forwarded = new(181);

    /// <summary>200 OK.</summary>
    public static readonly ResponseCode Ok = new(200);

    /// <summary>202 Accepted.</summary>
    public static readonly ResponseCode Accepted = new(202);

    /// <summary>400 Bad Request.</summary>
    public static readonly ResponseCode BadRequest = new(400);

    /// <summary>403 Forbidden.</summary>
    public static readonly ResponseCode Forbidden = new(403);

    /// <summary>404 Not Found.</summary>
    public static readonly ResponseCode NotFound = new(404);

    /// <summary>408 Request Timeout.</summary>
    public static readonly ResponseCode Timeout = new(408);

    /// <summary>423 Interval Too Brief.</summary>
    public static readonly ResponseCode IntervalTooBrief = new(423);

    /// <summary>480 Temporarily Unavailable.</summary>
    public static readonly ResponseCode Unavailable = new(480);

    /// <summary>481 Call/Transaction Does Not Exist.</summary>
    public static readonly ResponseCode NoSuchDialog = new(481);

    /// <summary>482 Loop Detected.</summary>
    public static readonly ResponseCode LoopDetected = new(482);

    /// <summary>483 Too Many Hops.</summary>
    public static readonly ResponseCode TooManyHops = new(483);

    /// <summary>486 Busy Here.</summary>
    public static readonly ResponseCode Busy = new(486);

    /// <summary>487 Request Terminated.</summary>
    public static readonly ResponseCode Terminated = new(487);

    /// <summary>488 Not Acceptable Here.</summary>
    public static readonly ResponseCode NotAcceptable = new(488);

    /// <summary>489 Bad Event.</summary>
    public static readonly ResponseCode BadEvent = new(489);

    /// <summary>491 Request Pending.</summary>
    public static readonly ResponseCode Pending = new(491);

    /// <summary>500 Server Internal Error.</summary>
    public static readonly ResponseCode ServerError = new(500);

    /// <summary>503 Service Unavailable.</summary>
    public static readonly ResponseCode ServiceUnavailable = new(503);

    /// <summary>504 Server Time-out.</summary>
    public static readonly ResponseCode ServerTimeout = new(504);

    /// <summary>603 Decline.</summary>
    public static readonly ResponseCode Decline = new(603);

    /// <summary>True for 1xx.</summary>
    public bool IsProvisional => Value < 200;

    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => Value is >= 200 and < 300;

    /// <summary>True for 6xx: no other device needs to be asked (RFC 3261 §21.6).</summary>
    public bool IsGlobal => Value >= 600;
}
