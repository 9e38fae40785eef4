using System.Security.Cryptography;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Transactions;

/// <summary>New branches: the cookie and 64 random bits, so that nobody can guess the transaction to answer.</summary>
internal static class Branch
{
    private const int RandomBytes = 8;
    private const int PoolSize = 512;

    [ThreadStatic] private static byte[]? s_pool;
    [ThreadStatic] private static int s_used;

    public static string New()
    {
        if (s_pool is null || s_used == PoolSize)
        {
            s_pool ??= new byte[PoolSize];
            RandomNumberGenerator.Fill(s_pool);
            s_used = 0;
        }

        ReadOnlySpan<byte> random = s_pool.AsSpan(s_used, RandomBytes);
        s_used += RandomBytes;
        Span<char> text = stackalloc char[Via.MagicCookie.Length + 2 * RandomBytes];
        Via.MagicCookie.CopyTo(text);
        Convert.TryToHexStringLower(random, text[Via.MagicCookie.Length..], out _);
        return new string(text);
    }
}
