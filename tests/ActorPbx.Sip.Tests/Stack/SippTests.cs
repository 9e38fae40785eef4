using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>sipp's own scenarios against this stack: a peer that nobody here has written.</summary>
public sealed class SippTests
{
    private const string Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n";

    [Theory]
    [InlineData(SipTransport.Udp, "u1")]
    [InlineData(SipTransport.Tcp, "t1")]
    [InlineData(SipTransport.Tcp, "tn")]
    public async Task Sipp_calls_this_stack(SipTransport transport, string mode)
    {
        await using var bench = new StackBench { Answer = Ring };
        string target = bench.EndPoint(transport).ToString();
        SippProcess.Run("-sn", "uac", target, "-t", mode, "-r", "100", "-m", "100", "-d", "50", "-p", FreePort().ToString(CultureInfo.InvariantCulture));

        bench.Requests.Count(request => request.Request.Method == SipMethod.Invite).ShouldBe(100);
        bench.Requests.Count(request => request.Request.Method == SipMethod.Bye).ShouldBe(100);
        for (int i = 0; i < 100; i++) bench.NextTold().ShouldBe("ack");
        bench.Faults.ShouldBeEmpty();
        bench.Stack.Statistics.Of(transport).ParseErrors.ShouldBe(0);
    }

    [Fact]
    public async Task Sipp_calls_over_IPv6()
    {
        await using var bench = new StackBench(address: IPAddress.IPv6Loopback) { Answer = Ring };
        string port = FreePort().ToString(CultureInfo.InvariantCulture);
        SippProcess.Run("-sn", "uac", bench.EndPoint(SipTransport.Udp).ToString(), "-i", "::1", "-r", "50", "-m", "20", "-d", "20", "-p", port);
        bench.Requests.Count(request => request.Request.Method == SipMethod.Bye).ShouldBe(20);
    }

    [Fact]
    public async Task This_stack_calls_sipp()
    {
        await using var bench = new StackBench();
        int port = FreePort();
        using Process sipp = SippProcess.Start("-sn", "uas", "-i", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-m", "20");
        var target = new SipTarget(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, port));
        var calls = Enumerable.Range(0, 20).Select(i => new OutgoingCall(bench, target, $"out-{i}")).ToList();

        foreach (OutgoingCall call in calls) call.Ended.Wait(TimeSpan.FromSeconds(20)).ShouldBeTrue();
        sipp.WaitForExit(20_000).ShouldBeTrue();
        sipp.ExitCode.ShouldBe(0);
    }

    private static void Ring(ServerTransaction transaction)
    {
        if (transaction.Request.Method != SipMethod.Invite)
        {
            transaction.Respond(SipResponse.For(transaction.Request, 200));
            return;
        }

        transaction.Respond(WithContact(SipResponse.For(transaction.Request, 180, toTag: "pbx"), transaction));
        SipResponse success = WithContact(SipResponse.For(transaction.Request, 200, toTag: "pbx"), transaction);
        success.Headers.Add(HeaderName.ContentType, "application/sdp");
        success.Body = System.Text.Encoding.ASCII.GetBytes(Sdp);
        transaction.Respond(success);
    }

    private static SipResponse WithContact(SipResponse response, ServerTransaction transaction)
    {
        response.Headers.Add(HeaderName.Contact, $"<sip:{transaction.Flow.SentBy}>");
        return response;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
