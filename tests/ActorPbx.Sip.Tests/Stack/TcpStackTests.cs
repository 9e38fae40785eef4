using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>Real TCP connections to a whole stack: framing, and requests both ways over one connection.</summary>
public sealed class TcpStackTests : IAsyncLifetime
{
    private readonly StackBench _bench = new();
    private readonly StreamPeer _phone;

    public TcpStackTests() => _phone = StreamPeer.Connect(_bench.EndPoint(SipTransport.Tcp));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _phone.Dispose();
        await _bench.DisposeAsync();
    }

    [Fact]
    public void A_call_goes_over_the_connection_that_brought_it()
    {
        _phone.Send(_phone.Request("INVITE"));
        _phone.ReceiveResponse().StatusCode.ShouldBe(100);
        _phone.ReceiveResponse().StatusCode.ShouldBe(200);
        _phone.Send(_phone.Request("ACK", "z9hG4bK-2", "pbx"));
        _bench.NextTold().ShouldBe("ack");
        _phone.Send(_phone.Request("BYE", "z9hG4bK-3", "pbx", 2));
        _phone.ReceiveResponse().CSeq.Method.ShouldBe(SipMethod.Bye);
        _bench.NextRequest().Flow.Transport.ShouldBe(SipTransport.Tcp);
        _bench.Stack.Statistics.Of(SipTransport.Tcp).Connections.ShouldBe(1);
    }

    [Fact]
    public void Messages_are_cut_out_of_the_stream_however_it_arrives()
    {
        string two = (_phone.Request("OPTIONS", "z9hG4bK-a", body: "hello") + _phone.Request("OPTIONS", "z9hG4bK-b", callId: "c2")).ReplaceLineEndings("\r\n");
        _phone.SendRaw(two);
        _phone.ReceiveResponse().TopVia.Branch.ShouldBe("z9hG4bK-a");
        _phone.ReceiveResponse().TopVia.Branch.ShouldBe("z9hG4bK-b");

        string slow = _phone.Request("OPTIONS", "z9hG4bK-c", callId: "c3", body: "bye").ReplaceLineEndings("\r\n");
        _phone.Socket.NoDelay = true;
        foreach (char letter in slow) _phone.SendRaw(letter.ToString());
        _phone.ReceiveResponse().TopVia.Branch.ShouldBe("z9hG4bK-c");
        _bench.Requests.Select(request => request.Request.Body.Length).ShouldBe([5, 0, 3]);
    }

    [Fact]
    public void One_request_that_two_connections_bring_at_the_same_moment_is_one_request()
    {
        using StreamPeer other = StreamPeer.Connect(_bench.EndPoint(SipTransport.Tcp));
        using var together = new Barrier(2);
        _bench.Stateless = _ =>
        {
            together.SignalAndWait(TimeSpan.FromSeconds(10));
            return 0;
        };
        for (int round = 0; round < 50; round++)
        {
            _phone.Send(_phone.Request("INVITE", $"z9hG4bK-left{round}", callId: $"c{round}"));
            other.Send(other.Request("INVITE", $"z9hG4bK-right{round}", callId: $"c{round}"));
            int[] codes = [FinalOf(_phone, $"c{round}"), FinalOf(other, $"c{round}")];
            codes.Order().ShouldBe([200, 482]);
        }

        _bench.Requests.Count.ShouldBe(50);
    }

    [Fact]
    public void A_double_line_end_is_answered_with_one()
    {
        _phone.SendRaw("\r\n\r\n");
        _phone.ReadRaw().ShouldBe("\r\n");
    }

    [Fact]
    public void A_request_to_a_phone_goes_over_its_connection_by_flow_and_by_address()
    {
        _phone.Send(_phone.Request("REGISTER"));
        _phone.ReceiveResponse().StatusCode.ShouldBe(200);
        SipFlow flow = _bench.NextRequest().Flow;

        _bench.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), SipTarget.For(flow), _bench);
        SipRequest byFlow = _phone.ReceiveRequest();
        byFlow.TopVia.Port.ShouldBe(_bench.EndPoint(SipTransport.Tcp).Port);
        _phone.SendRaw(Encoding.UTF8.GetString(SipWriter.ToArray(SipResponse.For(byFlow, 200, toTag: "bob"))));
        _bench.NextResponse().StatusCode.ShouldBe(200);

        _bench.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), new SipTarget(SipTransport.Tcp, _phone.EndPoint), _bench);
        _phone.ReceiveRequest().Method.ShouldBe(SipMethod.Options);
        _bench.Stack.Statistics.Of(SipTransport.Tcp).Connections.ShouldBe(1);
    }

    [Fact]
    public void A_connection_is_made_once_for_all_requests_to_a_peer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var target = new SipTarget(SipTransport.Tcp, (IPEndPoint)listener.LocalEndpoint);
        for (int i = 0; i < 3; i++) _bench.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), target, _bench);

        using var peer = new StreamPeer(listener.AcceptSocket());
        for (int i = 0; i < 3; i++)
        {
            SipRequest request = peer.ReceiveRequest();
            request.TopVia.Transport.ShouldBe("TCP");
            peer.SendRaw(Encoding.UTF8.GetString(SipWriter.ToArray(SipResponse.For(request, 200, toTag: "bob"))));
        }

        for (int i = 0; i < 3; i++) _bench.NextResponse().StatusCode.ShouldBe(200);
        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public void A_peer_that_refuses_the_connection_is_told_to_the_user()
    {
        // Bound but not listening: the port refuses, and nobody else can take it meanwhile.
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _bench.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), new SipTarget(SipTransport.Tcp, (IPEndPoint)deaf.LocalEndPoint!), _bench);
        _bench.NextTold().ShouldStartWith("error tcp:127.0.0.1");
        _bench.Stack.Statistics.Transactions.AliveInAll.ShouldBe(0);
    }

    [Theory]
    [InlineData("INVITE", 0, true)]
    [InlineData("OPTIONS", 0, true)]
    [InlineData("INVITE", 180, false)]
    [InlineData("OPTIONS", 200, false)]
    public void A_connection_that_ends_fails_what_nobody_answered_and_nothing_else(string method, int answer, bool isTold)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _bench.Stack.Send(UdpStackTests.Outgoing(method), new SipTarget(SipTransport.Tcp, (IPEndPoint)listener.LocalEndpoint), _bench);
        using (var peer = new StreamPeer(listener.AcceptSocket()))
        {
            SipRequest request = peer.ReceiveRequest();
            if (answer > 0)
            {
                peer.SendRaw(Encoding.UTF8.GetString(SipWriter.ToArray(SipResponse.For(request, answer, toTag: "bob"))));
                _bench.NextResponse().StatusCode.ShouldBe(answer);
            }
        }

        if (isTold) _bench.NextTold().ShouldStartWith("error tcp:127.0.0.1");
        else _bench.Told.TryTake(out _, TimeSpan.FromMilliseconds(300)).ShouldBeFalse();
    }

    [Fact]
    public void A_long_request_to_a_udp_peer_moves_to_tcp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _bench.Stack.Send(UdpStackTests.Outgoing("MESSAGE", new string('x', 1_300)), new SipTarget(SipTransport.Udp, (IPEndPoint)listener.LocalEndpoint), _bench);

        using var peer = new StreamPeer(listener.AcceptSocket());
        SipRequest request = peer.ReceiveRequest();
        request.TopVia.Transport.ShouldBe("TCP");
        peer.SendRaw(Encoding.UTF8.GetString(SipWriter.ToArray(SipResponse.For(request, 202, toTag: "bob"))));
        _bench.NextResponse().StatusCode.ShouldBe(202);
    }

    [Fact]
    public void A_long_request_comes_back_to_udp_when_tcp_is_refused_and_the_next_one_does_not_try_again()
    {
        using var peer = new UdpPeer(_bench.EndPoint(SipTransport.Udp));
        var target = new SipTarget(SipTransport.Udp, peer.EndPoint);
        for (int i = 0; i < 2; i++)
        {
            _bench.Stack.Send(UdpStackTests.Outgoing("MESSAGE", new string('x', 1_300)), target, _bench);
            SipRequest request = peer.ReceiveRequest();
            request.TopVia.Transport.ShouldBe("UDP");
            request.Headers.CountOf(HeaderName.Via).ShouldBe(1);
            peer.Send(SipWriter.ToArray(SipResponse.For(request, 202, toTag: "bob")));
            _bench.NextResponse().StatusCode.ShouldBe(202);
        }
    }

    [Fact]
    public void A_taken_tcp_port_is_named_with_its_address()
    {
        IPEndPoint taken = _bench.EndPoint(SipTransport.Tcp);
        var options = new SipStackOptions { Listeners = [new SipListenerOptions(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 0)), new SipListenerOptions(SipTransport.Tcp, taken)] };
        Should.Throw<SipTransportException>(() => new SipStack(options, _bench)).Message.ShouldContain($"TCP 127.0.0.1:{taken.Port}: port {taken.Port} is already taken");
    }

    [Fact]
    public async Task A_port_is_free_for_the_next_start_while_old_connections_fade()
    {
        _phone.Send(_phone.Request("OPTIONS"));
        _phone.ReceiveResponse();
        IPEndPoint same = _bench.EndPoint(SipTransport.Tcp);
        await _bench.Stack.StopAsync();
        _phone.IsClosedByServer().ShouldBeTrue();

        await using var next = new StackBench(options => options with { Listeners = [new SipListenerOptions(SipTransport.Tcp, same)] });
        using StreamPeer phone = StreamPeer.Connect(same);
        phone.Send(phone.Request("OPTIONS"));
        phone.ReceiveResponse().StatusCode.ShouldBe(200);
    }

    // A 200 is repeated until its ACK, which never comes here.
    private static int FinalOf(StreamPeer peer, string call)
    {
        while (true)
        {
            SipResponse response = peer.ReceiveResponse();
            if (response.StatusCode > 100 && response.CallId == call) return response.StatusCode;
        }
    }
}
