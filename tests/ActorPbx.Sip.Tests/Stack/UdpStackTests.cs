using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>Real datagrams to a whole stack: what a phone sees.</summary>
public sealed class UdpStackTests : IAsyncLifetime
{
    private readonly StackBench _bench = new(options => options with { Server = "ActorPbx", MaxTransactions = 1_000 });
    private readonly UdpPeer _phone;

    public UdpStackTests() => _phone = new UdpPeer(_bench.EndPoint(SipTransport.Udp));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _phone.Dispose();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task An_invite_gets_100_before_anyone_is_asked_then_what_the_user_says_and_its_ack_is_told()
    {
        var seen = new TaskCompletionSource<int>(); // until it is set, the user's turn alone reads the phone's socket
        _bench.Answer = transaction =>
        {
            SipResponse first = _phone.ReceiveResponse();
            transaction.Respond(SipResponse.For(transaction.Request, 180, toTag: "pbx"));
            transaction.Respond(SipResponse.For(transaction.Request, 200, toTag: "pbx"));
            seen.SetResult(first.StatusCode);
        };
        _phone.Send(_phone.Request("INVITE"));
        (await seen.Task.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe(100);
        _phone.ReceiveResponse().StatusCode.ShouldBe(180);
        SipResponse success = _phone.ReceiveResponse();
        success.StatusCode.ShouldBe(200);
        (success.ToTag, success.Headers.Get(HeaderName.Server)).ShouldBe(("pbx", "ActorPbx"));

        _phone.Send(_phone.Request("ACK", "z9hG4bK-ack", "pbx"));
        _bench.NextTold().ShouldBe("ack");
        _bench.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void A_success_without_ack_is_sent_again()
    {
        _phone.Ask(_phone.Request("INVITE")).StatusCode.ShouldBe(100);
        for (int i = 0; i < 3; i++) _phone.ReceiveResponse().StatusCode.ShouldBe(200);
        _bench.Stack.Statistics.Of(SipTransport.Udp).RetransmissionsOut.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public void The_top_via_gets_received_and_rport()
    {
        SipResponse answer = _phone.Ask(_phone.Request("OPTIONS", sentBy: "phone.example:5060"));
        answer.TopVia.Received.ShouldBe("127.0.0.1");
        answer.TopVia.Rport.ShouldBe(_phone.EndPoint.Port);
        answer.TopVia.Host.ShouldBe("phone.example");
    }

    [Fact]
    public void Without_rport_the_response_goes_to_the_port_of_sent_by()
    {
        using var elsewhere = new UdpPeer(_bench.EndPoint(SipTransport.Udp));
        _phone.Send(_phone.Request("OPTIONS", viaParameters: "", sentBy: elsewhere.EndPoint.ToString()));
        elsewhere.ReceiveResponse().StatusCode.ShouldBe(200);
    }

    [Fact]
    public void A_retransmission_gets_the_same_answer_and_the_user_does_not_hear_of_it()
    {
        string request = _phone.Request("OPTIONS");
        string? tag = _phone.Ask(request).ToTag;
        _phone.Ask(request).ToTag.ShouldBe(tag);
        _bench.Requests.Count.ShouldBe(1);
        _bench.Stack.Statistics.Of(SipTransport.Udp).RetransmissionsIn.ShouldBe(1);
    }

    [Fact]
    public void Cancel_gets_200_and_the_invite_487_and_its_ack_is_not_told()
    {
        _bench.Answer = transaction => transaction.Respond(SipResponse.For(transaction.Request, 180, toTag: "pbx"));
        _phone.Ask(_phone.Request("INVITE")).StatusCode.ShouldBe(100);
        _phone.ReceiveResponse().StatusCode.ShouldBe(180);

        SipResponse answer = _phone.Ask(_phone.Request("CANCEL"));
        answer.StatusCode.ShouldBe(200);
        answer.CSeq.Method.ShouldBe(SipMethod.Cancel);
        answer.ToTag.ShouldBe("pbx");
        SipResponse end = _phone.ReceiveResponse();
        end.StatusCode.ShouldBe(487);
        end.CSeq.Method.ShouldBe(SipMethod.Invite);

        _phone.Send(_phone.Request("ACK", toTag: "pbx"));
        _phone.Ask(_phone.Request("CANCEL")).StatusCode.ShouldBe(200);
        _bench.NextTold().ShouldBe("cancel");
        _bench.Told.ShouldBeEmpty();
    }

    [Fact]
    public void Cancel_after_the_answer_gets_200_and_changes_nothing()
    {
        _phone.Ask(_phone.Request("INVITE")).StatusCode.ShouldBe(100);
        _phone.ReceiveResponse().StatusCode.ShouldBe(200);
        _phone.Ask(_phone.Request("CANCEL")).StatusCode.ShouldBe(200);
        _bench.Told.ShouldBeEmpty();
    }

    [Fact]
    public void Requests_of_RFC_2543_without_the_cookie_are_matched_by_what_identified_them_there()
    {
        _bench.Answer = transaction => transaction.Respond(SipResponse.For(transaction.Request, 486, toTag: "pbx"));
        string invite = _phone.Request("INVITE", "old");
        _phone.Ask(invite).StatusCode.ShouldBe(100);
        _phone.ReceiveResponse().StatusCode.ShouldBe(486);
        _phone.Ask(invite).StatusCode.ShouldBe(486);
        _phone.Send(_phone.Request("ACK", "old", "pbx"));
        _bench.Requests.Count.ShouldBe(1);

        // Another call of the same branch is another transaction.
        _phone.Ask(_phone.Request("INVITE", "old", callId: "c2")).StatusCode.ShouldBe(100);
    }

    [Theory]
    [InlineData("CANCEL", "sip:bob@127.0.0.1", "", 481)]
    [InlineData("OPTIONS", "mailto:bob@example.com", "", 416)]
    [InlineData("OPTIONS", "sip:bob@127.0.0.1", "Require: nothingSupportsThis, norThis\r\n", 420)]
    [InlineData("OPTIONS", "sip:bob@127.0.0.1", "Proxy-Require: nothingSupportsThis\r\n", 420)]
    [InlineData("INVITE", "sip:bob@127.0.0.1", "Max-Forwards: 0\r\n", 483)]
    [InlineData("NEWMETHOD", "sip:bob@127.0.0.1", "", 501)]
    public void What_this_server_cannot_do_is_refused_without_a_transaction(string method, string uri, string extra, int status)
    {
        SipResponse refusal = _phone.Ask(_phone.Request(method, uri: uri, extra: extra));
        refusal.StatusCode.ShouldBe(status);
        refusal.ToTag.ShouldNotBeNullOrEmpty();
        _bench.Stack.Statistics.Transactions.AliveInAll.ShouldBe(0);
        _bench.Requests.ShouldBeEmpty();
        if (status == 420) refusal.Headers.Get(HeaderName.Unsupported).ShouldNotBeNull().ShouldContain("nothingSupportsThis");
        if (status == 501) refusal.Headers.Get(HeaderName.Allow).ShouldNotBeNull().ShouldContain("INVITE");
    }

    [Fact]
    public void One_request_by_two_ways_gets_482_on_the_second()
    {
        _bench.Answer = _ => { };
        _phone.Ask(_phone.Request("INVITE", "z9hG4bK-left")).StatusCode.ShouldBe(100);
        _phone.Ask(_phone.Request("INVITE", "z9hG4bK-right")).StatusCode.ShouldBe(482);
        _phone.Ask(_phone.Request("INVITE", "z9hG4bK-next", cseq: 2)).StatusCode.ShouldBe(100);
    }

    [Fact]
    public void A_stateless_answer_leaves_nothing_behind_and_is_equal_each_time()
    {
        _bench.Stateless = _ => 401;
        string request = _phone.Request("INVITE");
        SipResponse first = _phone.Ask(request);
        first.StatusCode.ShouldBe(401);
        _phone.Ask(request).ToTag.ShouldBe(first.ToTag.ShouldNotBeNull());
        _phone.Send(_phone.Request("ACK", toTag: first.ToTag));
        _phone.Ask(request).StatusCode.ShouldBe(401);
        _bench.Stack.Statistics.Transactions.AliveInAll.ShouldBe(0);
        _bench.Told.ShouldBeEmpty();
    }

    [Fact]
    public void Above_the_limit_of_transactions_new_calls_get_503_and_calls_that_are_up_go_on()
    {
        _bench.Answer = _ => { };
        for (int i = 0; i < 1_000; i++) _phone.Ask(_phone.Request("INVITE", $"z9hG4bK-{i}", callId: $"c{i}")).StatusCode.ShouldBe(100);
        SipResponse busy = _phone.Ask(_phone.Request("INVITE", "z9hG4bK-more", callId: "more"));
        busy.StatusCode.ShouldBe(503);
        busy.Headers.Get(HeaderName.RetryAfter).ShouldNotBeNull();
        _bench.Stack.Statistics.Transactions.Refused.ShouldBe(1);

        _bench.Answer = transaction => transaction.Respond(SipResponse.For(transaction.Request, 200));
        _phone.Ask(_phone.Request("BYE", "z9hG4bK-bye", "pbx", callId: "c1")).StatusCode.ShouldBe(200);
    }

    [Fact]
    public void Garbage_keep_alives_and_throwing_users_do_not_stop_the_stack()
    {
        foreach (string garbage in (string[])["", "\r\n\r\n", "\0\0\0\0", "hello", "INVITE", "SIP/2.0 200 OK\r\n\r\n", new string('x', 60_000), "ACK sip:x SIP/2.0\r\n\r\n"])
            _phone.Send(Encoding.ASCII.GetBytes(garbage));
        _bench.Answer = transaction => throw new InvalidOperationException("user");
        _phone.Send(_phone.Request("OPTIONS", "z9hG4bK-throw", callId: "throw"));
        _bench.NextRequest();

        _bench.Answer = transaction => transaction.Respond(SipResponse.For(transaction.Request, 200));
        _phone.Ask(_phone.Request("OPTIONS", "z9hG4bK-good")).StatusCode.ShouldBe(200);
        _bench.Faults.ShouldHaveSingleItem().Message.ShouldBe("user");
        _bench.Stack.Statistics.Of(SipTransport.Udp).ParseErrors.ShouldBe(5);
    }

    [Fact]
    public void A_faulty_request_is_told_what_is_wrong()
    {
        string request = _phone.Request("OPTIONS").Replace("Content-Length: 0", "Content-Length: 50", StringComparison.Ordinal);
        SipResponse answer = _phone.Ask(request);
        answer.StatusCode.ShouldBe(400);
        answer.ToTag.ShouldNotBeNullOrEmpty();
        _phone.Ask(_phone.Request("OPTIONS").Replace("127.0.0.1 SIP/2.0", "127.0.0.1 SIP/7.0", StringComparison.Ordinal)).StatusCode.ShouldBe(505);
    }

    [Fact]
    public void A_request_of_ours_is_sent_with_via_and_hops_and_its_answer_comes_back()
    {
        SipRequest request = Outgoing("OPTIONS");
        _bench.Stack.Send(request, new SipTarget(SipTransport.Udp, _phone.EndPoint), _bench);
        SipRequest received = _phone.ReceiveRequest();
        received.MaxForwards.ShouldBe(70);
        received.TopVia.WantsRport.ShouldBeTrue();
        received.TopVia.Port.ShouldBe(_bench.EndPoint(SipTransport.Udp).Port);
        received.TopVia.HasMagicBranch.ShouldBeTrue();

        _phone.Send(Encoding.UTF8.GetString(Parsing(SipResponse.For(received, 200, toTag: "bob"))));
        _bench.NextResponse().StatusCode.ShouldBe(200);
    }

    [Fact]
    public void A_response_to_nothing_is_a_stray()
    {
        _phone.Send(Encoding.UTF8.GetString(Parsing(SipResponse.For(Transactions.Sample.Request("INVITE"), 200, toTag: "bob"))));
        _bench.NextTold().ShouldBe("stray 200");
    }

    [Fact]
    public async Task It_speaks_IPv6()
    {
        await using var bench = new StackBench(address: IPAddress.IPv6Loopback);
        using var phone = new UdpPeer(bench.EndPoint(SipTransport.Udp));
        SipResponse answer = phone.Ask(phone.Request("OPTIONS"));
        answer.StatusCode.ShouldBe(200);
        answer.TopVia.Received.ShouldBe("::1");

        bench.Stack.Send(Outgoing("OPTIONS"), new SipTarget(SipTransport.Udp, phone.EndPoint), bench);
        phone.ReceiveRequest().TopVia.Host.ShouldBe("[::1]");
        bench.Stack.LocalContact(new SipTarget(SipTransport.Udp, phone.EndPoint)).ShouldBe($"[::1]:{bench.EndPoint(SipTransport.Udp).Port}");
    }

    [Fact]
    public void A_taken_port_is_named_with_its_address()
    {
        IPEndPoint taken = _bench.EndPoint(SipTransport.Udp);
        var options = new SipStackOptions { Listeners = [new SipListenerOptions(SipTransport.Udp, taken)] };
        SipTransportException fault = Should.Throw<SipTransportException>(() => new SipStack(options, _bench));
        fault.Message.ShouldContain($"UDP 127.0.0.1:{taken.Port}");
        fault.Message.ShouldContain("already taken");
    }

    [Fact]
    public void A_listener_on_every_address_tells_each_peer_the_address_it_can_reach()
    {
        var options = new SipStackOptions { Listeners = [new SipListenerOptions(SipTransport.Udp, new IPEndPoint(IPAddress.Any, 0))] };
        var stack = new SipStack(options, _bench);
        stack.LocalContact(new SipTarget(SipTransport.Udp, _phone.EndPoint)).ShouldBe($"127.0.0.1:{stack.Listeners[0].EndPoint.Port}");
        stack.StopAsync();
    }

    [Fact]
    public async Task An_advertised_address_stands_in_via_and_contact()
    {
        var listener = new SipListenerOptions(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 0)) { AdvertisedHost = "pbx.example", AdvertisedPort = 5066 };
        await using var bench = new StackBench(options => options with { Listeners = [listener] });
        bench.Stack.Send(Outgoing("OPTIONS"), new SipTarget(SipTransport.Udp, _phone.EndPoint), bench);
        Via via = _phone.ReceiveRequest().TopVia;
        (via.Host, via.Port).ShouldBe(("pbx.example", 5066));
    }

    [Fact]
    public void Without_a_listener_of_its_kind_a_target_cannot_be_reached_and_that_is_told()
    {
        _bench.Stack.Send(Outgoing("OPTIONS"), new SipTarget(SipTransport.Udp, new IPEndPoint(IPAddress.IPv6Loopback, 5060)), _bench);
        _bench.NextTold().ShouldStartWith("error no UDP listener");
    }

    [Fact]
    public async Task Stopping_frees_the_port_and_ends_the_threads()
    {
        IPEndPoint udp = _bench.EndPoint(SipTransport.Udp);
        await _bench.Stack.StopAsync();
        using var again = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        again.Bind(udp);
    }

    internal static SipRequest Outgoing(string method, string? body = null)
    {
        SipRequest request = Transactions.Sample.Request(method);
        request.RemoveTopVia();
        if (body is not null) request.Body = Encoding.ASCII.GetBytes(body);
        return request;
    }

    private static byte[] Parsing(SipMessage message) => ActorPbx.Sip.Parsing.SipWriter.ToArray(message);
}
