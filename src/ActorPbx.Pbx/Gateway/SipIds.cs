using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Gateway;

/// <summary>Makes tags, Call-IDs and call names: random, so that nobody can guess another's (RFC 3261 §19.3).</summary>
internal static class SipIds
{
    /// <summary>A tag or Call-ID of 96 random bits.</summary>
    public static string New()
    {
        Span<byte> bytes = stackalloc byte[12];
        Unguessable.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
