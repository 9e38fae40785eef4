namespace ActorPbx.Sip.Sdp;

/// <summary>Which way media flows, seen from whoever wrote the description (RFC 8866 §6.7).</summary>
public enum SdpDirection
{
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}

/// <summary>Names of the directions and what may answer what (RFC 3264 §6.1).</summary>
public static class SdpDirections
{
    public static string Name(this SdpDirection direction) => direction switch
    {
        SdpDirection.SendOnly => "sendonly",
        SdpDirection.RecvOnly => "recvonly",
        SdpDirection.Inactive => "inactive",
        _ => "sendrecv",
    };

    public static bool TryParse(ReadOnlySpan<char> name, out SdpDirection direction)
    {
        direction = name switch
        {
            "sendonly" => SdpDirection.SendOnly,
            "recvonly" => SdpDirection.RecvOnly,
            "inactive" => SdpDirection.Inactive,
            _ => SdpDirection.SendRecv,
        };
        return direction != SdpDirection.SendRecv || name is "sendrecv";
    }

    /// <summary>The same flow seen from the other side.</summary>
    public static SdpDirection Reversed(this SdpDirection direction) => direction switch
    {
        SdpDirection.SendOnly => SdpDirection.RecvOnly,
        SdpDirection.RecvOnly => SdpDirection.SendOnly,
        _ => direction,
    };

    public static bool Sends(this SdpDirection direction) => direction is SdpDirection.SendRecv or SdpDirection.SendOnly;

    public static bool Receives(this SdpDirection direction) => direction is SdpDirection.SendRecv or SdpDirection.RecvOnly;

    public static SdpDirection Of(bool sends, bool receives) => (sends, receives) switch
    {
        (true, true) => SdpDirection.SendRecv,
        (true, false) => SdpDirection.SendOnly,
        (false, true) => SdpDirection.RecvOnly,
        _ => SdpDirection.Inactive,
    };

    /// <summary>Whether an answer may say this to an offer: no side sends what the other does not receive.</summary>
    public static bool MayAnswer(this SdpDirection answer, SdpDirection offer) =>
        (!answer.Sends() || offer.Receives()) && (!answer.Receives() || offer.Sends());
}
