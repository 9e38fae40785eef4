namespace ActorPbx.Sip.Sessions;

/// <summary>When a side whose offer met the other's on the way (491) tries again (RFC 3261 §14.1).</summary>
public static class GlareBackOff
{
    private const double Step = 10;

    /// <summary>The owner of the Call-ID waits 2.1 to 4 s, the other side up to 2 s, both in steps of 10 ms: so they do not meet again.</summary>
    /// <param name="ownsCallId">This side made the dialog's Call-ID.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan For(bool ownsCallId, double chance) =>
        TimeSpan.FromMilliseconds(ownsCallId ? 2_100 + Math.Round(chance * 190) * Step : Math.Round(chance * 200) * Step);
}
