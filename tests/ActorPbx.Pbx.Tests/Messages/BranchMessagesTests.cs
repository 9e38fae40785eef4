using System.Collections.Immutable;
using System.Text;
using ActorPbx.Cluster.InProcess;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Branches;
using ActorPbx.Pbx.Tests.Roaming;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Messages;

/// <summary>Text messages between phones of Berlin (4xxx) and Shanghai (1xxx), one of whose phones is a guest in Berlin: whole nodes with real SIP.</summary>
public sealed class BranchMessagesTests : IAsyncDisposable
{
    private readonly InProcessBroker _broker = new();
    private readonly TestPhone _bob = new("4001"), _colleague = new("1002"), _guest = new("1001");
    private RoamingNode _hq = null!, _shanghai = null!, _berlin = null!;

    public async ValueTask DisposeAsync()
    {
        foreach (var part in new IAsyncDisposable[] { _hq, _shanghai, _berlin, _bob, _colleague, _guest })
        {
            await part.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_message_reaches_a_phone_of_another_branch_and_an_unknown_number_is_404()
    {
        await Network();
        _bob.Say("good morning", "1002", _berlin.Port).StatusCode.ShouldBe(202);
        var message = _colleague.Next(SipMethod.Message);
        (Text(message), message.From.Uri.ToString(), message.To.Uri.ToString()).ShouldBe(("good morning", "sip:4001@pbx.test", "sip:1002@pbx.test"));
        (message.Headers.Contains(LinkNames.Message), message.Headers.Contains(HeaderName.Route)).ShouldBe((false, false));
        _colleague.Say("good evening", "4001", _shanghai.Port).StatusCode.ShouldBe(202);
        Text(_bob.Next(SipMethod.Message)).ShouldBe("good evening");
        _bob.Say("anybody?", "1777", _berlin.Port).StatusCode.ShouldBe(404);
        _bob.Say("anybody?", "0123", _berlin.Port).StatusCode.ShouldBe(404);
        Emptied();
    }

    [Fact]
    public async Task A_guest_sees_what_waits_at_home_and_gets_it_when_its_phone_comes()
    {
        await Network();
        _guest.Register(_berlin.Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1001", "berlin");
        _guest.WatchMailbox(_berlin.Port, "secret").StatusCode.ShouldBe(200);
        Lamp("no");

        // The phone is there, but takes nothing.
        _guest.Messages = 480;
        _bob.Say("one", "1001", _berlin.Port).StatusCode.ShouldBe(202);
        _colleague.Say("two", "1001", _shanghai.Port).StatusCode.ShouldBe(202);
        Lamp("yes", "Text-Message: 2/0");
        (_shanghai.Disk.Messages.Count, _berlin.Disk.Messages.Count).ShouldBe((2, 0));

        _guest.Messages = 200;
        _guest.Register(_berlin.Port, "secret").StatusCode.ShouldBe(200);
        Lamp("no");
        Emptied();
    }

    [Fact]
    public async Task What_is_sent_while_the_line_is_cut_arrives_once_when_it_is_back_and_a_guest_next_door_has_it_at_once()
    {
        await Network();
        _guest.Register(_berlin.Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1001", "berlin");
        await _hq.DisposeAsync();
        _bob.Say("to the guest", "1001", _berlin.Port).StatusCode.ShouldBe(202);
        _bob.Say("to shanghai", "1002", _berlin.Port).StatusCode.ShouldBe(202);
        Text(_guest.Next(SipMethod.Message)).ShouldBe("to the guest");
        _berlin.Disk.Messages.Values.ShouldContain(message => message.To.Value == "1002");

        _hq = RoamingNode.Start(_broker, "hq", new DomainSettings());
        Text(_colleague.Next(SipMethod.Message)).ShouldBe("to shanghai");
        Emptied();
        _bob.Say("once more", "1002", _berlin.Port).StatusCode.ShouldBe(202);
        Text(_colleague.Next(SipMethod.Message)).ShouldBe("once more");
        _guest.Requests.ShouldNotContain(request => request.Method == SipMethod.Message);
    }

    private async Task Network()
    {
        _hq = RoamingNode.Start(_broker, "hq", new DomainSettings());
        _shanghai = RoamingNode.Start(_broker, "shanghai", DomainOf("1xxx", _colleague) with { Roaming = new RoamingSettings { Allow = ["*"] } });
        _berlin = RoamingNode.Start(_broker, "berlin", DomainOf("4xxx", _bob));
        await Everywhere("4001", "berlin");
        await Everywhere("1002", "shanghai");
        foreach (var (node, name) in new[] { (_shanghai, "shanghai-1"), (_berlin, "berlin-1") })
        {
            await node.Reaches("hq-1");
            await _hq.Reaches(name);
        }
    }

    private async Task Everywhere(string number, string branch)
    {
        foreach (var node in new[] { _hq, _shanghai, _berlin })
        {
            await node.Routes(number, branch);
        }
    }

    // The last word of the lamp counts: it may be told how things stood before.
    private void Lamp(string lit, string counts = "")
    {
        string said;
        do
        {
            said = Text(_guest.Next(SipMethod.Notify));
        }
        while (!said.StartsWith($"Messages-Waiting: {lit}", StringComparison.Ordinal) || !said.Contains(counts, StringComparison.Ordinal));
    }

    private void Emptied() => SpinWait.SpinUntil(() => _berlin.Disk.Messages.IsEmpty && _shanghai.Disk.Messages.IsEmpty, TimeSpan.FromSeconds(30)).ShouldBeTrue("a message is left");

    private static string Text(SipRequest request) => Encoding.UTF8.GetString(request.Body.Span);

    private static DomainSettings DomainOf(string announces, TestPhone phone) => new()
    {
        Announce = [announces],
        Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty
            .Add(phone.Number, new ExtensionSettings { TrustedAddresses = ["127.0.0.1"], StaticContact = $"sip:127.0.0.1:{phone.Port}" })
            .AddRange(phone.Number == "1002" ? [KeyValuePair.Create("1001", new ExtensionSettings { Password = "secret" })] : []),
    };
}
