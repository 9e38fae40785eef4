namespace ActorPbx.Rtp.Relay;

/// <summary>Whose media it is: each side of a call has ports of its own.</summary>
public enum RelaySide
{
    /// <summary>The side that placed the call.</summary>
    Caller,

    /// <summary>The side that was called.</summary>
    Called,
}
