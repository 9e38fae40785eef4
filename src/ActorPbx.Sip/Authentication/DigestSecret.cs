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
        return ha1.Length == 64 ? FromHa1(null, ha1) : FromHa1(ha1, null);
    }

    /// <summary>From the HA1s that are to be had; null leaves an algorithm out.</summary>
    /// <exception cref="FormatException">Both are null, or one is not hexadecimal text of the right length.</exception>
    public static DigestSecret FromHa1(string? md5, string? sha256)
    {
        if (md5 is null && sha256 is null) throw new FormatException("A secret needs at least one HA1.");
        return new DigestSecret(Digits(md5, 32, "MD5"), Digits(sha256, 64, "SHA-256"));
    }

    /// <summary>HA1 as lower-case hexadecimal text: what a configuration may hold in place of a password.</summary>
    public static string Ha1(DigestAlgorithm algorithm, string username, string realm, string password) =>
        Encoding.ASCII.GetString(Ha1Bytes(algorithm, username, realm, password));

    /// <summary>HA1 as lower-case hexadecimal ASCII; empty when this secret has none for the algorithm.</summary>
    internal ReadOnlySpan<byte> Ha1(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? _sha256 : _md5;

    /// <summary>HA1 as lower-case hexadecimal text, to be kept or told like a password; empty when this secret has none for the algorithm.</summary>
    public string Ha1Text(DigestAlgorithm algorithm) => Encoding.ASCII.GetString(Ha1(algorithm));

    public override string ToString() => $"secret for {Offer}";

    private static byte[]? Digits(string? ha1, int length, string algorithm)
    {
        if (ha1 is null) return null;
        var isHa1 = ha1.Length == length && ha1.All(char.IsAsciiHexDigit);
        return isHa1 ? Encoding.ASCII.GetBytes(ha1.ToLowerInvariant()) : throw new FormatException($"An HA1 of {algorithm} has {length} hexadecimal digits.");
    }

    private static byte[] Ha1Bytes(DigestAlgorithm algorithm, string username, string realm, string password)
    {
        Span<byte> hash = stackalloc byte[DigestHash.Bytes(algorithm)];
        DigestHash.Hash(algorithm, Encoding.UTF8.GetBytes($"{username}:{realm}:{password}"), hash);
        var hex = new byte[hash.Length * 2];
        DigestHash.WriteHex(hash, hex);
        return hex;
    }
}
