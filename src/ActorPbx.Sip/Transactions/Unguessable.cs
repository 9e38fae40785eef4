using System.Security.Cryptography;

namespace ActorPbx.Sip.Transactions;

/// <summary>Random bytes for branches, tags and Call-IDs, which nobody may guess (RFC 3261 §19.3). Each thread fetches some hundred at a time: a few would cost as much.</summary>
public static class Unguessable
{
    private const int PoolSize = 512;

    [ThreadStatic] private static byte[]? s_pool;
    [ThreadStatic] private static int s_used;

    /// <summary>Fills a place of at most 512 bytes.</summary>
    public static void Fill(Span<byte> place)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(place.Length, PoolSize);
        if (s_pool is null || PoolSize - s_used < place.Length)
        {
            s_pool ??= new byte[PoolSize];
            RandomNumberGenerator.Fill(s_pool);
            s_used = 0;
        }

        s_pool.AsSpan(s_used, place.Length).CopyTo(place);
        s_used += place.Length;
    }
}
