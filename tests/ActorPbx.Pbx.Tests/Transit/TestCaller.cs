using System.Collections.Concurrent;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Tests.Transit;

/// <summary>The caller's half of a call between branches, as an L-MSS makes it.</summary>
internal sealed class TestCaller(TestNode node, string callId) : IClientTransactionUser
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private ClientTransaction? _invite;
    private DialogState? _dialog;

    public BlockingCollection<SipResponse> Responses { get; } = [];

    public BlockingCollection<string> Failures { get; } = [];

    public SipRequest Request(string number, string? extraName = null, string? extra = null, SipMethod? method = null)
    {
        var asked = method ?? SipMethod.Invite;
        var invite = new SipRequest(asked, SipUri.Create(number, "pbx.local"));
        var headers = invite.Headers;
        headers.Add(HeaderName.Route, node.Outlet.GroupRoute);
        headers.Add(HeaderName.From, $"<sip:1001@pbx.local>;tag={callId}-a");
        headers.Add(HeaderName.To, $"<sip:{number}@pbx.local>");
        headers.Add(HeaderName.CallId, callId);
        headers.Add(HeaderName.CSeq, $"1 {asked.Name}");
        headers.Add(HeaderName.Contact, $"<{node.Outlet.ContactOf("caller")}>");
        headers.Add(LinkNames.Correlation, $"corr-{callId}");
        if (extraName is not null)
        {
            headers.Add(new HeaderName(extraName), extra!);
        }

        return invite;
    }

    public TestCaller Call(string number, LinkHop hop) => Call(Request(number), hop);

    public TestCaller Call(SipRequest invite, LinkHop hop)
    {
        _invite = node.Outlet.Send(invite, hop, this);
        return this;
    }

    public int Final()
    {
        while (true)
        {
            var response = NextResponse();
            if (!response.IsProvisional)
            {
                return response.StatusCode;
            }
        }
    }

    public SipResponse NextResponse()
    {
        Responses.TryTake(out var response, s_patience).ShouldBeTrue("no response in time");
        return response!;
    }

    public void Cancel() => _invite!.Cancel();

    public void Acknowledge(SipResponse success, LinkHop? hop = null)
    {
        _dialog = DialogState.ForUac(_invite!.Request, success);
        hop ??= node.Outlet.NextHop(_dialog.NextHop, callId);
        _invite.Acknowledge(_dialog.CreateAck(success.CSeq.Number), hop!.Target);
    }

    /// <summary>Sends a request in the dialog the way that is open now.</summary>
    public LinkHop Send(SipMethod method, LinkHop? instead = null)
    {
        (_dialog, var request) = _dialog!.CreateRequest(method);
        var hop = node.Outlet.NextHop(_dialog.NextHop, callId, instead)!;
        node.Outlet.Send(request, hop, this);
        return hop;
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response) => Responses.Add(response);

    void IClientTransactionUser.OnTimeout(ClientTransaction transaction) => Failures.Add("timeout");

    void IClientTransactionUser.OnTransportError(ClientTransaction transaction, string why) => Failures.Add(why);
}
