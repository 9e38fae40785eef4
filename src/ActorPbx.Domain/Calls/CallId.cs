namespace ActorPbx.Domain.Calls;

/// <summary>Names one call of this exchange. It is ours, never a SIP Call-ID of either side.</summary>
public readonly record struct CallId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names a leg inside its call: 0 is the caller, 1 and up are the devices that were called.</summary>
public readonly record struct LegId(int Value)
{
    /// <summary>The leg of whoever began the call.</summary>
    public static readonly LegId Caller = new(0);

    /// <summary>True for the leg of whoever began the call.</summary>
    public bool IsCaller => Value == 0;

    /// <inheritdoc/>
    public override string ToString() => IsCaller ? "caller" : $"device {Value}";
}

/// <summary>Names one request inside a call's dialogs while it travels from one leg to the other.</summary>
public readonly record struct ExchangeId(int Value)
{
    /// <summary>A request of ours that keeps a leg's session alive; it passes to no other leg.</summary>
    public static readonly ExchangeId Refresh = new(-1);

    /// <summary>A re-INVITE of ours that joins a leg with another one.</summary>
    public static readonly ExchangeId Join = new(-3);

    /// <summary>A re-INVITE of ours that asks a leg for an offer, to lend it to another call.</summary>
    public static readonly ExchangeId Loan = new(-4);

    /// <summary>A re-INVITE of ours that tells a leg how the other one's session has changed.</summary>
    public static readonly ExchangeId Change = new(-2);
}
