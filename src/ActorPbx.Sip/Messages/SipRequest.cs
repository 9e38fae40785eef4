namespace ActorPbx.Sip.Messages;

/// <summary>A SIP request: what is asked, and of whom.</summary>
public sealed class SipRequest : SipMessage
{
    public SipRequest(SipMethod method, SipUri requestUri)
        : this(method, requestUri, new HeaderList())
    {
    }

    internal SipRequest(SipMethod method, SipUri requestUri, HeaderList headers)
        : base(headers)
    {
        ArgumentNullException.ThrowIfNull(requestUri);
        Method = method;
        RequestUri = requestUri;
    }

    public SipMethod Method { get; }

    public SipUri RequestUri { get; set; }

    public override string ToString() => $"{Method} {RequestUri}";
}
