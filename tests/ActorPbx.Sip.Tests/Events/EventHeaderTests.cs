using System.Text;
using System.Xml.Linq;
using ActorPbx.Sip.Events;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Tests.Events;

public class EventHeaderTests
{
    [Theory]
    [InlineData("dialog", "dialog", "")]
    [InlineData(" presence ; id = 7", "presence", "7")]
    [InlineData("dialog;call-id=abc;ID=x", "dialog", "x")]
    [InlineData("message-summary;id=", "message-summary", "")]
    public void An_event_names_its_package_and_its_subscription(string text, string package, string id) =>
        EventHeader.In(With(HeaderName.Event, text)).ShouldBe(new EventHeader(package, id));

    [Theory]
    [InlineData("")]
    [InlineData(";id=4")]
    public void An_event_without_a_package_is_none(string text) => EventHeader.In(With(HeaderName.Event, text)).ShouldBeNull();

    [Theory]
    [InlineData("active;expires=120", "active", 120, "")]
    [InlineData("terminated;reason=noresource", "terminated", null, "noresource")]
    [InlineData("terminated ; reason=probation ; retry-after=5", "terminated", null, "probation")]
    public void A_subscriptions_state_says_what_is_left_or_why_it_ended(string text, string state, int? left, string reason)
    {
        TimeSpan? expires = left is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        SubscriptionStateHeader.In(With(HeaderName.SubscriptionState, text)).ShouldBe(new SubscriptionStateHeader(state, expires, reason));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        foreach (var state in new[] { SubscriptionStateHeader.Active(TimeSpan.FromSeconds(59)), SubscriptionStateHeader.Terminated("timeout") })
        {
            SubscriptionStateHeader.In(With(HeaderName.SubscriptionState, state.ToString())).ShouldBe(state);
        }
    }

    [Fact]
    public void A_dialogue_document_shows_calls_and_escapes_what_is_in_their_names()
    {
        var bytes = new DialogInfo("sip:100@pbx.test", 3, [new DialogElement("a", true, "early", "sip:a&b@pbx.test") { LocalTag = "l", RemoteTag = "r" }, new DialogElement("b", false, "confirmed", null)]).Write();
        var root = XDocument.Parse(Encoding.UTF8.GetString(bytes)).Root!;
        XNamespace space = "urn:ietf:params:xml:ns:dialog-info";
        (root.Name, root.Attribute("version")!.Value, root.Attribute("state")!.Value, root.Attribute("entity")!.Value).ShouldBe((space + "dialog-info", "3", "full", "sip:100@pbx.test"));
        var dialogs = root.Elements(space + "dialog").ToArray();
        dialogs.Select(dialog => dialog.Attribute("direction")!.Value).ShouldBe(["initiator", "recipient"]);
        dialogs.Select(dialog => dialog.Element(space + "state")!.Value).ShouldBe(["early", "confirmed"]);
        dialogs[0].Element(space + "remote")!.Element(space + "identity")!.Value.ShouldBe("sip:a&b@pbx.test");
        dialogs[1].Element(space + "remote").ShouldBeNull();
        string[] names = ["call-id", "local-tag", "remote-tag"];
        names.Select(name => dialogs[0].Attribute(name)?.Value).ShouldBe(["a", "l", "r"]);
        names.ShouldAllBe(name => dialogs[1].Attribute(name) == null);
    }

    private static SipRequest With(HeaderName name, string value)
    {
        var request = new SipRequest(SipMethod.Notify, SipUri.Parse("sip:x@y"));
        request.Headers.Add(name, value);
        return request;
    }
}
