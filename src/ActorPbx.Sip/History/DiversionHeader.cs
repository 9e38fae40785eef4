using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.History;

/// <summary>The numbers that sent a call on before it came here (RFC 5806).</summary>
/// <param name="Count">How often it was sent on.</param>
/// <param name="Numbers">By whom, the last one first.</param>
public sealed record DiversionChain(int Count, ImmutableArray<string> Numbers)
{
    /// <summary>It came straight.</summary>
    public static DiversionChain None { get; } = new(0, []);
}

/// <summary>The Diversion header (RFC 5806).</summary>
public static class DiversionHeader
{
    private const int MostCounted = 100;

    // RFC 5806 §6.
    private static readonly string[] s_reasons =
    [
        "unknown", "user-busy", "no-answer", "unavailable", "unconditional", "time-of-day", "do-not-disturb", "deflection", "follow-me", "out-of-service", "away",
    ];

    /// <summary>By whom a call was sent on.</summary>
    public static DiversionChain In(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!message.Headers.Contains(HeaderName.Diversion))
        {
            return DiversionChain.None;
        }

        var count = 0;
        var numbers = ImmutableArray.CreateBuilder<string>();
        foreach (var value in message.RawValues(HeaderName.Diversion))
        {
            if (NameAddress.TryParse(value, out var address))
            {
                // RFC 5806 §4: one entry may stand for several.
                count = Math.Min(MostCounted, count + Math.Clamp(address.Parameters.GetNumber("counter") ?? 1, 1, MostCounted));
                numbers.Add(address.Uri.User ?? "");
            }
        }

        return new DiversionChain(count, numbers.ToImmutable());
    }

    /// <summary>The reason that a message gives in its first Diversion; null when it gives none that is known.</summary>
    public static string? ReasonIn(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Address(HeaderName.Diversion)?.Parameters.Get("reason") is { } said ? Array.Find(s_reasons, reason => reason.Equals(said, StringComparison.OrdinalIgnoreCase)) : null;
    }

    /// <summary>One entry.</summary>
    public static string Text(string number, string host, string reason) =>
        string.Create(CultureInfo.InvariantCulture, $"<{SipUri.Create(number, host)}>;reason={reason};counter=1");
}
