using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ActorPbx.Sip.Authentication;

/// <summary>A secret that nonces are signed with, and the number by which a nonce says which one it was.</summary>
internal sealed class NonceKey
{
    public const int MacBytes = 16;
    private const int MaxSourceBytes = 16;
    private const int LongRealm = 512;

    private readonly byte[] _secret;
    private readonly ThreadLocal<IncrementalHash> _signer;

    public NonceKey(ReadOnlySpan<byte> secret)
    {
        _secret = secret.ToArray();
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(_secret));
        _signer = new ThreadLocal<IncrementalHash>(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret));
    }

    /// <summary>The first bytes of the secret's hash: they tell nothing of it.</summary>
    public uint Id { get; }

    public ReadOnlySpan<byte> Secret => _secret;

    /// <summary>Signs what tells a nonce from others, with the source and the realm that it is for.</summary>
    public void Sign(ReadOnlySpan<byte> id, IPAddress source, string realm, Span<byte> mac)
    {
        var realmBytes = Encoding.UTF8.GetMaxByteCount(realm.Length);
        Span<byte> text = realmBytes <= LongRealm ? stackalloc byte[id.Length + 1 + MaxSourceBytes + LongRealm] : new byte[id.Length + 1 + MaxSourceBytes + realmBytes];
        id.CopyTo(text);
        var length = id.Length + 1;
        if (source.IsIPv4MappedToIPv6) source = source.MapToIPv4();
        source.TryWriteBytes(text[length..], out var written);
        text[id.Length] = (byte)written;
        length += written;
        length += Encoding.UTF8.GetBytes(realm, text[length..]);
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var signer = _signer.Value!;
        signer.AppendData(text[..length]);
        signer.GetHashAndReset(full);
        full[..MacBytes].CopyTo(mac);
    }
}
