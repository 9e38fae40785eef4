using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Traces;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Traces;

/// <summary>Messages followed as they pass a real stack.</summary>
public sealed class SipTraceTests : IAsyncLifetime, ISipUser
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DialogOwners _dialogs = new();
    private readonly CancellationTokenSource _limit = new(Patience);
    private readonly UdpClient _phone = new(new IPEndPoint(IPAddress.Loopback, 0));
    private SipStack _stack = null!;

    public Task InitializeAsync()
    {
        var any = new IPEndPoint(IPAddress.Loopback, 0);
        _stack = new SipStack(new SipStackOptions { Listeners = [new SipListenerOptions(SipTransport.Udp, any), new SipListenerOptions(SipTransport.Tcp, any)] }, this);
        _stack.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _phone.Dispose();
        _limit.Dispose();
        await _stack.DisposeAsync();
    }

    [Fact]
    public async Task A_request_and_its_answer_are_seen_with_secrets_masked()
    {
        using var trace = Trace(new TraceFilter());
        Send(Options("a1", "100", "200", "", "Authorization: Digest username=\"100\", response=\"f00d\"\r\n"));
        var seen = await Seen(trace, 2);
        seen.Select(one => one.Sent).ShouldBe([false, true]);
        seen[0].Flow.Remote.ShouldBe((IPEndPoint)_phone.Client.LocalEndPoint!);
        Text(seen[0]).ShouldContain("response=\"****\"");
        Text(seen[1]).ShouldStartWith("SIP/2.0 200 ");
    }

    [Fact]
    public async Task What_comes_over_a_stream_is_seen_message_by_message()
    {
        using var trace = Trace(new TraceFilter());
        using var client = new TcpClient();
        await client.ConnectAsync(_stack.Listeners.Single(listener => listener.Transport == SipTransport.Tcp).EndPoint);
        var (first, second) = (Options("t1", "100", "200"), Options("t2", "100", "200"));
        var both = Encoding.ASCII.GetBytes("\r\n\r\n" + first + second);
        await client.GetStream().WriteAsync(both.AsMemory(0, first.Length));
        await client.GetStream().WriteAsync(both.AsMemory(first.Length));
        var seen = await Seen(trace, 4);
        seen.Where(one => !one.Sent).Select(Text).ShouldBe([first, second]);
        seen.Count(one => one.Sent).ShouldBe(2);
    }

    [Fact]
    public async Task Only_one_calls_messages_are_seen_when_it_is_asked_for()
    {
        _dialogs.Add("ours", new DialogOwner(ActorRefs.Nobody, new CallId("c1"), LegId.Caller, default));
        _dialogs.Add("theirs", new DialogOwner(ActorRefs.Nobody, new CallId("c2"), LegId.Caller, default));
        using var trace = Trace(new TraceFilter(Call: new CallId("c1")));
        Send(Options("x1", "100", "200", "theirs"));
        Send(Options("x2", "100", "200", "ours"));
        var seen = await Seen(trace, 2);
        seen.ShouldAllBe(one => one.Call == new CallId("c1") && Text(one).Contains("Call-ID: x2", StringComparison.Ordinal));

        // Its dialog is forgotten, its Call-ID is not.
        _dialogs.Remove("ours");
        Send(Options("x2", "100", "200", "ours", sequence: 2));
        (await Seen(trace, 2)).ShouldAllBe(one => one.Call == new CallId("c1"));
    }

    [Fact]
    public async Task A_number_is_looked_for_in_who_calls_and_who_is_called_and_nowhere_else()
    {
        using var trace = Trace(new TraceFilter(Number: "100"));
        Send(Options("n1", "1001", "2100", "", "Subject: sip:100@x\r\n"));
        Send(Options("n2", "300", "100"));
        Send(Options("n3", "100", "300"));
        var seen = await Seen(trace, 4);
        seen.Select(one => Text(one).Contains("Call-ID: n1", StringComparison.Ordinal)).ShouldNotContain(true);
        seen.Count(one => Text(one).Contains("Call-ID: n2", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_trace_that_nobody_reads_loses_messages_and_counts_them()
    {
        var watch = new SipWatch();
        using var trace = new SipTrace(watch, _dialogs, new TraceFilter(), TimeProvider.System);
        var flow = new SipFlow(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 5060), new IPEndPoint(IPAddress.Loopback, 5070), 0);
        for (var i = 0; i < SipTrace.MostWaiting + 7; i++)
        {
            trace.OnMessage(flow, sent: false, "OPTIONS sip:x SIP/2.0\r\n\r\n"u8);
        }

        trace.TakeLost().ShouldBe(7);
        trace.TakeLost().ShouldBe(0);
        trace.Complete();
        var read = 0;
        await foreach (var _ in trace.ReadAsync(_limit.Token))
        {
            read++;
        }

        read.ShouldBe(SipTrace.MostWaiting);
    }

    void ISipUser.OnRequest(ServerTransaction transaction) => transaction.Respond(SipResponse.For(transaction.Request, 200));

    private SipTrace Trace(TraceFilter filter) => new(_stack.Watch, _dialogs, filter, TimeProvider.System);

    private async Task<List<SipSighting>> Seen(SipTrace trace, int count)
    {
        var seen = new List<SipSighting>();
        await foreach (var one in trace.ReadAsync(_limit.Token))
        {
            seen.Add(one);
            if (seen.Count == count)
            {
                break;
            }
        }

        return seen;
    }

    private void Send(string message) => _phone.Send(Encoding.ASCII.GetBytes(message), _stack.Listeners.Single(listener => listener.Transport == SipTransport.Udp).EndPoint);

    private static string Text(SipSighting seen) => Encoding.UTF8.GetString(seen.Message);

    private static string Options(string callId, string from, string to, string toTag = "", string more = "", int sequence = 1) =>
        $"OPTIONS sip:{to}@pbx SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:1;rport;branch=z9hG4bK{callId}{sequence}\r\nMax-Forwards: 70\r\nFrom: <sip:{from}@pbx>;tag=f\r\n"
        + $"To: <sip:{to}@pbx>{(toTag.Length > 0 ? ";tag=" + toTag : "")}\r\nCall-ID: {callId}\r\nCSeq: {sequence} OPTIONS\r\n{more}Content-Length: 0\r\n\r\n";
}
