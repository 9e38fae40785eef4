using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Provisionals;

/// <summary>Whether provisional responses between this side and a peer are confirmed by PRACK (RFC 3262).</summary>
public enum ReliableProvisional
{
    /// <summary>Where the peer wants it: our INVITE says that we can, the peer's INVITE must require it.</summary>
    Supported,

    /// <summary>Never.</summary>
    Off,

    /// <summary>Always, both ways: a peer that cannot is not talked to.</summary>
    Required,
}

/// <summary>What RFC 3262 has the two sides of an INVITE say about reliable provisional responses. Pure.</summary>
public static class ReliableRules
{
    /// <summary>The option tag (RFC 3262 §8.1).</summary>
    public const string Option = "100rel";

    /// <summary>Writes what this side can or wants into an INVITE of its own.</summary>
    public static void Write(SipRequest invite, ReliableProvisional mode)
    {
        ArgumentNullException.ThrowIfNull(invite);
        switch (mode)
        {
            case ReliableProvisional.Supported: invite.Headers.Add(HeaderName.Supported, Option); break;
            case ReliableProvisional.Required: invite.Headers.Add(HeaderName.Require, Option); break;
            case ReliableProvisional.Off: break;
            default: throw new ArgumentOutOfRangeException(nameof(mode), mode, "A use of reliable responses that is not known.");
        }
    }

    /// <summary>Whether the provisional responses to a peer's INVITE are sent reliably. As miniSIPServer does it, being able is not enough: the peer must require it.</summary>
    public static bool Apply(SipRequest invite, ReliableProvisional mode)
    {
        ArgumentNullException.ThrowIfNull(invite);
        return mode != ReliableProvisional.Off && (Requires(invite) || mode == ReliableProvisional.Required && Supports(invite));
    }

    /// <summary>The response to a peer's INVITE that wants it otherwise than this side does; null when nothing is to be said against it.</summary>
    public static SipResponse? Refusal(SipRequest invite, ReliableProvisional mode)
    {
        ArgumentNullException.ThrowIfNull(invite);
        switch (mode)
        {
            case ReliableProvisional.Off when Requires(invite):
                // RFC 3261 §8.2.2.3.
                return With(SipResponse.For(invite, 420), HeaderName.Unsupported);
            case ReliableProvisional.Required when !Requires(invite) && !Supports(invite):
                // RFC 3261 §21.4.16.
                return With(SipResponse.For(invite, 421), HeaderName.Require);
            default:
                return null;
        }
    }

    private static SipResponse With(SipResponse response, HeaderName name)
    {
        response.Headers.Add(name, Option);
        return response;
    }

    private static bool Requires(SipRequest invite) => invite.HasOption(HeaderName.Require, Option);

    private static bool Supports(SipRequest invite) => invite.HasOption(HeaderName.Supported, Option);
}
