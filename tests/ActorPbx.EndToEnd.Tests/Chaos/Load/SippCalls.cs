using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Chaos.Load;

/// <summary>Calls that a sipp makes with digest to a phone of its own branch, at an even rate: all of them must be answered, and end well.</summary>
internal sealed class SippCalls : IAsyncDisposable
{
    private readonly Sipp _sipp;

    private SippCalls(CallSite site, int count, Sipp sipp) => (Site, Count, _sipp) = (site, count, sipp);

    /// <summary>Where they are made.</summary>
    public CallSite Site { get; }

    public int Count { get; }

    /// <summary>The number that sipp has: the last of the branch's ten.</summary>
    public string Caller => CallerOf(Site);

    public string Called => Site.Phones[0].Number;

    /// <summary>Begins.</summary>
    public static SippCalls Start(CallSite site, ChaosScale scale)
    {
        const int Device = 90;
        var (count, caller) = (2 * scale.Around, CallerOf(site));
        var options = new SippOptions { Calls = count, Rate = (int)scale.PerSecond, Milliseconds = 1000, More = ["-au", caller, "-ap", "pw" + caller] };
        return new SippCalls(site, count, Sipp.Caller(site.Node, "call-digest", Device, caller, site.Phones[0].Number, options));
    }

    /// <summary>Waits for the last, and fails with what sipp says if one went wrong.</summary>
    public Task Succeed(TimeSpan patience) => _sipp.Succeeds(patience);

    public ValueTask DisposeAsync() => _sipp.DisposeAsync();

    private static string CallerOf(CallSite site) => site.Phones[0].Number[..^1] + "9";
}
