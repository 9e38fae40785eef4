using System.Text;

namespace ActorPbx.Sip.Authentication;

/// <summary>What the exchange knows of a user's password: HA1 for each algorithm, the hash of <c>user:realm:password</c>.</summary>
/// <remarks>Never printed. A secret that holds one HA1 only allows that one algorithm.</remarks>
public sealed class DigestSecret
{
    private readonly byte[]? _md5;
    private readonly byte[]? _sha256;

    private DigestSecret(byte[]? md5, byte[]? sha256)
    {
        _md5 = md5;
        _sha256 = sha256;
    }

    /// <summary>The algorithms that this secret can answer for.</summary>
    public DigestOffer Offer => (_md5 is null ? DigestOffer.None : DigestOffer.Md5) | (_sha256 is null ? DigestOffer.None : DigestOffer.Sha256);

    /// <summary>Both HA1s from the password itself.</summary>
    public static DigestSecret FromPassword(string username, string realm, string password) =>
        new(Ha1Bytes(DigestAlgorithm.Md5, username, realm, password), Ha1Bytes(DigestAlgorithm.Sha256, username, realm, password));

    /// <summary>From one HA1 as hexadecimal text: 32 digits are MD5, 64 are SHA-256.</summary>
    /// <exception cref="FormatException">Neither.</exception>
    public static DigestSecret FromHa1(string ha1)
    {
        ArgumentNullException.ThrowIfNull(ha1);
        var bytes = Encoding.ASCII.GetBytes(ha1.ToLowerInvariant());
        if (!ha1.All(char.IsAsciiHexDigit)) throw new FormatException("An HA1 is written in hexadecimal digits.");
        return bytes.Length switch
        {
            32 => new DigestSecret(bytes, null),
            64 => new DigestSecret(null, bytes),
            _ => throw new FormatException("An HA1 has 32 (MD5) or 64 (SHA-256) hexadecimal digits."),
        };
    }

    /// <summary>HA1 as lower-case hexadecimal text: what a configuration may hold in place of a password.</summary>
    public static string Ha1(DigestAlgorithm algorithm, string username, string realm, string password) =>
        Encoding.ASCII.GetString(Ha1Bytes(algorithm, username, realm, password));

    /// <summary>HA1 as lower-case hexadecimal ASCII; empty when this secret has none for the algorithm.</summary>
    internal ReadOnlySpan<byte> Ha1(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? _sha256 : _md5;

    public override string ToString() => $"secret for {Offer}";

    private static byte[] Ha1Bytes(DigestAlgorithm algorithm, string username, string realm, string password)
    {
        Span<byte> hash = stackalloc byte[DigestHash.Bytes(algorithm)];
        DigestHash.Hash(algorithm, Encoding.UTF8.GetBytes($"{username}:{realm}:{password}"), hash);
        var hex = new byte[hash.Length * 2];
        DigestHash.WriteHex(hash, hex);
        return hex;
    }
}
