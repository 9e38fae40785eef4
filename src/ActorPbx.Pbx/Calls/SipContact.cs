using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>Our Contact as a peer sees it: our address towards it, nothing of the other leg.</summary>
internal static class SipContact
{
    /// <summary>The URI alone, as a dialog keeps it.</summary>
    public static string Uri(string sentBy, SipTransport transport) => transport switch
    {
        SipTransport.Udp => $"sip:{sentBy}",
        SipTransport.Tcp => $"sip:{sentBy};transport=tcp",
        SipTransport.Tls => $"sip:{sentBy};transport=tls",
        _ => throw new ArgumentOutOfRangeException(nameof(transport), transport, "A transport without a Contact form."),
    };

    /// <summary>The value of a Contact header.</summary>
    public static string Header(string sentBy, SipTransport transport) => $"<{Uri(sentBy, transport)}>";
}
