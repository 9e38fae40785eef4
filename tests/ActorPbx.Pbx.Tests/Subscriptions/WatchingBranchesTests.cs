using System.Collections.Immutable;
using System.Text;
using ActorPbx.Cluster.InProcess;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Branches;
using ActorPbx.Pbx.Tests.Roaming;
using ActorPbx.Sip.Events;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Subscriptions;

/// <summary>A phone of Lagos (7xxx) watches one of Shanghai (1xxx): whole nodes with real SIP, and everything but a wire between their buses.</summary>
public sealed class WatchingBranchesTests : IAsyncDisposable
{
    private readonly InProcessBroker _broker = new();
    private readonly TestPhone _watcher = new("7001"), _watched = new("1001"), _colleague = new("1002");
    private readonly List<RoamingNode> _nodes = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _watcher.DisposeAsync();
        await _watched.DisposeAsync();
        await _colleague.DisposeAsync();
    }

    [Fact]
    public async Task A_phone_of_lagos_sees_that_one_of_shanghai_rings_and_is_free_again_also_after_a_cut()
    {
        var lagos = RoamingNode.Start(_broker, "lagos", DomainOf("7xxx", _watcher));
        var shanghai = RoamingNode.Start(_broker, "shanghai", DomainOf("1xxx", _watched, _colleague));
        _nodes.AddRange([RoamingNode.Start(_broker, "hq", new DomainSettings()), lagos, shanghai]);
        await lagos.Routes("1001", "shanghai");
        _watcher.Subscribe("1001", lagos.Port).StatusCode.ShouldBe(200);
        Sees("active", "");

        _colleague.Call("1001", shanghai.Port);
        _watched.Next(SipMethod.Invite);
        _watched.Respond(180);
        Sees("active", "<state>early</state>");
        _watched.Respond(486);
        _colleague.Final().StatusCode.ShouldBe(486);
        Sees("active", "<state>terminated</state>");

        shanghai.Cut();
        _colleague.Call("1001", shanghai.Port);
        _watched.Next(SipMethod.Invite);
        _watched.Respond(180);
        shanghai.Heal();
        Sees("active", "<state>early</state>");
        _watched.Respond(486);
        Sees("active", "<state>terminated</state>");
    }

    private void Sees(string state, string word)
    {
        while (true)
        {
            var notify = _watcher.Next(SipMethod.Notify);
            if (SubscriptionStateHeader.In(notify)!.Value.State == state && Encoding.UTF8.GetString(notify.Body.Span).Contains(word, StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    private static DomainSettings DomainOf(string announces, params TestPhone[] phones) => new()
    {
        Announce = [announces],
        Extensions = phones.ToImmutableDictionary(
            phone => phone.Number, phone => new ExtensionSettings { TrustedAddresses = ["127.0.0.1"], StaticContact = $"sip:127.0.0.1:{phone.Port}", WatchOthers = true }),
    };
}
