using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ActorPbx.Sip.Authentication;

/// <summary>Names, sizes and the hashing itself of the digest algorithms.</summary>
internal static class DigestHash
{
    public const int MaxBytes = SHA256.HashSizeInBytes;

    // Making a hash object costs as much as hashing, so each thread keeps its own.
    [ThreadStatic]
    private static IncrementalHash? _sha256;

    [ThreadStatic]
    private static IncrementalHash? _md5;

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
        var hasher = algorithm == DigestAlgorithm.Sha256
            ? _sha256 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256)
            : _md5 ??= IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hasher.AppendData(text);
        hasher.GetHashAndReset(hash);
    }

    /// <summary>Lower-case hexadecimal digits as ASCII.</summary>
    public static void WriteHex(ReadOnlySpan<byte> bytes, Span<byte> hex) => Convert.TryToHexStringLower(bytes, hex, out _);

    /// <summary>Reads hexadecimal digits of either case; false unless the text is exactly as long as the hash.</summary>
    public static bool TryReadHex(ReadOnlySpan<byte> hex, Span<byte> bytes) =>
        hex.Length == bytes.Length * 2 && Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done;
}
