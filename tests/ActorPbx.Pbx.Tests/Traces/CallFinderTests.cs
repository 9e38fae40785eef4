using System.Text;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Traces;

namespace ActorPbx.Pbx.Tests.Traces;

/// <summary>Which call a message belongs to, by what its bytes say.</summary>
public class CallFinderTests
{
    private readonly DialogOwners _dialogs = new();
    private readonly CallFinder _finder;

    public CallFinderTests()
    {
        _dialogs.Add("ours", new DialogOwner(ActorRefs.Nobody, new CallId("c1"), LegId.Caller, default));
        _finder = new CallFinder(_dialogs);
    }

    [Theory]
    [InlineData("From: <sip:1@x>;tag=ours\r\nTo: <sip:2@x>;tag=theirs\r\nCall-ID: a", true)]
    [InlineData("From: <sip:1@x>;tag=theirs\r\nTo: sip:2@x;x=y;tag=ours;z\r\nCall-ID: a", true)]
    [InlineData("f: <sip:1@x>;tag=theirs\r\nT : <sip:2@x> ;tag=ours\r\ni: a", true)]
    [InlineData("From: <sip:1@x;tag=ours>;tag=theirs\r\nTo: <sip:2@x>\r\nCall-ID: a", false)]
    [InlineData("From: <sip:1@x;tag=ours;y>;tag=theirs\r\nTo: <sip:2@x>\r\nCall-ID: a", false)]
    [InlineData("From: <sip:1@x>;tag=theirs\r\nTo: <sip:2@x>\r\nSubject: x;tag=ours\r\nCall-ID: a", false)]
    [InlineData("From: <sip:1@x>;tag=ours\r\nTo: <sip:2@x>\r\n", false)]
    [InlineData("From: <sip:1@x>;tag=theirs\r\nCall-ID: a\r\n\r\nTo: <sip:2@x>;tag=ours", false)]
    public void The_call_is_known_by_our_tag_in_From_or_To(string fields, bool found) => Find($"INFO sip:x SIP/2.0\r\n{fields}\r\n\r\n").ShouldBe(found ? new CallId("c1") : null);

    [Fact]
    public void Ten_thousand_call_ids_are_remembered_when_their_dialogue_is_gone_and_no_more()
    {
        for (var i = 0; i <= 10_000; i++)
        {
            Find($"BYE sip:x SIP/2.0\r\nFrom: <sip:1@x>;tag=ours\r\nCall-ID: id{i}\r\n\r\n").ShouldNotBeNull();
        }

        _dialogs.Remove("ours");
        Find("SIP/2.0 200 OK\r\nCall-ID: id0\r\n\r\n").ShouldBeNull();
        Find("SIP/2.0 200 OK\r\nCall-ID: id1\r\n\r\n").ShouldNotBeNull();
        Find("SIP/2.0 200 OK\r\nCall-ID: id10000\r\n\r\n").ShouldNotBeNull();
    }

    private CallId? Find(string message) => _finder.Find(new HeaderScan(Encoding.ASCII.GetBytes(message)));
}
