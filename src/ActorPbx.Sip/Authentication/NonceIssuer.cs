using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ActorPbx.Sip.Authentication;

/// <summary>Makes nonces that prove themselves: issue time, a serial, and an HMAC over both with the source address and realm.</summary>
/// <remarks>
/// Nothing is stored for a challenge. Nodes that are given the same key accept one another's nonces; the nonce counts that were used are
/// remembered by each node alone, and only for accepted credentials.
/// </remarks>
public sealed class NonceIssuer
{
    // The second of its making, a serial, the number of the key.
    private const int IdBytes = 16;
    private const int KeyOffset = 12;
    private const int NonceBytes = IdBytes + NonceKey.MacBytes;
    private const int ClockSkewSeconds = 5;
    private const int LeastKeyBytes = 16;

    /// <summary>Characters of every nonce: base64url of 32 bytes.</summary>
    internal const int NonceLength = 43;

    private readonly NonceKeyRing _keys;
    private readonly uint _lifetimeSeconds;
    private readonly NonceCountWindow _used;
    private long _serial;

    /// <param name="key">At least 16 secret bytes, shared by the nodes of one cluster.</param>
    /// <param name="lifetime">How long a nonce may be used; whole seconds.</param>
    /// <param name="capacity">How many nonces in use are remembered; beyond it the oldest count as stale.</param>
    public NonceIssuer(ReadOnlySpan<byte> key, TimeSpan lifetime, int capacity = 200_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, LeastKeyBytes, nameof(key));
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _keys = new NonceKeyRing(new NonceKey(key));
        _lifetimeSeconds = (uint)lifetime.TotalSeconds;
        _used = new NonceCountWindow(_lifetimeSeconds, capacity);
        _serial = BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
    }

    /// <summary>An issuer with a key of its own, for a node that shares none.</summary>
    public static NonceIssuer WithRandomKey(TimeSpan lifetime) => new(RandomNumberGenerator.GetBytes(32), lifetime);

    /// <summary>
    /// A key for the nodes that shall take one another's nonces: made of this node's own and the group's name, and nothing can be told by it of the own one or of another
    /// group's. Whoever has it can make nonces that the group takes, so it is for the group alone.
    /// </summary>
    public byte[] KeyFor(string group) => HMACSHA256.HashData(_keys.Own.Secret, Encoding.UTF8.GetBytes(group));

    /// <summary>
    /// Nonces that were signed with this key are taken from now on. All nodes that are told of the same keys within some seconds sign with the same one, so that
    /// each takes the nonces of each; say a key again every few seconds while its node lives.
    /// </summary>
    public void Take(ReadOnlySpan<byte> key, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, LeastKeyBytes, nameof(key));
        _keys.Take(key, now);
    }

    /// <summary>How many nonces are remembered because accepted credentials used them.</summary>
    public int RememberedCount => _used.Count;

    /// <summary>A nonce for one challenge to this source.</summary>
    public string Issue(IPAddress source, string realm, DateTimeOffset now)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        BinaryPrimitives.WriteUInt32BigEndian(nonce, Seconds(now));
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], Interlocked.Increment(ref _serial));
        var key = _keys.Signing;
        BinaryPrimitives.WriteUInt32BigEndian(nonce[KeyOffset..], key.Id);
        key.Sign(nonce[..IdBytes], source, realm, nonce[IdBytes..]);
        return Base64Url.EncodeToString(nonce);
    }

    /// <summary>Whether this nonce was made with the key for this source and realm, and is young enough.</summary>
    internal bool IsValid(ReadOnlySpan<byte> text, IPAddress source, string realm, DateTimeOffset now, out NonceId id)
    {
        id = default;
        Span<byte> nonce = stackalloc byte[NonceBytes];
        if (text.Length != NonceLength || !Base64Url.TryDecodeFromUtf8(text, nonce, out var written) || written != NonceBytes) return false;
        if (_keys.Find(BinaryPrimitives.ReadUInt32BigEndian(nonce[KeyOffset..])) is not { } key) return false;
        Span<byte> mac = stackalloc byte[NonceKey.MacBytes];
        key.Sign(nonce[..IdBytes], source, realm, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, nonce[IdBytes..])) return false;
        id = new NonceId(BinaryPrimitives.ReadUInt32BigEndian(nonce), BinaryPrimitives.ReadInt64BigEndian(nonce[4..]));
        var age = (long)Seconds(now) - id.IssuedAt;
        return age >= -ClockSkewSeconds && age <= _lifetimeSeconds && !_used.IsForgotten(id);
    }

    /// <summary>Notes that a nonce was used with this count; false when it was used with it before, or long ago.</summary>
    internal bool TryUse(NonceId id, uint count, DateTimeOffset now) => _used.TryUse(id, count, Seconds(now));

    private static uint Seconds(DateTimeOffset time) => (uint)time.ToUnixTimeSeconds();
}
