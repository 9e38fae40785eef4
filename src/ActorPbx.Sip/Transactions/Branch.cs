using System.Globalization;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Transactions;

/// <summary>New branches: the cookie and 64 random bits, so that nobody can guess the transaction to answer.</summary>
internal static class Branch
{
    private const int RandomBytes = 8;
    private const int MarkStart = 23;
    private const int MarkedLength = MarkStart + 16;

    public static string New()
    {
        Span<char> text = stackalloc char[Via.MagicCookie.Length + 2 * RandomBytes];
        Write(text);
        return new string(text);
    }

    /// <summary>RFC 3261 §16.6 item 8: a unique part, and one that a proxy knows again when the request loops.</summary>
    public static string New(ulong loopMark)
    {
        Span<char> text = stackalloc char[MarkedLength];
        Write(text);
        loopMark.TryFormat(text[MarkStart..], out _, "x16", CultureInfo.InvariantCulture);
        return new string(text);
    }

    /// <summary>RFC 3261 §16.11: the branch of what is passed on without a transaction is the same for each repetition.</summary>
    public static string Of(ulong hash) => string.Create(CultureInfo.InvariantCulture, $"{Via.MagicCookie}{hash:x16}");

    /// <summary>The mark in a branch made by <see cref="New(ulong)"/>.</summary>
    public static bool TryReadMark(string branch, out ulong mark)
    {
        mark = 0;
        return branch.Length == MarkedLength && ulong.TryParse(branch.AsSpan(MarkStart), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out mark);
    }

    private static void Write(Span<char> text)
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        Unguessable.Fill(random);
        Via.MagicCookie.CopyTo(text);
        Convert.TryToHexStringLower(random, text[Via.MagicCookie.Length..], out _);
    }
}
