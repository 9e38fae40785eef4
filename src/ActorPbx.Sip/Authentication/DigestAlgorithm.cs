namespace ActorPbx.Sip.Authentication;

/// <summary>A hash that digest authentication may use, from weak to strong; the -sess variants are not offered (RFC 8760).</summary>
public enum DigestAlgorithm
{
    Md5 = 1,
    Sha256 = 2,
}

/// <summary>Which algorithms a challenge offers.</summary>
[Flags]
public enum DigestOffer
{
    None = 0,
    Md5 = DigestAlgorithm.Md5,
    Sha256 = DigestAlgorithm.Sha256,
    Both = Md5 | Sha256,
}
