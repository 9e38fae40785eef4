using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Identity;

/// <summary>What a caller wants kept back (RFC 3323 §4.2).</summary>
[Flags]
public enum Privacy
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Headers that tell where the caller is.</summary>
    Header = 1,

    /// <summary>Its media address.</summary>
    Session = 2,

    /// <summary>Name and number that it gives of itself.</summary>
    User = 4,

    /// <summary>The identity that the network vouches for (RFC 3325 §9.3).</summary>
    Id = 8,

    /// <summary>By which numbers the call came (RFC 7044 §10.1.1).</summary>
    History = 16,

    /// <summary>Without all of that the call is not to be made.</summary>
    Critical = 32,

    /// <summary>Something that this stack does not know.</summary>
    Unknown = 64,
}

/// <summary>The Privacy header.</summary>
public static class PrivacyHeader
{
    private static readonly (string Word, Privacy Value)[] s_words =
    [
        ("header", Privacy.Header), ("session", Privacy.Session), ("user", Privacy.User), ("id", Privacy.Id), ("history", Privacy.History), ("critical", Privacy.Critical),
    ];

    /// <summary>What a message asks for.</summary>
    public static Privacy In(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var wanted = Privacy.None;
        foreach (var value in message.Headers.GetAll(HeaderName.Privacy))
        {
            foreach (var part in value.AsSpan().Split(';'))
            {
                var word = value.AsSpan()[part].Trim();
                if (word.Equals("none", StringComparison.OrdinalIgnoreCase))
                {
                    // RFC 3323 §4.2: "none" stands alone, and no default may add to it.
                    return Privacy.None;
                }

                wanted |= ValueOf(word);
            }
        }

        return wanted;
    }

    /// <summary>The value of the header; empty for nothing.</summary>
    public static string Text(Privacy privacy) =>
        string.Join(';', s_words.Where(each => privacy.HasFlag(each.Value)).Select(each => each.Word));

    private static Privacy ValueOf(ReadOnlySpan<char> word)
    {
        foreach (var (name, value) in s_words)
        {
            if (word.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return word.IsEmpty ? Privacy.None : Privacy.Unknown;
    }
}
