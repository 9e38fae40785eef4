using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Branches;

/// <summary>A phone, or a carrier, on loopback: a real stack and the test as its user.</summary>
internal sealed class TestPhone : ISipUser, IServerTransactionUser, IClientTransactionUser, IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly SipStack _stack;
    private SipTarget? _peer;
    private ClientTransaction? _invite;
    private ServerTransaction? _call;
    private DialogState? _dialog;

    /// <param name="number">Its number.</param>
    /// <param name="address">A loopback address.</param>
    public TestPhone(string number, string address = "127.0.0.1")
    {
        (Number, Address) = (number, address);
        _stack = new SipStack(new SipStackOptions { Listeners = [new SipListenerOptions(SipTransport.Udp, new IPEndPoint(IPAddress.Parse(address), 0))] }, this);
        _stack.Start();
    }

    public string Number { get; }

    public string Address { get; }

    public int Port => _stack.Listeners[0].EndPoint.Port;

    public BlockingCollection<SipResponse> Responses { get; } = [];

    public BlockingCollection<SipRequest> Requests { get; } = [];

    /// <summary>The code that calls are answered with at once; 0: the test answers.</summary>
    public int Answers { get; set; }

    /// <summary>The code that text messages are answered with.</summary>
    public int Messages { get; set; } = 200;

    public ValueTask DisposeAsync() => _stack.DisposeAsync();

    /// <summary>Registers at a node, with digest; the final response.</summary>
    public SipResponse Register(int port, string password, int expires = 3600, string domain = "pbx.test")
    {
        var register = new SipRequest(SipMethod.Register, SipUri.Parse($"sip:{domain}"));
        register.Headers.Add(HeaderName.From, $"<sip:{Number}@{domain}>;tag={Guid.NewGuid():N}");
        register.Headers.Add(HeaderName.To, $"<sip:{Number}@{domain}>");
        register.Headers.Add(HeaderName.CallId, Guid.NewGuid().ToString("N"));
        register.Headers.Add(HeaderName.CSeq, "1 REGISTER");
        register.Headers.Add(HeaderName.Contact, $"<{Contact}>");
        register.Headers.Add(HeaderName.Expires, $"{expires}");
        return WithDigest(register, port, password);
    }

    /// <summary>Calls a number as one who must prove who it is; the final response of the call that was let in.</summary>
    public SipResponse CallWithDigest(string number, int port, string password, string domain = "pbx.test")
    {
        var challenge = Call(number, port, domain).Final();
        if (challenge.StatusCode != 401)
        {
            return challenge;
        }

        return WithDigest(_invite!.Request, port, password, challenge);
    }

    private SipResponse WithDigest(SipRequest request, int port, string password, SipResponse? challenge = null)
    {
        _peer = new SipTarget(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, port));
        if (challenge is null)
        {
            _invite = _stack.Send(Copy(request), _peer, this);
            challenge = Final();
        }

        challenge.StatusCode.ShouldBe(401);
        var again = Copy(request);
        again.Headers.Set(HeaderName.CSeq, $"2 {request.Method}");
        DigestClient.Authorize(again, challenge, Number, realm => DigestSecret.FromPassword(Number, realm, password)).ShouldBeTrue();
        _invite = _stack.Send(again, _peer, this);
        return Final();
    }

    private static SipRequest Copy(SipRequest request)
    {
        var copy = new SipRequest(request.Method, request.RequestUri) { Body = request.Body };
        foreach (var field in request.Headers.Where(field => field.Name != HeaderName.Via))
        {
            copy.Headers.Add(field.Name, field.Value);
        }

        return copy;
    }

    /// <summary>Calls a number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="port">Of the node.</param>
    /// <param name="domain">The virtual PBX.</param>
    /// <param name="offers">The INVITE has the offer; else the 200 will, and the ACK the answer.</param>
    /// <param name="device">Which of its phones, as URI parameters.</param>
    public TestPhone Call(string number, int port, string domain = "pbx.test", bool offers = true, string device = "")
    {
        _peer = new SipTarget(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, port));
        var invite = new SipRequest(SipMethod.Invite, SipUri.Create(number, domain, parameters: device));
        invite.Headers.Add(HeaderName.From, $"\"Phone {Number}\" <sip:{Number}@{domain}>;tag={Guid.NewGuid():N}");
        invite.Headers.Add(HeaderName.To, $"<sip:{number}@{domain}>");
        invite.Headers.Add(HeaderName.CallId, Guid.NewGuid().ToString("N"));
        invite.Headers.Add(HeaderName.CSeq, "1 INVITE");
        invite.Headers.Add(HeaderName.Contact, $"<{Contact}>");
        if (offers)
        {
            AddSession(invite);
        }

        _invite = _stack.Send(invite, _peer, this);
        return this;
    }

    /// <summary>Sends a text message; the final response.</summary>
    public SipResponse Say(string text, string number, int port, string domain = "pbx.test")
    {
        var message = new SipRequest(SipMethod.Message, SipUri.Create(number, domain)) { Body = Encoding.UTF8.GetBytes(text) };
        message.Headers.Add(HeaderName.From, $"<sip:{Number}@{domain}>;tag={Guid.NewGuid():N}");
        message.Headers.Add(HeaderName.To, $"<sip:{number}@{domain}>");
        message.Headers.Add(HeaderName.CallId, Guid.NewGuid().ToString("N"));
        message.Headers.Add(HeaderName.CSeq, "1 MESSAGE");
        message.Headers.Add(HeaderName.ContentType, "text/plain");
        _stack.Send(message, new SipTarget(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, port)), this);
        return Final();
    }

    /// <summary>Watches its own mailbox, with digest; the final response.</summary>
    public SipResponse WatchMailbox(int port, string password, string domain = "pbx.test") =>
        WithDigest(Subscription(Number, "message-summary", domain), port, password);

    /// <summary>Watches the calls of a number; the final response.</summary>
    public SipResponse Subscribe(string number, int port, string domain = "pbx.test")
    {
        _stack.Send(Subscription(number, "dialog", domain), new SipTarget(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, port)), this);
        return Final();
    }

    private SipRequest Subscription(string number, string package, string domain)
    {
        var subscribe = new SipRequest(SipMethod.Subscribe, SipUri.Create(number, domain));
        subscribe.Headers.Add(HeaderName.From, $"<sip:{Number}@{domain}>;tag={Guid.NewGuid():N}");
        subscribe.Headers.Add(HeaderName.To, $"<sip:{number}@{domain}>");
        subscribe.Headers.Add(HeaderName.CallId, Guid.NewGuid().ToString("N"));
        subscribe.Headers.Add(HeaderName.CSeq, "1 SUBSCRIBE");
        subscribe.Headers.Add(HeaderName.Contact, $"<{Contact}>");
        subscribe.Headers.Add(HeaderName.Event, package);
        return subscribe;
    }

    /// <summary>The final response to the call.</summary>
    public SipResponse Final()
    {
        while (true)
        {
            Responses.TryTake(out var response, s_patience).ShouldBeTrue("no final response in time");
            if (!response!.IsProvisional)
            {
                return response;
            }
        }
    }

    /// <summary>The 200 to the call, acknowledged.</summary>
    public SipResponse Answered()
    {
        var success = Final();
        success.StatusCode.ShouldBe(200);
        Acknowledge(success);
        return success;
    }

    /// <summary>Sends the ACK of the 200, with the answer if that had the offer.</summary>
    public void Acknowledge(SipResponse success)
    {
        _dialog = DialogState.ForUac(_invite!.Request, success);
        var ack = _dialog.CreateAck(1);
        if (_invite.Request.Body.IsEmpty)
        {
            AddSession(ack);
        }

        _invite.Acknowledge(ack);
    }

    public void Cancel() => _invite!.Cancel();

    /// <summary>Sends a request in the dialog.</summary>
    public void Send(SipMethod method, params (HeaderName Name, string Value)[] extra)
    {
        (_dialog, var request) = _dialog!.CreateRequest(method);
        if (method == SipMethod.Info)
        {
            // With nothing to say it would be answered by the exchange and not reach the other phone.
            request.Headers.Add(HeaderName.InfoPackage, "greeting");
        }

        foreach (var (name, value) in extra)
        {
            request.Headers.Add(name, value);
        }

        _stack.Send(request, _peer!, this);
    }

    /// <summary>The next request of this method.</summary>
    public SipRequest Next(SipMethod method)
    {
        while (true)
        {
            Requests.TryTake(out var request, s_patience).ShouldBeTrue($"no {method} in time");
            if (request!.Method == method)
            {
                return request;
            }
        }
    }

    /// <summary>Answers the call that rings.</summary>
    public void Respond(int code)
    {
        var call = _call!;
        var response = SipResponse.For(call.Request, code, toTag: "phone");
        response.Headers.Add(HeaderName.Contact, $"<{Contact}>");
        if (code is >= 200 and < 300)
        {
            AddSession(response);
            _peer = SipTarget.For(call.Flow);
            _dialog = DialogState.ForUas(call.Request, "phone", Contact).Confirm();
        }

        call.Respond(response);
    }

    void ISipUser.OnRequest(ServerTransaction transaction)
    {
        transaction.User = this;
        if (transaction.Request.Method != SipMethod.Invite || transaction.Request.ToTag is not null)
        {
            var ok = SipResponse.For(transaction.Request, transaction.Request.Method == SipMethod.Message ? Messages : 200);
            if (transaction.Request.Method == SipMethod.Invite)
            {
                ok.Headers.Add(HeaderName.Contact, $"<{Contact}>");
                AddSession(ok);
            }

            transaction.Respond(ok);
            Requests.Add(transaction.Request);
            return;
        }

        _call = transaction;
        if (Answers > 0)
        {
            Respond(Answers);
        }

        Requests.Add(transaction.Request);
    }

    void IServerTransactionUser.OnCancel(ServerTransaction transaction, SipRequest cancel)
    {
        transaction.Respond(SipResponse.For(transaction.Request, 487));
        Requests.Add(cancel);
    }

    void IServerTransactionUser.OnAck(ServerTransaction transaction, SipRequest ack) => Requests.Add(ack);

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response) => Responses.Add(response);

    void IClientTransactionUser.OnTimeout(ClientTransaction transaction) => Responses.Add(SipResponse.For(transaction.Request, 408));

    void IClientTransactionUser.OnTransportError(ClientTransaction transaction, string why) => Responses.Add(SipResponse.For(transaction.Request, 503));

    private string Contact => $"sip:{Number}@{Address}:{Port}";

    private void AddSession(SipMessage message)
    {
        message.Headers.Add(HeaderName.ContentType, "application/sdp");
        message.Body = Encoding.ASCII.GetBytes($"v=0\r\no=phone 1 1 IN IP4 {Address}\r\ns=-\r\nc=IN IP4 {Address}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n");
    }
}
