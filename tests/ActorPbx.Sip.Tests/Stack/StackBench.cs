using System.Collections.Concurrent;
using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>A stack on loopback whose user does what the test says and notes what it is told.</summary>
internal sealed class StackBench : ISipUser, IServerTransactionUser, IClientTransactionUser, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public StackBench(Func<SipStackOptions, SipStackOptions>? change = null, IPAddress? address = null, params SipTransport[] transports)
    {
        address ??= IPAddress.Loopback;
        SipTransport[] wanted = transports.Length > 0 ? transports : [SipTransport.Udp, SipTransport.Tcp];
        var options = new SipStackOptions { Listeners = [.. wanted.Select(transport => new SipListenerOptions(transport, new IPEndPoint(address, 0)))] };
        Stack = new SipStack(change?.Invoke(options) ?? options, this);
        Stack.Faulted += Faults.Enqueue;
        Stack.Start();
    }

    public SipStack Stack { get; }

    public ConcurrentQueue<Exception> Faults { get; } = [];

    public BlockingCollection<string> Told { get; } = [];

    public ConcurrentQueue<SipRequest> StrayAcks { get; } = [];

    public BlockingCollection<ServerTransaction> Requests { get; } = [];

    public BlockingCollection<SipResponse> Responses { get; } = [];

    /// <summary>What to do with a request; by default it is answered with 200.</summary>
    public Action<ServerTransaction> Answer { get; set; } = transaction => transaction.Respond(SipResponse.For(transaction.Request, 200, toTag: "pbx"));

    /// <summary>The stateless answer's status to a request; 0 for none.</summary>
    public Func<SipRequest, int> Stateless { get; set; } = _ => 0;

    /// <summary>Whether an INVITE that came by another way before is taken here.</summary>
    public Func<SipRequest, bool> Takes { get; set; } = _ => false;

    public IPEndPoint EndPoint(SipTransport transport) => Stack.Listeners.Single(listener => listener.Transport == transport).EndPoint;

    public ServerTransaction NextRequest()
    {
        Requests.TryTake(out ServerTransaction? request, Patience).ShouldBeTrue("no request reached the user");
        return request!;
    }

    public SipResponse NextResponse()
    {
        Responses.TryTake(out SipResponse? response, Patience).ShouldBeTrue("no response reached the user");
        return response!;
    }

    public string NextTold()
    {
        Told.TryTake(out string? told, Patience).ShouldBeTrue("the user was told nothing");
        return told!;
    }

    public ValueTask DisposeAsync() => Stack.DisposeAsync();

    bool ISipUser.TryAnswerStateless(SipRequest request, SipFlow flow, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SipResponse? response)
    {
        int status = Stateless(request);
        response = status == 0 ? null : SipResponse.For(request, status);
        return response is not null;
    }

    bool ISipUser.TakesTwin(SipRequest invite, SipFlow flow) => Takes(invite);

    void ISipUser.OnRequest(ServerTransaction transaction)
    {
        transaction.User = this;
        Requests.Add(transaction);
        Answer(transaction);
    }

    void ISipUser.OnResponseWithoutTransaction(SipResponse response, SipFlow flow) => Told.Add($"stray {response.StatusCode}");

    void ISipUser.OnAckWithoutTransaction(SipRequest ack, SipFlow flow) => StrayAcks.Enqueue(ack);

    void IServerTransactionUser.OnCancel(ServerTransaction transaction, SipRequest cancel)
    {
        Told.Add("cancel");
        transaction.Respond(SipResponse.For(transaction.Request, 487, toTag: "pbx"));
    }

    void IServerTransactionUser.OnTwin(ServerTransaction transaction, ServerTransaction twin)
    {
        twin.User = this;
        Told.Add($"{twin.Request.TopVia.Branch} for {transaction.Request.TopVia.Branch}");
        if (!transaction.HasFinal) transaction.Respond(SipResponse.For(transaction.Request, 482));
        Requests.Add(twin);
    }

    void IServerTransactionUser.OnAck(ServerTransaction transaction, SipRequest ack) => Told.Add("ack");

    void IServerTransactionUser.OnAckTimeout(ServerTransaction transaction) => Told.Add("no-ack");

    void IServerTransactionUser.OnTransportError(ServerTransaction transaction, string why) => Told.Add($"error {why}");

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response) => Responses.Add(response);

    void IClientTransactionUser.OnTimeout(ClientTransaction transaction) => Told.Add("timeout");

    void IClientTransactionUser.OnTransportError(ClientTransaction transaction, string why) => Told.Add($"error {why}");
}
