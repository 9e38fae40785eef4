using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Tests.Calls;

namespace ActorPbx.Pbx.Tests.Gateway;

public class LateRequestsActorTests : CallBench
{
    [Fact]
    public void A_request_that_finds_its_call_ended_gets_481()
    {
        var asked = new AskedRequest(SipEdge.Invite(), SipEdge.CallerFlow);
        var call = Ended();
        call.Tell(new RequestCame(PortOf(call), default, "tag", asked));
        asked.Next(481);
    }

    [Fact]
    public void A_copy_of_an_invite_that_finds_its_call_ended_gets_482()
    {
        var copy = new AskedRequest(SipEdge.Invite(), SipEdge.CallerFlow);
        var call = Ended();
        PortOf(call).OnTwin(new AskedRequest(SipEdge.Invite(), SipEdge.CallerFlow), copy);
        copy.Next(482);
    }

    [Fact]
    public void A_copy_of_an_invite_whose_call_never_began_gets_482()
    {
        Listen();
        Offer();
        var copy = new AskedRequest(SipEdge.Invite(), SipEdge.CallerFlow);
        PortOf(Calls).OnTwin(new AskedRequest(SipEdge.Invite(), SipEdge.CallerFlow), copy);
        copy.Next(482);
    }

    private static LegPort PortOf(IActorRef call) => new(call, new CallId("nobody's"), LegId.Caller, default);

    private void Listen()
    {
        var late = Sys.ActorOf(Props.Create(() => new LateRequestsActor()));
        late.Tell(new Identify(1), TestActor);
        ExpectMsg<ActorIdentity>();
    }

    private IActorRef Ended()
    {
        Listen();
        var call = Watch(Sys.ActorOf(Props.Create(() => new LateRequestsActor())));
        Sys.Stop(call);
        ExpectTerminated(call);
        return call;
    }
}
