using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>A call to a sips: address leaves over trunks and links only where TLS goes all the way (RFC 3261 §26.2.2).</summary>
public class SipsWayTests : TestKit
{
    private static readonly SipRequest s_plain = SipEdge.Invite(), s_secure = Secure();

    [Theory]
    [InlineData("sips:0123@carrier.example", SipTransport.Tls, true)]
    [InlineData("sips:0123@carrier.example", SipTransport.Udp, false)]
    [InlineData("sip:0123@carrier.example", SipTransport.Tls, false)]
    public void Over_a_trunk_with_a_sips_address_and_tls(string uri, SipTransport transport, bool leaves)
    {
        var profile = new TrunkProfile("carrier", new("pbx.test"), [], null, new TrunkLimits(1, 1), false);
        var target = Target(transport);
        var trunk = LegTarget.Trunk.Found(new ReserveTrunk("carrier", new CallId("c"), TrunkDirection.Outgoing, "0123"), new TrunkPeer(0, SipUri.Parse(uri)) { Target = target }, profile);
        Leaves(trunk.Targets[0], leaves);
    }

    [Theory]
    [InlineData(SipTransport.Tls, SipTransport.Tls, true)]
    [InlineData(SipTransport.Tls, SipTransport.Tcp, false)]
    [InlineData(SipTransport.Udp, SipTransport.Tls, false)]
    public void Over_links_that_all_have_tls(SipTransport first, SipTransport second, bool leaves) => Leaves(
        LegTarget.Link.To("0123", "pbx.test", [new(new("t1"), BranchName.Headquarters, Target(first)), new(new("t2"), BranchName.Headquarters, Target(second))]), leaves);

    private void Leaves(LegTarget target, bool leaves)
    {
        var call = CreateTestProbe();
        ImmutableArray<LegTarget> targets = [target];
        SipsRule.Leaves(s_plain, ref targets, call.Ref).ShouldBeTrue();
        SipsRule.Leaves(s_secure, ref targets, call.Ref).ShouldBe(leaves);
        targets.Length.ShouldBe(leaves ? 1 : 0);
        if (!leaves)
        {
            call.ExpectMsg<CallInput.CalleeRefused>(TimeSpan.FromSeconds(10)).Code.ShouldBe(ResponseCode.Unavailable);
        }

        call.HasMessages.ShouldBeFalse();
    }

    private static SipTarget Target(SipTransport transport) => new(transport, new IPEndPoint(IPAddress.Loopback, 5061));

    private static SipRequest Secure()
    {
        var invite = SipEdge.Invite();
        invite.RequestUri = SipUri.Parse("sips:0123@pbx.test");
        return invite;
    }
}
