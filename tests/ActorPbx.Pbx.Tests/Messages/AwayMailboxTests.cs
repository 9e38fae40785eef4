using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Messages;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Branches;
using ActorPbx.Pbx.Tests.Calls;

namespace ActorPbx.Pbx.Tests.Messages;

/// <summary>The mailbox of a number whose phone is a guest at another branch, with both T-MSS in the test's hands.</summary>
public class AwayMailboxTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ExtensionNumber s_number = new("101");
    private readonly TwoTrunkNodes _links = new();
    private readonly TestProbe _extensions;

    public AwayMailboxTests() => _extensions = CreateTestProbe();

    [Theory]
    [InlineData("")]
    [InlineData("<urn:uuid:1>")]
    public void What_cannot_get_there_is_tried_again_by_itself_whether_for_all_phones_or_for_one(string instance)
    {
        var mailbox = Mailbox();
        mailbox.Tell(Message("m1", instance));
        IsAway();
        foreach (var _ in new[] { "t1", "t2" })
        {
            _links.Next().Sent.Reply(503);
        }

        IsAway();
        _links.Next().Sent.Request.Headers.Get(LinkNames.Message).ShouldBe("m1");
    }

    [Fact]
    public void What_is_for_one_phone_that_cannot_be_reached_there_holds_nothing_up()
    {
        var mailbox = Mailbox();
        mailbox.Tell(Message("m1", "<urn:uuid:1>"));
        mailbox.Tell(Message("m2", ""));
        IsAway();
        _links.Next().Sent.Reply(480);
        IsAway();
        _links.Next().Sent.Request.Headers.Get(LinkNames.Message).ShouldBe("m2");
    }

    private IActorRef Mailbox()
    {
        var settings = new DomainSettings { Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("100-101", new ExtensionSettings { Password = "x" }) };
        var domain = new DirectoryBuilder(new PbxSettings { Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", settings) }, "/").Build().Find("pbx.test")!;
        var branch = new BranchCalls(new BranchName("lagos"), "", false, new NumberBoard(), _links, new LinkCalls(0, 0), Sys.Scheduler.Advanced);
        var parts = new MessageParts(domain, new SipEdge(), _extensions.Ref, CreateTestProbe().Ref, TimeProvider.System, Logging.GetLogger(Sys, "messages"))
        {
            Routes = new MessageRoutes(domain, branch),
        };
        return Sys.ActorOf(Props.Create(() => new MailboxActor(parts, s_number)));
    }

    // It asks for the phones of its number, and hears that they are at another branch.
    private void IsAway()
    {
        _extensions.FishForMessage<FindDevices>(_ => true, Patience);
        _extensions.Reply(new DevicesFound(s_number, []) { At = new BranchName("berlin") });
    }

    private static DeliverMessage Message(string id, string instance) => new(
        new StoredMessage(id, new("pbx.test"), s_number, "<sip:100@pbx.test>", "text/plain", [.. "hello"u8], TimeProvider.System.GetUtcNow(), DateTimeOffset.MaxValue)
        {
            Device = new DeviceWanted(instance, ""),
        },
        IsKept: true);
}
