using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>Our Contact as a peer sees it: our address towards it, nothing of the other leg.</summary>
internal static class SipContact
{
    /// <summary>The URI alone, as a dialog keeps it.</summary>
    /// <param name="sentBy">Our host and port.</param>
    /// <param name="transport">How we are reached there.</param>
    /// <param name="secure">RFC 3261 §12.1.1: in a dialog that began with a sips: address the Contact is one.</param>
    public static string Uri(string sentBy, SipTransport transport, bool secure = false) => transport switch
    {
        SipTransport.Udp => $"sip:{sentBy}",
        SipTransport.Tcp => $"sip:{sentBy};transport=tcp",
        SipTransport.Tls when secure => $"sips:{sentBy}",
        SipTransport.Tls => $"sip:{sentBy};transport=tls",
        _ => throw new ArgumentOutOfRangeException(nameof(transport), transport, "A transport without a Contact form."),
    };

    /// <summary>The value of a Contact header.</summary>
    public static string Header(string sentBy, SipTransport transport, bool secure = false) => $"<{Uri(sentBy, transport, secure)}>";
}
