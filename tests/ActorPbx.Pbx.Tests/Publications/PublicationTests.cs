using System.Text;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Pbx.Tests.Roaming;
using ActorPbx.Pbx.Tests.Subscriptions;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Publications;

public class PublicationTests : TestKit
{
    private const string Meeting = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:101@pbx.test'><tuple id='t'><status><basic>closed</basic></status><note>meeting</note></tuple></presence>";
    private static readonly string[] Told = ["<basic>open</basic>", "<basic>closed</basic>", "on-the-phone", "meeting"];
    private readonly SipEdge _sip = new();
    private readonly WatchedDomain _domain;

    public PublicationTests()
    {
        var disk = new MemoryStore();
        _domain = new WatchedDomain(Sys, _sip, Sys.ActorOf(Props.Create(() => new MemoryStoreActor(disk))), TimeProvider.System);
    }

    [Fact]
    public void Presence_is_the_registration_until_a_phone_publishes_something_else_and_again_when_it_takes_that_back()
    {
        Sees("<basic>closed</basic>");
        _domain.Register("101");
        Sees("<basic>open</basic>");
        var tag = _domain.Publish("101", Meeting).Next(200).Headers.Get(HeaderName.SipETag)!;
        Sees("<basic>closed</basic>", "meeting");
        _domain.Publish("101", "", $"SIP-If-Match: {tag}\r\nExpires: 0\r\n").Next(200);
        Sees("<basic>open</basic>");
    }

    [Fact]
    public void Who_talks_is_on_the_phone_and_who_is_rung_is_not_yet()
    {
        _domain.Register("101");
        var call = CreateTestProbe("call-1").Ref;
        _domain.Page(call, "101", "102");
        Sees("<basic>open</basic>");
        _domain.Advance(call, "101", DialogStage.Confirmed);
        Sees("<basic>open</basic>", "on-the-phone");
    }

    [Fact]
    public void Who_comes_into_a_call_that_talks_is_on_the_phone_at_once()
    {
        _domain.Register("101");
        Sees("<basic>open</basic>");
        _domain.Join(CreateTestProbe("call-1").Ref, "101", "102");
        Sees("<basic>open</basic>", "on-the-phone");
    }

    [Fact]
    public void A_publication_is_refreshed_by_its_tag_and_a_wrong_one_gets_412()
    {
        var published = _domain.Publish("101", Meeting, "Expires: 600\r\n").Next(200);
        published.Headers.Get(HeaderName.Expires).ShouldBe("600");
        var tag = published.Headers.Get(HeaderName.SipETag)!;
        var refreshed = _domain.Publish("101", "", $"SIP-If-Match: {tag}\r\n").Next(200);
        refreshed.Headers.Get(HeaderName.SipETag).ShouldNotBe(tag);
        _domain.Publish("101", "", $"SIP-If-Match: {tag}\r\n").Next(412);
        Sees("meeting", "<basic>closed</basic>");
    }

    [Fact]
    public void What_cannot_be_published_is_refused()
    {
        _domain.Publish("101", Meeting, "Expires: 5\r\n").Next(423).Headers.Get(HeaderName.MinExpires).ShouldBe("60");
        _domain.Publish("101", "").Next(400);
        _domain.Publish("101", "<presence/>").Next(400);
        _domain.Publish("101", "v=0", contentType: "application/sdp").Next(415).Headers.Get(HeaderName.Accept).ShouldBe("application/pidf+xml");
        _domain.Publish("101", Meeting, package: "dialog").Next(489);
        _domain.Publish("101", Meeting, about: "100").Next(403);
        _domain.Publish("101", new string(' ', 20_000)).Next(413);
    }

    // A fresh subscription tells the state as it is, whatever the rate.
    private void Sees(params string[] told)
    {
        AwaitAssert(() =>
        {
            _domain.Subscribe("100", "101", "presence", "Expires: 0\r\n").Next(200);
            var notify = _domain.Notify();
            notify.Reply(200);
            var text = Encoding.UTF8.GetString(notify.Request.Body.Span);
            Told.Where(word => text.Contains(word, StringComparison.Ordinal)).ShouldBe(told, ignoreOrder: true);
        }, TimeSpan.FromSeconds(10));
    }
}
