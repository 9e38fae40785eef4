using System.Diagnostics;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Operations;

namespace ActorPbx.Node.Running;

/// <summary>Tells the cluster each second what this node carries: calls, and the share of its cores that it uses (<c>/user/load-report</c>).</summary>
public sealed class LoadReportActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IActorRef _domains;
    private long _measuredAt = Stopwatch.GetTimestamp();
    private TimeSpan _used = Environment.CpuUsage.TotalTime;

    /// <summary>A report of the calls of these domains and links to this cluster.</summary>
    public LoadReportActor(IActorRef domains, IActorRef cluster, LinkCalls links)
    {
        _domains = domains;
        Receive<Tick>(_ => _domains.Tell(new CountLivingCalls()));
        Receive<LivingCalls>(living => cluster.Tell(new ReportLoad(new NodeLoad(living.Calls, links.In, links.Out, Cpu(), living.Draining))));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TimeSpan.Zero, Interval);

    // Two digits: a load that did not really change is no news.
    private double Cpu()
    {
        var (now, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var elapsed = Stopwatch.GetElapsedTime(_measuredAt, now).TotalSeconds * Environment.ProcessorCount;
        var share = elapsed <= 0 ? 0 : (used - _used).TotalSeconds / elapsed;
        (_measuredAt, _used) = (now, used);
        return Math.Round(Math.Clamp(share, 0, 1), 2);
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
