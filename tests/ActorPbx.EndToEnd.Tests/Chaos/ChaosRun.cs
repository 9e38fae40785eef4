using System.Diagnostics;
using ActorPbx.EndToEnd.Tests.Chaos.Load;
using ActorPbx.EndToEnd.Tests.Chaos.Records;
using ActorPbx.EndToEnd.Tests.Harness;
using ActorPbx.EndToEnd.Tests.Hosts;

namespace ActorPbx.EndToEnd.Tests.Chaos;

/// <summary>
/// One scenario from its load to its outcome: phones register, calls are set up and kept, new ones come at a rate; then the fault, its end, and the count.
/// </summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    /// <summary>For what takes restarts of several programs on a loaded machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _scenario;
    private readonly string _what;
    private readonly IReadOnlyList<Exchange> _nodes;
    private readonly ClusterPicture _whole;
    private readonly CallLedger _ledger;
    private readonly List<CallSite> _sites = [];
    private readonly List<(CallStream Stream, bool Counts)> _streams = [];
    private readonly List<SippCalls> _sipps = [];
    private readonly List<(Exchange, long)> _deaths = [];
    private readonly List<string> _remarks = [];
    private TimeSpan? _convergence;

    private ChaosRun(string scenario, string what, IReadOnlyList<Exchange> nodes, ClusterPicture whole, CallLedger ledger) =>
        (_scenario, _what, _nodes, _whole, _ledger) = (scenario, what, nodes, whole, ledger);

    public ChaosScale Scale { get; } = ChaosScale.Current;

    /// <summary>The calls that live through the fault.</summary>
    public KeptCalls Kept { get; } = new();

    /// <summary>Stopwatch's time of the fault.</summary>
    public long FaultAt { get; private set; }

    /// <summary>Begins with a cluster that is whole.</summary>
    /// <param name="scenario">Its name, in words with hyphens.</param>
    /// <param name="what">What happens in it, in a sentence for the report.</param>
    /// <param name="lab">The cluster.</param>
    public static async Task<ChaosRun> Begin(string scenario, string what, LabCluster lab)
    {
        Exchange[] nodes = [.. lab.Nodes.Values];
        return new(scenario, what, nodes, await ClusterPicture.WhenWhole(nodes, Patience), await CallLedger.Open(lab.Headquarters, lab.Database.LocalConnection));
    }

    /// <summary>Registers a branch's phones.</summary>
    public async Task<CallSite> Phones(string branch, Exchange node, int first, int count = 6)
    {
        var site = await CallSite.Open(branch, node, first, count);
        _sites.Add(site);
        return site;
    }

    /// <summary>Starts a stream of new calls.</summary>
    /// <param name="from">Callers.</param>
    /// <param name="to">Whom they call.</param>
    /// <param name="counts">Whether it is for these calls that the bars on new calls hold.</param>
    /// <param name="patience">When callers give up; 32 s unless said.</param>
    public CallStream Stream(CallSite from, CallSite to, bool counts = true, TimeSpan? patience = null)
    {
        var stream = CallStream.Start(from, to, Scale.PerSecond, TimeSpan.FromSeconds(1), patience);
        _streams.Add((stream, counts));
        return stream;
    }

    /// <summary>Has a sipp make calls within a branch over the fault.</summary>
    public void Sipp(CallSite site) => _sipps.Add(SippCalls.Start(site, Scale));

    /// <summary>Waits until as many more calls of each stream are over as <see cref="ChaosScale.Around"/> says.</summary>
    public Task SomeMoreCalls()
    {
        var wanted = _streams.Where(each => !each.Stream.HasStopped).Select(each => (each.Stream, Count: each.Stream.Settled + Scale.Around)).ToArray();
        return Eventually.IsTrue(() => wanted.All(each => each.Stream.Settled >= each.Count), "more calls are over", Patience * 2);
    }

    /// <summary>The moment of the fault is now.</summary>
    public void Fault() => FaultAt = Stopwatch.GetTimestamp();

    /// <summary>Kills a node as a power cut would.</summary>
    public async Task Kill(Exchange node)
    {
        node.Process.Kill();
        _deaths.Add((node, Stopwatch.GetTimestamp()));
        await node.Process.Ended();
    }

    /// <summary>The fault is over: waits until the cluster is whole again, and keeps how long that took, the longest time of several.</summary>
    public async Task Heal()
    {
        var time = await _whole.IsBack(_nodes, Stopwatch.GetTimestamp(), Patience);
        _convergence = _convergence > time ? _convergence : time;
    }

    /// <summary>For the reader of the report.</summary>
    public void Remark(string text) => _remarks.Add(text);

    /// <summary>Ends all calls, waits for their records, counts.</summary>
    /// <param name="ofTheDead">Kept calls that the promise does not cover.</param>
    public async Task<ChaosResult> Finish(Func<CallPair, bool>? ofTheDead = null)
    {
        await Kept.End();
        var streams = new List<(IReadOnlyList<CallPair> Calls, bool Counts)>();
        foreach (var (stream, counts) in _streams) streams.Add((await stream.Stop(), counts));
        foreach (var calls in streams.Select(each => each.Calls).Append(Kept.All)) _ledger.Enter(calls, [.. _deaths]);
        foreach (var sipp in _sipps) await Take(sipp);
        await ClusterPicture.IsQuiet(_nodes, Patience);
        await _ledger.HasAll(_nodes, Patience);
        var records = await _ledger.Compare(Patience);
        var fresh = streams.Where(each => each.Counts).SelectMany(each => each.Calls).ToArray();
        var counted = NewCalls.Of(fresh, FaultAt);
        var lost = Kept.Lost.Where(call => ofTheDead?.Invoke(call) != true).ToArray();
        var uncovered = ofTheDead is null ? 0 : Kept.All.Count(ofTheDead);
        if (counted.Failed > 0) Remark($"new calls failed by {NewCalls.Reasons(fresh)}");
        var outcome = new Outcome(_scenario, Kept.All.Count - lost.Length - uncovered, lost.Length)
        {
            What = _what,
            CallsOfTheDead = uncovered,
            NewCalls = counted.Made,
            NewCallsFailed = counted.Failed,
            FirstNewCall = counted.ToFirst?.TotalSeconds,
            SlowestNewCall = counted.Slowest?.TotalSeconds,
            RecordsExpected = records.Expected,
            RecordsFound = records.Found,
            RecordsMissing = records.Missing,
            RecordsDoubled = records.Doubled,
            Convergence = _convergence?.TotalSeconds,
            Remark = string.Join("; ", _remarks),
        };
        return new ChaosResult(outcome, string.Join('\n', lost.Select(call => call.ToString()).Append(records.Differences)));
    }

    private async Task Take(SippCalls sipp)
    {
        await sipp.Succeed(Patience);
        _ledger.Enter(sipp.Site.Branch, sipp.Caller, sipp.Called, sipp.Count);
        Remark($"a sipp made {sipp.Count} calls within {sipp.Site.Branch}, all well");
    }

    /// <summary>Puts the phones away. Nodes that a failed scenario left dead are started, for the next one.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Where(node => node.Process.HasEnded)) await node.Run();
        foreach (var (stream, _) in _streams) await stream.DisposeAsync();
        foreach (var sipp in _sipps) await sipp.DisposeAsync();
        foreach (var site in _sites) await site.DisposeAsync();
    }
}

/// <summary>What a scenario came to, and for whoever must find out why: the calls that were lost and the records that differ.</summary>
internal sealed record ChaosResult(Outcome Outcome, string Details);
