using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Messages;

/// <summary>A SIP request: what is asked, and of whom.</summary>
public sealed class SipRequest : SipMessage
{
    private const int RoomOfInvite = 16;
    private const int RoomOfOthers = 10;

    private SipUri? _requestUri;

    public SipRequest(SipMethod method, SipUri requestUri)
        : this(method, requestUri, new HeaderList(method == SipMethod.Invite ? RoomOfInvite : RoomOfOthers))
    {
    }

    internal SipRequest(SipMethod method, SipUri requestUri, HeaderList headers)
        : base(headers)
    {
        ArgumentNullException.ThrowIfNull(requestUri);
        Method = method;
        _requestUri = requestUri;
    }

    public SipMethod Method { get; }

    public SipUri RequestUri
    {
        get => _requestUri ??= StartLine.Read(Folded.AsMemory(0, StartLineLength), Unbounded).Uri!;
        set => _requestUri = value;
    }

    /// <summary>The same request with headers of its own, for a proxy that must not change what it received (RFC 3261 §16.6 item 1).</summary>
    public SipRequest Copy()
    {
        var copy = new SipRequest(Method, RequestUri, Headers.Copy()) { Body = Body };
        copy.KeepFrom(this);
        return copy;
    }

    /// <inheritdoc/>
    public override void Fold()
    {
        if (IsFolded) return;
        base.Fold();
        _requestUri = null;
    }

    public override string ToString() => $"{Method} {RequestUri}";
}
