using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>The edge of the exchange towards SIP: what it sends is kept here, what peers send is written here.</summary>
internal sealed class SipEdge : ISipOutlet
{
    public static readonly SipFlow CallerFlow = new(
        SipTransport.Udp, IPEndPoint.Parse("192.0.2.10:5060"), IPEndPoint.Parse("192.0.2.100:5060"), 0)
    { SentBy = "192.0.2.10:5060" };

    public const string Offer = "v=0\r\no=phone 1 1 IN IP4 192.0.2.100\r\ns=-\r\nc=IN IP4 192.0.2.100\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";

    public BlockingCollection<SentRequest> Sent { get; } = [];

    public ClientTransaction Send(SipRequest request, SipTarget target, IClientTransactionUser user)
    {
        var sent = new SentRequest(request, target, user);
        Sent.Add(sent);
        return sent;
    }

    public string SentByTowards(SipTarget target) => "192.0.2.10:5060";

    public IPAddress LocalAddressTowards(SipTarget target) => IPAddress.Parse("192.0.2.10");

    public ValueTask<SipTarget?> ResolveAsync(SipUri uri) => ValueTask.FromResult<SipTarget?>(null);

    public SentRequest Next(SipMethod method)
    {
        Sent.TryTake(out var sent, TimeSpan.FromSeconds(15)).ShouldBeTrue($"{method} was not sent");
        sent!.Request.Method.ShouldBe(method);
        return sent;
    }

    public static SipRequest Parse(string text)
    {
        SipParser.TryParse(Encoding.UTF8.GetBytes(text), SipLimits.Default, out var message, out var error).ShouldBeTrue(error?.Reason);
        return (SipRequest)message!;
    }

    public static SipRequest Invite(string from = "100", string to = "101", string? body = Offer, string extra = "", string callId = "secret-call-id")
    {
        var head = $"INVITE sip:{to}@pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bK1;rport\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:{from}@pbx.test>;tag=phone\r\nTo: <sip:{to}@pbx.test>\r\nCall-ID: {callId}\r\nCSeq: 1 INVITE\r\n"
            + "Contact: <sip:hidden@192.0.2.100:5060>\r\nUser-Agent: secret-phone\r\nP-Asserted-Identity: <sip:boss@pbx.test>\r\n" + extra;
        return Parse(body is null ? head + "Content-Length: 0\r\n\r\n" : $"{head}Content-Type: application/sdp\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    public static SipRequest InDialog(SipRequest invite, SipResponse answer, SipMethod method, uint cseq, string extra = "")
    {
        return Parse($"{method.Name} sip:x@192.0.2.10 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bK{cseq};rport\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:100@pbx.test>;tag=phone\r\nTo: <sip:101@pbx.test>;tag={answer.ToTag}\r\nCall-ID: {invite.CallId}\r\nCSeq: {cseq} {method.Name}\r\n{extra}Content-Length: 0\r\n\r\n");
    }
}

/// <summary>Requests with an offer inside a dialog, as either phone writes them.</summary>
internal static class OfferInDialog
{
    public static SipRequest OfCaller(SipRequest invite, SipResponse answer, SipMethod method, uint cseq, string extra = "", string body = SipEdge.Offer) =>
        Text(method, cseq, "<sip:100@pbx.test>;tag=phone", $"<sip:101@pbx.test>;tag={answer.ToTag}", invite.CallId, extra, body);

    public static SipRequest OfDevice(SentRequest invite, SipMethod method, uint cseq) =>
        Text(method, cseq, "<sip:101@pbx.test>;tag=device", $"<sip:100@pbx.test>;tag={invite.Request.FromTag}", invite.Request.CallId);

    private static SipRequest Text(SipMethod method, uint cseq, string from, string to, string callId, string extra = "", string body = SipEdge.Offer) => SipEdge.Parse(
        $"{method.Name} sip:x@192.0.2.10 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bK{cseq};rport\r\nMax-Forwards: 70\r\n"
        + $"From: {from}\r\nTo: {to}\r\nCall-ID: {callId}\r\nCSeq: {cseq} {method.Name}\r\nContact: <sip:phone@192.0.2.100>\r\n{extra}"
        + $"Content-Type: application/sdp\r\nContent-Length: {body.Length}\r\n\r\n{body}");
}

/// <summary>A request that the exchange sent, and the pen to write its peer's responses.</summary>
internal sealed class SentRequest(SipRequest request, SipTarget target, IClientTransactionUser user) : ClientTransaction(request, target, user)
{
    public string? CancelReason { get; private set; }

    public ManualResetEventSlim Cancelled { get; } = new();

    public BlockingCollection<SipRequest> Acks { get; } = [];

    public override void Cancel(string? reasonHeader = null)
    {
        CancelReason = reasonHeader;
        Cancelled.Set();
    }

    public override void Acknowledge(SipRequest ack, SipTarget? target = null) => Acks.Add(ack);

    /// <summary>The call has no more use for the request.</summary>
    public ManualResetEventSlim IsLetGo { get; } = new();

    public override void LetGo() => IsLetGo.Set();

    /// <summary>The call is no more.</summary>
    public bool IsAbandoned { get; private set; }

    public override void Abandon() => IsAbandoned = true;

    public SipResponse Reply(int code, string tag = "device", string? body = null, params (HeaderName Name, string Value)[] extra)
    {
        var response = SipResponse.For(Request, code, null, tag);
        response.Headers.Add(HeaderName.Contact, "<sip:101@192.0.2.200:5060>");
        if (body is not null)
        {
            response.Headers.Add(HeaderName.ContentType, "application/sdp");
            response.Body = Encoding.UTF8.GetBytes(body);
        }

        foreach (var (name, value) in extra)
        {
            response.Headers.Add(name, value);
        }

        User.OnResponse(this, response);
        return response;
    }
}

/// <summary>A request that a peer sent, and what the exchange answered.</summary>
internal sealed class AskedRequest(SipRequest request, SipFlow flow) : ServerTransaction(request, flow)
{
    private volatile bool _final;
    private int _sequence;
    private int? _unconfirmed;
    private bool _ofSession;

    public BlockingCollection<SipResponse> Responses { get; } = [];

    /// <summary>Our tag in the dialogue that it made.</summary>
    public string? Dialog { get; set; }

    public override bool HasFinal => _final;

    public override void Respond(SipResponse response)
    {
        _final |= response.StatusCode >= 200;
        Responses.Add(response);
    }

    public override void RespondReliably(SipResponse provisional)
    {
        _unconfirmed = ++_sequence;
        _ofSession = !provisional.Body.IsEmpty;
        provisional.Headers.Add(HeaderName.RSeq, $"{_sequence}");
        Responses.Add(provisional);
    }

    public override PrackVerdict Confirm(SipRequest prack)
    {
        if (_unconfirmed is not { } sent || prack.Headers.Get(HeaderName.RAck) != $"{sent} 1 INVITE")
        {
            return PrackVerdict.Unknown;
        }

        _unconfirmed = null;
        return _ofSession ? PrackVerdict.ConfirmedSession : PrackVerdict.Confirmed;
    }

    public SipResponse Next(int code, TimeSpan? patience = null)
    {
        Responses.TryTake(out var response, patience ?? TimeSpan.FromSeconds(15)).ShouldBeTrue($"{code} was not sent");
        response!.StatusCode.ShouldBe(code);
        return response;
    }
}
