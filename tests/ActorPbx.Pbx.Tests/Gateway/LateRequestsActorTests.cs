using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Tests.Calls;

namespace ActorPbx.Pbx.Tests.Gateway;

public class LateRequestsActorTests : TestKit
{
    [Fact]
    public void A_request_that_finds_its_call_ended_gets_481()
    {
        var late = Sys.ActorOf(Props.Create(() => new LateRequestsActor()));
        late.Tell(new Identify(1), TestActor);
        ExpectMsg<ActorIdentity>();
        var call = Watch(Sys.ActorOf(Props.Create(() => new LateRequestsActor())));
        Sys.Stop(call);
        ExpectTerminated(call);

        var asked = new AskedRequest(SipEdge.Invite(), SipEdge.CallerFlow);
        call.Tell(new RequestCame(new LegPort(call, new CallId("c"), LegId.Caller, new ExchangeId(1)), default, "tag", asked));
        asked.Next(481);
    }
}
