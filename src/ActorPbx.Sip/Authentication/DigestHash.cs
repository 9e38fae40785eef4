using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ActorPbx.Sip.Authentication;

/// <summary>Names, sizes and the hashing itself of the digest algorithms.</summary>
internal static class DigestHash
{
    public const int MaxBytes = SHA256.HashSizeInBytes;

    public static string Name(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? "SHA-256" : "MD5";

    public static bool TryParse(ReadOnlySpan<byte> name, out DigestAlgorithm algorithm)
    {
        // RFC 7616 §3.3: without the parameter it is MD5.
        algorithm = name.IsEmpty || Ascii.EqualsIgnoreCase(name, "MD5"u8) ? DigestAlgorithm.Md5
            : Ascii.EqualsIgnoreCase(name, "SHA-256"u8) ? DigestAlgorithm.Sha256
            : default;
        return algorithm != default;
    }

    public static int Bytes(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? SHA256.HashSizeInBytes : MD5.HashSizeInBytes;

    public static void Hash(DigestAlgorithm algorithm, ReadOnlySpan<byte> text, Span<byte> hash)
    {
        if (algorithm == DigestAlgorithm.Sha256) SHA256.HashData(text, hash);
        else MD5.HashData(text, hash);
    }

    /// <summary>Lower-case hexadecimal digits as ASCII.</summary>
    public static void WriteHex(ReadOnlySpan<byte> bytes, Span<byte> hex)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            hex[2 * i] = Digit(bytes[i] >> 4);
            hex[(2 * i) + 1] = Digit(bytes[i] & 15);
        }
    }

    /// <summary>Reads hexadecimal digits of either case; false unless the text is exactly as long as the hash.</summary>
    public static bool TryReadHex(ReadOnlySpan<byte> hex, Span<byte> bytes) =>
        hex.Length == bytes.Length * 2 && Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done;

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}
