namespace ActorPbx.Sip.Transactions;

/// <summary>The times that RFC 3261's table 4 derives all transaction timers from.</summary>
public sealed record SipTimers
{
    public static SipTimers Default { get; } = new();

    /// <summary>Round trip estimate: the first retransmission interval.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest retransmission interval of anything but an INVITE.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The longest time that a message stays in the network.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>RFC 3261 §17.1.1.2: timer D over UDP, at least 32 s.</summary>
    public TimeSpan D { get; init; } = TimeSpan.FromSeconds(32);
}
