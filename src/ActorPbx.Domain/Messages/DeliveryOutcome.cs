namespace ActorPbx.Domain.Messages;

/// <summary>What became of a message at one phone, or at another branch.</summary>
public enum DeliveryOutcome
{
    /// <summary>It was taken.</summary>
    Taken,

    /// <summary>The phone does not want it, or cannot show it: asking again would not help.</summary>
    Refused,

    /// <summary>The phone was not there, or not ready: it may be asked again.</summary>
    Missed,

    /// <summary>The phone was not reached over this flow: another one of it may be whole.</summary>
    Unreached,
}

/// <summary>Reads what was answered to a MESSAGE.</summary>
public static class DeliveryLogic
{
    /// <summary>What a phone's final response means for the message.</summary>
    public static DeliveryOutcome Of(int code) => code switch
    {
        >= 200 and < 300 => DeliveryOutcome.Taken,
        // RFC 5626 §11.6: a proxy's flow to the phone is broken.
        430 => DeliveryOutcome.Unreached,
        // Not there, not ready, or a fault on the way.
        408 or 480 or 486 or 487 or 491 or 600 or (>= 500 and < 600) => DeliveryOutcome.Missed,
        // The phone does not know this number (any longer): its registration is an old one.
        404 or 410 or 481 => DeliveryOutcome.Missed,
        _ => DeliveryOutcome.Refused,
    };

    /// <summary>So often a message that its sender relies on may be denied before it is given up.</summary>
    public const int MostDenials = 10;

    /// <summary>Whether a response says that there is no such number, or that the branch may not reach it: what a node that has just started says of everything.</summary>
    public static bool IsDenial(int code) => code is 403 or 404;

    /// <summary>What the final response of another branch means for a message that is on its way there.</summary>
    /// <param name="code">The response.</param>
    /// <param name="isAwaited">Its sender waits for the answer, and is told a refusal; else he relies on it.</param>
    /// <param name="denials">How often it was denied by now, this response included.</param>
    public static DeliveryOutcome OfBranch(int code, bool isAwaited, int denials) => code switch
    {
        >= 200 and < 300 => DeliveryOutcome.Taken,
        // A fault there or on the way, or the same message came by another way: it is not known to be kept.
        408 or 482 or (>= 500 and < 600) => DeliveryOutcome.Missed,
        // As much as may be waits there for the number.
        480 when !isAwaited => DeliveryOutcome.Missed,
        403 or 404 when !isAwaited && denials < MostDenials => DeliveryOutcome.Missed,
        _ => DeliveryOutcome.Refused,
    };
}
