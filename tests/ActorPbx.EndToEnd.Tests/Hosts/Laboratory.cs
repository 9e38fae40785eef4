using System.Net;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>
/// Offices, each with hosts at a switch, and a router that joins their lines:
/// <code>
///   hq-1  hq-2  bus  phones            berlin-1  phones
///     └────┴─┬───┴─────┘                   └───┬───┘
///         gateway ── line ── router ── line ── gateway
/// </code>
/// Nothing of it can be reached from this machine's own network, nor reaches it.
/// </summary>
internal sealed class Laboratory : IAsyncDisposable
{
    private readonly string _prefix;
    private readonly Host _router;
    private readonly Site[] _sites;

    private Laboratory((string Name, string[] Hosts)[] sites)
    {
        _prefix = Namespaces.NextPrefix();
        _router = new Host("router", $"{_prefix}router", IPAddress.Any);
        _sites = [.. sites.Select((site, index) => new Site(_prefix, site.Name, index + 1, site.Hosts, _router))];
    }

    /// <summary>Builds offices of these names with these hosts, and the host of the phones.</summary>
    public static async Task<Laboratory> Build(params (string Name, string[] Hosts)[] sites)
    {
        await Namespaces.Sweep();
        var laboratory = new Laboratory(sites);
        try
        {
            await laboratory.Build();
            return laboratory;
        }
        catch
        {
            await laboratory.DisposeAsync();
            throw;
        }
    }

    public Site Site(string name) => _sites.Single(site => site.Name == name);

    public async ValueTask DisposeAsync()
    {
        foreach (var site in _sites) site.Wan.Dispose();
        await Namespaces.Remove(_prefix);
    }

    private async Task Build()
    {
        Host[] routers = [_router, .. _sites.Select(site => site.Gateway)];
        await Namespaces.Batch(null, routers.Concat(_sites.SelectMany(site => site.Hosts)).Select(host => $"netns add {host.Space}"));
        foreach (var router in routers) router.Inside(Forwards);
        await Namespaces.Batch(null, _sites.SelectMany(site => site.Cables(_router)));
        await Namespaces.Batch(_router.Space, ["link set lo up", .. _sites.SelectMany(site => site.RouterLines())]);
        foreach (var site in _sites)
        {
            await Namespaces.Batch(site.Gateway.Space, site.GatewayLines());
            foreach (var host in site.Hosts) await Namespaces.Batch(host.Space, site.HostLines(host));
        }
    }

    // Packets may come another way than the answers go: a line that is made slow changes one direction after the other.
    private static bool Forwards()
    {
        File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "1");
        foreach (var which in (string[])["all", "default"]) File.WriteAllText($"/proc/sys/net/ipv4/conf/{which}/rp_filter", "0");
        return true;
    }
}
