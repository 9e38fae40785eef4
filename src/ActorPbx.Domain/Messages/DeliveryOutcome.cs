namespace ActorPbx.Domain.Messages;

/// <summary>What became of a message at one phone.</summary>
public enum DeliveryOutcome
{
    /// <summary>The phone took it.</summary>
    Taken,

    /// <summary>The phone does not want it, or cannot show it: asking again would not help.</summary>
    Refused,

    /// <summary>The phone was not there, or not ready: it may be asked again.</summary>
    Missed,
}

/// <summary>Reads what a phone answered to a MESSAGE.</summary>
public static class DeliveryLogic
{
    /// <summary>What a final response means for the message.</summary>
    public static DeliveryOutcome Of(int code) => code switch
    {
        >= 200 and < 300 => DeliveryOutcome.Taken,
        // Not there, not ready, or a fault on the way.
        408 or 430 or 480 or 486 or 487 or 491 or 600 or (>= 500 and < 600) => DeliveryOutcome.Missed,
        // The phone does not know this number (any longer): its registration is an old one.
        404 or 410 or 481 => DeliveryOutcome.Missed,
        _ => DeliveryOutcome.Refused,
    };
}
