using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Parsing;

/// <summary>The fields that the parser leaves unread because few messages need them; whoever acts on them asks here first.</summary>
public static class MessageCheck
{
    private static readonly HeaderName[] Addresses =
        [HeaderName.ReferTo, HeaderName.ReferredBy, HeaderName.ReplyTo, HeaderName.PAssertedIdentity, HeaderName.PPreferredIdentity, HeaderName.Path, HeaderName.ServiceRoute];

    private static readonly HeaderName[] Tokens = [HeaderName.Supported, HeaderName.Require, HeaderName.ProxyRequire, HeaderName.Unsupported, HeaderName.Allow];

    private static readonly HeaderName[] Numbers = [HeaderName.MinExpires, HeaderName.RSeq, HeaderName.MaxBreadth];

    // Expires is not here: RFC 3261 §10.2.1.1 has a malformed one taken as an hour.

    /// <summary>The first fault among addresses, option tags, numbers and the content type; null when there is none.</summary>
    public static SipFault? Find(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        // RFC 3515 §2.4.1: exactly one Refer-To.
        if (message.Headers.CountOf(HeaderName.ReferTo) > 1) return new SipFault(400, "More than one Refer-To");
        return FindIn(message, Addresses, value => NameAddressSyntax.TryScan(value, out _))
            ?? FindIn(message, Tokens, value => value.IsEmpty || SipCharacters.IsToken(value))
            ?? FindIn(message, Numbers, value => SipNumber.TryParse(value, out int _))
            ?? FindIn(message, [HeaderName.ContentType], IsMediaType)
            ?? FindIn(message, [HeaderName.Event], IsEvent);
    }

    private delegate bool Grammar(ReadOnlySpan<byte> value);

    private static SipFault? FindIn(SipMessage message, HeaderName[] names, Grammar isGood)
    {
        foreach (var name in names)
        {
            foreach (var value in message.RawValues(name))
            {
                if (!isGood(value.Span)) return new SipFault(400, $"Malformed {name}");
            }
        }
        return null;
    }

    private static bool IsMediaType(ReadOnlySpan<byte> value)
    {
        var semicolon = value.IndexOf((byte)';');
        var type = semicolon < 0 ? value : value[..semicolon];
        var slash = type.IndexOf((byte)'/');
        if (slash < 0 || (semicolon >= 0 && !ParameterSyntax.IsValid(value[semicolon..]))) return false;
        return SipCharacters.IsToken(SipCharacters.Trim(type[..slash])) && SipCharacters.IsToken(SipCharacters.Trim(type[(slash + 1)..]));
    }

    private static bool IsEvent(ReadOnlySpan<byte> value)
    {
        var semicolon = value.IndexOf((byte)';');
        var package = SipCharacters.Trim(semicolon < 0 ? value : value[..semicolon]);
        return SipCharacters.IsToken(package) && (semicolon < 0 || ParameterSyntax.IsValid(value[semicolon..]));
    }
}
