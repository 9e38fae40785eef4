using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Tests.Links;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Tests.Stack;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Transit;

/// <summary>sipp in the place of two branches that speak UDP from the addresses they announced.</summary>
public class SippBranchTests
{
    [Fact]
    public async Task Branches_that_are_sipp_call_each_other_through_a_t_mss()
    {
        await using var trunk = new TestNode("t1", "hq", NodeRoles.Trunk, SipTransport.Udp) { Way = _ => new RouteDecision.ToBranch(new("berlin")) };
        var (calling, answering) = (FreePort(), FreePort());
        trunk.Links.Apply(new CurrentClusterState(
            trunk.Member,
            [
                TestMembers.Local("shanghai-1", "shanghai", new LinkAddress("udp", "127.0.0.1", calling)),
                TestMembers.Local("berlin-1", "berlin", new LinkAddress("udp", "127.0.0.1", answering)),
            ],
            [],
            ""));
        using var berlin = SippProcess.Start("-sf", Scenario("answers"), "-p", Text(answering), "-m", "50");
        SippProcess.Run("-sf", Scenario("calls"), trunk.Stack.Listeners[0].EndPoint.ToString(), "-p", Text(calling), "-m", "50", "-r", "50", "-d", "100");
        berlin.WaitForExit(20_000).ShouldBeTrue();
        berlin.ExitCode.ShouldBe(0);
        trunk.Faults.ShouldBeEmpty();
        trunk.Links.Find("berlin-1.berlin.demo.invalid")!.Gauge.Passed.ShouldBe(50);
        trunk.Door.Strangers.ShouldBe(0);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static string Scenario(string name) => Path.Combine(AppContext.BaseDirectory, "Transit", $"sipp-branch-{name}.xml");

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
