using System.Collections.Immutable;
using ActorPbx.Cluster.InProcess;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Branches;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Roaming;

/// <summary>Phones of Shanghai (1xxx) at Berlin (4xxx) and Lagos (7xxx): four nodes with everything but a wire between their buses.</summary>
public sealed class RoamingTests : IAsyncDisposable
{
    private readonly InProcessBroker _broker = new();
    private readonly TestPhone _guest = new("1001");
    private readonly TestPhone _colleague = new("1002");
    private readonly TestPhone _bob = new("4001");
    private readonly Dictionary<string, RoamingNode> _nodes = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values)
        {
            await node.DisposeAsync();
        }

        await _guest.DisposeAsync();
        await _colleague.DisposeAsync();
        await _bob.DisposeAsync();
    }

    private RoamingNode Shanghai => _nodes["shanghai"];

    private RoamingNode Berlin => _nodes["berlin"];

    [Fact]
    public async Task A_guest_rings_from_everywhere_and_calls_everywhere_and_its_records_are_its_homes()
    {
        await Network();
        _guest.Register(Berlin.Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1001", "berlin");
        (await Berlin.Extension("1001"))!.Home.ShouldBe("shanghai");
        await Shanghai.Shows("1001", view => view!.At == "berlin", "shown as away");

        _guest.Answers = 486;
        foreach (var (caller, node) in new[] { (_colleague, Shanghai), (_bob, Berlin) })
        {
            caller.Call("1001", node.Port).Final().StatusCode.ShouldBe(486);
            _guest.Next(SipMethod.Invite).From.Uri.User.ShouldBe(caller.Number);
        }

        var called = new[] { Berlin.Disk.NextRecord(), Berlin.Disk.NextRecord(), Berlin.Disk.NextRecord() };
        called.Where(record => record.Called == "1001" && record.Side == RecordSide.Terminating).Select(record => record.Branch).ShouldBe(["shanghai", "shanghai"]);
        called.Single(record => record.Side == RecordSide.Originating).Branch.ShouldBe("berlin");

        _bob.Answers = _colleague.Answers = 486;
        _guest.CallWithDigest("4001", Berlin.Port, "secret").StatusCode.ShouldBe(486);
        _guest.CallWithDigest("1002", Berlin.Port, "secret").StatusCode.ShouldBe(486);
        var calling = new[] { Berlin.Disk.NextRecord(), Berlin.Disk.NextRecord(), Berlin.Disk.NextRecord() };
        calling.Where(record => record.Side == RecordSide.Originating).ShouldAllBe(record => record.Branch == "shanghai" && record.Node == "berlin-1" && record.Caller == "1001");
        calling.Single(record => record.Side == RecordSide.Terminating).Branch.ShouldBe("berlin");
    }

    [Fact]
    public async Task The_latest_registration_rings_and_the_number_comes_home_with_the_phone()
    {
        await Network();
        _guest.Register(Berlin.Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1001", "berlin");
        _guest.Register(_nodes["lagos"].Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1001", "lagos");
        await Berlin.Shows("1001", view => view!.Devices.IsEmpty, "ended");
        _guest.Register(Shanghai.Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1001", "shanghai");
        await _nodes["lagos"].Shows("1001", view => view!.Devices.IsEmpty, "ended");
        _guest.Answers = 486;
        _bob.Call("1001", Berlin.Port).Final().StatusCode.ShouldBe(486);

        _guest.Register(Berlin.Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1001", "berlin");
        await Shanghai.Shows("1001", view => view!.Devices.IsEmpty, "ended at home");
        _guest.Register(Berlin.Port, "secret", expires: 0).StatusCode.ShouldBe(200);
        await Everywhere("1001", "shanghai");
    }

    [Fact]
    public async Task A_phone_left_at_home_waits_where_the_number_may_have_several()
    {
        await Network();
        await using var desk = new TestPhone("1003");
        await using var mobile = new TestPhone("1003");
        desk.Register(Shanghai.Port, "secret").StatusCode.ShouldBe(200);
        mobile.Register(Berlin.Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1003", "berlin");
        desk.Register(Shanghai.Port, "secret").StatusCode.ShouldBe(200);
        (desk.Answers, mobile.Answers) = (486, 603);
        _colleague.Call("1003", Shanghai.Port).Final().StatusCode.ShouldBe(603);
        mobile.Register(Berlin.Port, "secret", expires: 0).StatusCode.ShouldBe(200);
        await Everywhere("1003", "shanghai");
        _bob.Call("1003", Berlin.Port).Final().StatusCode.ShouldBe(486);
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_number_and_a_branch_that_may_have_no_guests_look_alike()
    {
        await Network(allow: ["berlin"]);
        _guest.Register(Berlin.Port, "wrong").StatusCode.ShouldBe(401);
        await using var nobody = new TestPhone("1999");
        nobody.Register(Berlin.Port, "secret").StatusCode.ShouldBe(401);
        _guest.Register(_nodes["lagos"].Port, "secret").StatusCode.ShouldBe(401);
        _guest.Register(Berlin.Port, "secret").StatusCode.ShouldBe(200);
        (await Berlin.Extension("1999")).ShouldBeNull();
        Berlin.Disk.Documents["guests-pbx.test"].ShouldNotContain("1999");
    }

    [Fact]
    public async Task Without_its_home_a_guest_who_was_here_before_goes_on_even_after_a_restart_and_others_are_told_to_try_again()
    {
        await Network();
        _guest.Register(Berlin.Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1001", "berlin");
        await Shanghai.DisposeAsync();
        _nodes["berlin"].Cut();
        await Restart("berlin", DomainOf(_bob, "4xxx", []));
        await Berlin.Routes("1001", "berlin");
        Berlin.Cut();
        _guest.Register(Berlin.Port, "secret").StatusCode.ShouldBe(200);
        _guest.Register(Berlin.Port, "wrong").StatusCode.ShouldBe(401);
        _guest.Answers = 486;
        _bob.Call("1001", Berlin.Port).Final().StatusCode.ShouldBe(486);
        await using var other = new TestPhone("1003");
        var refused = other.Register(Berlin.Port, "secret");
        (refused.StatusCode, refused.Headers.Contains(HeaderName.RetryAfter)).ShouldBe((503, true));
    }

    [Fact]
    public async Task A_password_changed_at_home_ends_the_guest_and_a_removed_number_too()
    {
        await Network();
        _guest.Register(Berlin.Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1001", "berlin");
        SpinWait.SpinUntil(() => Shanghai.Disk.Documents.GetValueOrDefault("away-pbx.test", "").Contains("berlin", StringComparison.Ordinal), TimeSpan.FromSeconds(30)).ShouldBeTrue();
        await Restart("shanghai", DomainOf(_colleague, "1xxx", ["*"], password: "other"));
        await Berlin.Shows("1001", view => view is { Devices.IsEmpty: true }, "ended by the new password");
        _guest.Register(Berlin.Port, "secret").StatusCode.ShouldBe(401);
        _guest.Register(Berlin.Port, "other").StatusCode.ShouldBe(200);
        await Everywhere("1001", "berlin");

        var without = DomainOf(_colleague, "1xxx", ["*"]);
        await Restart("shanghai", without with { Extensions = without.Extensions.Remove("1001") });
        await Berlin.Shows("1001", view => view is null, "gone");
        _guest.Register(Berlin.Port, "other").StatusCode.ShouldBe(401);
    }

    [Fact]
    public async Task The_limits_hold_for_calls_at_both_places_together()
    {
        await Network();
        _guest.Register(Berlin.Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1001", "berlin");
        _bob.Answers = 180;
        var ringing = Task.Run(() => _guest.CallWithDigest("4001", Berlin.Port, "secret"));
        _bob.Next(SipMethod.Invite);
        await using var second = new TestPhone("1001");
        second.CallWithDigest("4001", Berlin.Port, "secret").StatusCode.ShouldBe(403);
        var refused = SipResponseCode();
        for (var i = 0; refused != 403 && i < 100; i++)
        {
            // The count at home follows the call by a message.
            await Task.Delay(20);
            refused = SipResponseCode();
        }

        refused.ShouldBe(403);
        _bob.Respond(486);
        (await ringing).StatusCode.ShouldBe(486);

        int SipResponseCode()
        {
            _colleague.Answers = 486;
            return second.CallWithDigest("1002", Shanghai.Port, "secret").StatusCode;
        }
    }

    [Fact]
    public async Task A_cut_bus_heals_by_itself()
    {
        await Network();
        _guest.Register(Berlin.Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1001", "berlin");
        Berlin.Cut();
        _guest.Register(Berlin.Port, "secret", expires: 0).StatusCode.ShouldBe(200);
        await using var other = new TestPhone("1003");
        other.Register(Berlin.Port, "secret").StatusCode.ShouldBe(503);
        Berlin.Heal();
        await Everywhere("1001", "shanghai");
        other.Register(Berlin.Port, "secret").StatusCode.ShouldBe(200);
        await Everywhere("1003", "berlin");
    }

    private async Task Network(string[]? allow = null)
    {
        _nodes["hq"] = RoamingNode.Start(_broker, "hq", new DomainSettings());
        _nodes["shanghai"] = RoamingNode.Start(_broker, "shanghai", DomainOf(_colleague, "1xxx", [.. allow ?? ["*"]]));
        _nodes["berlin"] = RoamingNode.Start(_broker, "berlin", DomainOf(_bob, "4xxx", []));
        _nodes["lagos"] = RoamingNode.Start(_broker, "lagos", DomainOf(("7001", 9), "7xxx", []));
        await Connected();
    }

    private async Task Connected()
    {
        foreach (var (number, branch) in new[] { ("4001", "berlin"), ("7001", "lagos"), ("1002", "shanghai") })
        {
            await Everywhere(number, branch);
        }

        foreach (var branch in _nodes.Where(node => node.Key != "hq"))
        {
            await branch.Value.Reaches("hq-1");
            await _nodes["hq"].Reaches($"{branch.Key}-1");
        }
    }

    private async Task Restart(string branch, DomainSettings domain)
    {
        var disk = _nodes[branch].Disk;
        await _nodes[branch].DisposeAsync();
        _nodes[branch] = RoamingNode.Start(_broker, branch, domain, disk);
    }

    private async Task Everywhere(string number, string branch)
    {
        foreach (var node in _nodes.Values)
        {
            await node.Routes(number, branch);
        }
    }

    private static DomainSettings DomainOf(TestPhone phone, string announces, ImmutableArray<string> allow, string password = "secret") =>
        DomainOf((phone.Number, phone.Port), announces, allow, password);

    // One phone with a fixed address; in Shanghai also 1001 with one device and one call, and 1003 with several, which register.
    private static DomainSettings DomainOf((string Number, int Port) phone, string announces, ImmutableArray<string> allow, string password = "secret")
    {
        var extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add(
            phone.Number, new ExtensionSettings { TrustedAddresses = ["127.0.0.1"], StaticContact = $"sip:127.0.0.1:{phone.Port}" });
        return new DomainSettings
        {
            Announce = [announces],
            Roaming = new RoamingSettings { Allow = allow },
            Extensions = phone.Number != "1002"
                ? extensions
                : extensions.Add("1001", new ExtensionSettings { Password = password, MaxCalls = 1 })
                    .Add("1003", new ExtensionSettings { Password = password, SeveralDevices = true }),
        };
    }
}
