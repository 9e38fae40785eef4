using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Transport;

/// <summary>What the transports hand up: each message once, on the thread that read it.</summary>
internal interface IInbound
{
    void OnMessage(SipMessage message, SipFlow flow);

    /// <summary>Whether nothing from this address need be read. Asked for datagrams and new connections of listeners without a name.</summary>
    bool Shuns(IPAddress source);

    /// <summary>Who is shown what passes.</summary>
    SipWatch Watch { get; }

    /// <summary>What runs what messages set going; null: that is not the transports' business.</summary>
    IMessageWork? Work { get; }

    /// <summary>Something that is not a good message; the error holds what can be said to its sender.</summary>
    void OnMalformed(SipParseError error, SipFlow flow);

    /// <summary>An exception that would have ended a receive loop.</summary>
    void OnFault(Exception fault);
}

/// <summary>Told on a thread of the pool when a message that a transport had taken could not be delivered.</summary>
internal interface ISendObserver
{
    /// <summary>An answer is still to come: then a connection that ends after it took the whole message has failed as well, as far as anybody knows.</summary>
    bool AwaitsAnswer => false;

    void OnSendFailed(string why);
}
