namespace ActorPbx.Sip.Transactions;

/// <summary>What a PRACK was good for.</summary>
public enum PrackVerdict
{
    /// <summary>It confirms nothing that waits: 481 (RFC 3262 §3).</summary>
    Unknown,

    /// <summary>It confirms a provisional response.</summary>
    Confirmed,

    /// <summary>It confirms one with a session description, which is now agreed on, or answered in the PRACK.</summary>
    ConfirmedSession,
}
