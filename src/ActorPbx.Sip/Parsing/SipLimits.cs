namespace ActorPbx.Sip.Parsing;

/// <summary>How much of a message the stack is willing to look at; all sizes in bytes.</summary>
public sealed record SipLimits
{
    public static SipLimits Default { get; } = new();

    /// <summary>The whole message; more is 513.</summary>
    public int MaxMessageBytes { get; init; } = 65535;

    /// <summary>Header lines; more is 400.</summary>
    public int MaxHeaders { get; init; } = 200;

    /// <summary>Start line and all header lines together; more is 513.</summary>
    public int MaxHeaderBytes { get; init; } = 32768;

    /// <summary>The Request-URI; more is 414.</summary>
    public int MaxUriBytes { get; init; } = 2048;

    /// <summary>The body; more is 413.</summary>
    public int MaxBodyBytes { get; init; } = 65535;
}
