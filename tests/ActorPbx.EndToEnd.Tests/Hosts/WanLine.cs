using System.Globalization;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>How well the line between an office and the others carries packets.</summary>
internal sealed record WanState
{
    public static readonly WanState Good = new();

    /// <summary>Packets leave the office.</summary>
    public bool Out { get; init; } = true;

    /// <summary>Packets come to the office.</summary>
    public bool In { get; init; } = true;

    /// <summary>The part of the packets that is lost, in each direction, from 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>One way.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>By how much a packet's delay differs at most from the others'.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Packets overtake one another where their delays say so.</summary>
    public bool Reorders { get; init; }

    /// <summary>The office has one address outside, the gateway's, and takes nothing that it did not ask for.</summary>
    public bool Nat { get; init; }

    /// <summary>With <see cref="Nat"/>: the port of the gateway, for TCP and UDP, that leads to the same port of a host.</summary>
    public (int Port, string Host)[] Forwarded { get; init; } = [];
}

/// <summary>The line between an office and the others, whose faults are switched while everything runs. What it does not carry vanishes, as in a real one.</summary>
internal sealed class WanLine(Site site, Host router) : IDisposable
{
    private SlowLine? _slow;

    public WanState State { get; private set; } = WanState.Good;

    /// <summary>Nothing passes any longer, either way.</summary>
    public Task Cut() => Be(State with { Out = false, In = false });

    /// <summary>Packets leave the office; none come.</summary>
    public Task CutIncoming() => Be(State with { Out = true, In = false });

    /// <summary>Packets come to the office; none leave it.</summary>
    public Task CutOutgoing() => Be(State with { Out = false, In = true });

    /// <summary>No fault any longer.</summary>
    public Task Heal() => Be(WanState.Good);

    public async Task Be(WanState state)
    {
        var before = State;
        State = state;
        await Tool.Feed("ip", ["netns", "exec", site.Gateway.Space, "iptables-restore"], Rules(state, state.Nat || before.Nat));
        if (state.Delay + state.Jitter > TimeSpan.Zero) await Slow(state);
        else if (_slow is not null) await Fast();
    }

    public void Dispose() => _slow?.Dispose();

    private async Task Slow(WanState state)
    {
        if (_slow is not null)
        {
            _slow.Change(state);
            return;
        }

        _slow = SlowLine.Between(site.Gateway, router, site.Name + "-slow", state);
        var name = _slow.Device;
        await Namespaces.Batch(router.Space, [$"link set {name} up", $"route add {site.Gateway.Address}/32 dev {name}", $"route replace {site.Cidr} dev {name}"]);
        await Namespaces.Batch(site.Gateway.Space, [$"link set {name} up", $"route replace default dev {name}"]);
    }

    private async Task Fast()
    {
        await Namespaces.Batch(router.Space, [$"route delete {site.Gateway.Address}/32", $"route replace {site.Cidr} via {site.Gateway.Address}"]);
        await Namespaces.Batch(site.Gateway.Space, [$"route replace default via {site.WanPeer}"]);
        _slow!.Dispose();
        _slow = null;
    }

    private string Rules(WanState state, bool nat)
    {
        string leaves = $"-A FORWARD -s {site.Cidr} ! -d {site.Cidr}", comes = $"-A FORWARD ! -s {site.Cidr} -d {site.Cidr}";
        var loss = $" -m statistic --mode random --probability {state.Loss.ToString(CultureInfo.InvariantCulture)} -j DROP";
        string[] lines = [
            "*filter", ":FORWARD ACCEPT", .. state.Out ? Array.Empty<string>() : [leaves + " -j DROP"], .. state.In ? Array.Empty<string>() : [comes + " -j DROP"],
            .. state.Nat ? [comes + " -m conntrack --ctstate NEW -m conntrack ! --ctstate DNAT -j DROP"] : Array.Empty<string>(),
            .. state.Loss > 0 ? [leaves + loss, comes + loss] : Array.Empty<string>(), "COMMIT",
            .. nat ? ["*nat", ":POSTROUTING ACCEPT", ":PREROUTING ACCEPT", .. Translations(state), "COMMIT"] : Array.Empty<string>(), ""];
        return string.Join('\n', lines);
    }

    // The line may be made slow and fast again: the address is the same over both devices, so it is written here.
    private IEnumerable<string> Translations(WanState state) => !state.Nat ? [] : [
        $"-A POSTROUTING -s {site.Cidr} ! -d {site.Cidr} -j SNAT --to-source {site.Gateway.Address}",
        .. from forwarded in state.Forwarded
           from transport in (string[])["tcp", "udp"]
           select $"-A PREROUTING -d {site.Gateway.Address} -p {transport} --dport {forwarded.Port} -j DNAT --to-destination {site.Host(forwarded.Host).Address}"];
}
