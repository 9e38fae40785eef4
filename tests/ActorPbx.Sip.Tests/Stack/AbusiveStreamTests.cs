using System.Net;
using System.Net.Sockets;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>Peers that take more than their share of connections, time or memory.</summary>
public sealed class AbusiveStreamTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private static readonly TransportLimits Patient = new() { FirstMessageDeadline = Long, MessageDeadline = Long, IdleTimeout = Long, WriteTimeout = Long };

    [Fact]
    public async Task A_connection_that_never_says_a_whole_first_message_is_cut_off()
    {
        await using StackBench bench = Bench(Patient with { FirstMessageDeadline = Short });
        using StreamPeer phone = StreamPeer.Connect(bench.EndPoint(SipTransport.Tcp));
        phone.SendRaw("OPTIONS sip:bob@127.0.0.1 SIP/2.0\r\nVia: ");
        phone.IsClosedByServer().ShouldBeTrue();
        bench.Stack.Statistics.Of(SipTransport.Tcp).Refused.ShouldBe(1);
        Settled(bench).ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_dribbles_in_is_cut_off_however_alive_its_connection_looks()
    {
        await using StackBench bench = Bench(Patient with { MessageDeadline = Short });
        using StreamPeer phone = StreamPeer.Connect(bench.EndPoint(SipTransport.Tcp));
        phone.Send(phone.Request("OPTIONS"));
        phone.ReceiveResponse().StatusCode.ShouldBe(200);

        using var stop = new CancellationTokenSource();
        Task dribble = Task.Run(() => Dribble(phone, stop.Token));
        phone.IsClosedByServer().ShouldBeTrue();
        await stop.CancelAsync();
        await dribble;
    }

    [Fact]
    public async Task A_silent_connection_is_closed_and_one_that_sends_keep_alives_is_not()
    {
        await using StackBench bench = Bench(Patient with { IdleTimeout = TimeSpan.FromSeconds(1) });
        using StreamPeer silent = StreamPeer.Connect(bench.EndPoint(SipTransport.Tcp));
        using StreamPeer alive = StreamPeer.Connect(bench.EndPoint(SipTransport.Tcp));
        silent.SendRaw("\r\n\r\n");
        silent.ReadRaw().ShouldBe("\r\n");
        Task<bool> closed = Task.Run(silent.IsClosedByServer);
        while (!closed.IsCompleted)
        {
            alive.SendRaw("\r\n\r\n");
            alive.ReadRaw().ShouldBe("\r\n");
            await Task.WhenAny(closed, Task.Delay(100));
        }

        (await closed).ShouldBeTrue();
        alive.SendRaw("\r\n\r\n");
        alive.ReadRaw().ShouldBe("\r\n");
    }

    [Fact]
    public async Task One_source_gets_its_share_of_connections_and_no_more()
    {
        await using StackBench bench = Bench(Patient with { MaxConnectionsPerSource = 5 });
        var phones = new List<StreamPeer>();
        for (int i = 0; i < 20; i++) phones.Add(StreamPeer.Connect(bench.EndPoint(SipTransport.Tcp)));

        Until(() => bench.Stack.Statistics.Of(SipTransport.Tcp).Refused == 15);
        bench.Stack.Statistics.Of(SipTransport.Tcp).Connections.ShouldBe(5);
        phones[0].SendRaw("\r\n\r\n");
        phones[0].ReadRaw().ShouldBe("\r\n");

        // A place that becomes free is given again.
        phones[0].Dispose();
        Until(() => bench.Stack.Statistics.Of(SipTransport.Tcp).Connections == 4);
        using StreamPeer late = StreamPeer.Connect(bench.EndPoint(SipTransport.Tcp));
        late.SendRaw("\r\n\r\n");
        late.ReadRaw().ShouldBe("\r\n");
        phones.ForEach(phone => phone.Dispose());
        Settled(bench, 1).ShouldBe(1);
    }

    [Fact]
    public async Task All_connections_together_have_a_limit_too()
    {
        await using StackBench bench = Bench(Patient with { MaxConnections = 3 });
        var phones = new List<StreamPeer>();
        for (int i = 0; i < 6; i++) phones.Add(StreamPeer.Connect(bench.EndPoint(SipTransport.Tcp)));
        Until(() => bench.Stack.Statistics.Of(SipTransport.Tcp).Refused == 3);
        bench.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), new SipTarget(SipTransport.Tcp, new IPEndPoint(IPAddress.Loopback, 9)), bench);
        bench.NextTold().ShouldBe("error too many connections");
        phones.ForEach(phone => phone.Dispose());
    }

    [Theory]
    [InlineData("Content-Length: 999999999", 413)]
    [InlineData("Content-Length: -1", 400)]
    public async Task A_body_that_cannot_be_taken_is_answered_and_ends_the_connection(string length, int status)
    {
        await using StackBench bench = Bench(Patient);
        using StreamPeer phone = StreamPeer.Connect(bench.EndPoint(SipTransport.Tcp));
        phone.Send(phone.Request("MESSAGE").Replace("Content-Length: 0", length, StringComparison.Ordinal));
        phone.ReceiveResponse().StatusCode.ShouldBe(status);
        phone.IsClosedByServer().ShouldBeTrue();
        bench.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_head_without_end_is_cut_off_in_bounded_memory()
    {
        await using StackBench bench = Bench(Patient);
        using StreamPeer phone = StreamPeer.Connect(bench.EndPoint(SipTransport.Tcp));
        try
        {
            for (int i = 0; i < 10_000; i++) phone.SendRaw(new string('x', 8_192));
        }
        catch (IOException)
        {
            // The server has had enough.
        }

        phone.IsClosedByServer().ShouldBeTrue();
        Settled(bench).ShouldBe(0);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_cut_off_and_what_waits_for_it_is_bounded()
    {
        TransportLimits limits = Patient with { WriteTimeout = Short, MaxQueuedBytes = 200_000 };
        await using StackBench bench = Bench(limits);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        socket.Connect(bench.EndPoint(SipTransport.Tcp));
        using var phone = new StreamPeer(socket);
        phone.Send(phone.Request("REGISTER"));
        SipFlow flow = bench.NextRequest().Flow;

        string body = new('x', 10_000);
        Until(() =>
        {
            bench.Stack.Send(UdpStackTests.Outgoing("MESSAGE", body), SipTarget.For(flow) with { EndPoint = new IPEndPoint(IPAddress.Loopback, 9) }, bench);
            return bench.Stack.Statistics.Of(SipTransport.Tcp).Refused > 0;
        });
        bench.Stack.Statistics.Of(SipTransport.Tcp).SendFailures.ShouldBeGreaterThan(0);
        Until(() => bench.Stack.Statistics.Of(SipTransport.Tcp).Connections == 0);
        bench.Faults.ShouldBeEmpty();
    }

    private static StackBench Bench(TransportLimits limits) => new(options => options with { TransportLimits = limits });

    private static void Dribble(StreamPeer phone, CancellationToken stop)
    {
        try
        {
            phone.SendRaw("OPTIONS sip:bob@127.0.0.1 SIP/2.0\r\nSubject: ");
            while (!stop.WaitHandle.WaitOne(20)) phone.SendRaw("x");
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // Cut off, as it should be.
        }
    }

    private static long Settled(StackBench bench, long expected = 0)
    {
        Until(() => bench.Stack.Statistics.Of(SipTransport.Tcp).Connections == expected);
        return bench.Stack.Statistics.Of(SipTransport.Tcp).Connections;
    }

    private static void Until(Func<bool> condition) => SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(10)).ShouldBeTrue();
}
