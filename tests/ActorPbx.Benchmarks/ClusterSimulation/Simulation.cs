using System.Diagnostics;
using System.Globalization;
using ActorPbx.Cluster.InProcess;
using ActorPbx.Pbx.Numbers;

namespace ActorPbx.Benchmarks.ClusterSimulation;

/// <summary>
/// A whole cluster in this process, on one thread, in virtual time: two T-MSS, and as many branches as wanted. What it prints is exact but for processor
/// time and memory: the same run sends the same messages.
/// </summary>
internal sealed class Simulation : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private readonly InProcessBroker _broker = new();
    private readonly ActorSystem _system;
    private readonly TestScheduler _time;
    private readonly IActorRef _store;
    private readonly List<SimulatedNode> _trunks = [];
    private readonly List<SimulatedNode> _branches = [];
    private readonly List<SimulatedNode> _gone = [];

    private Simulation()
    {
        _system = ActorSystem.Create("simulation", ConfigurationFactory.ParseString(
            $$"""
            akka.loggers = []
            akka.log-dead-letters = off
            akka.log-dead-letters-during-shutdown = off
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.scheduler.implementation = "{{typeof(TestScheduler).FullName}}, {{typeof(TestScheduler).Assembly.GetName().Name}}"
            """).WithFallback(TestKit.DefaultConfig));
        _time = (TestScheduler)_system.Scheduler;
        _store = _system.ActorOf(Props.Create(() => new EmptyStore()).WithDispatcher(CallingThreadDispatcher.Id));
    }

    /// <summary>Runs with each number of branches and prints a table.</summary>
    public static void Run(int[] sizes)
    {
        Console.WriteLine("| branches | phase | virtual s | published/s | delivered/s | delivered/s per branch | CPU ms per virtual s | MB per node |");
        Console.WriteLine("|---:|---|---:|---:|---:|---:|---:|---:|");
        foreach (var size in sizes)
        {
            using var simulation = new Simulation();
            simulation.Run(size);
        }
    }

    public void Dispose() => _system.Terminate().Wait();

    private void Run(int size)
    {
        Phase(size, "start: all announce", 10, second => Grow(size, second));
        Converged(size);
        Phase(size, "steady", 30, _ => { });
        Phase(size, "a T-MSS comes back empty: all of it again", 10, second => Replace(second));
        Converged(size);
        Phase(size, "a tenth flaps: 5 s away, 5 s there", 60, second => Flap(size, second));
        Phase(size, "after it", 10, _ => { });
        Converged(size);
    }

    // All start at the same moment, which is the worst.
    private void Grow(int size, int second)
    {
        if (second > 0)
            return;
        for (var number = 1; number <= 2; number++)
            _trunks.Add(SimulatedNode.Trunk(_system, _broker, _store, number, 1));
        for (var number = 0; number < size; number++)
            _branches.Add(SimulatedNode.Local(_system, _broker, _store, number));
    }

    private void Replace(int second)
    {
        if (second != 0)
            return;
        var old = _trunks[1];
        _gone.Add(old);
        _broker.Silence(old.Bus);
        _system.Stop(old.Directory);
        _system.Stop(old.Cluster);
        _trunks[1] = SimulatedNode.Trunk(_system, _broker, _store, 2, 2);
    }

    private void Flap(int size, int second)
    {
        if (second % 5 != 0)
            return;
        foreach (var branch in _branches.Take(size / 10))
            if (second % 10 == 0)
                _broker.Cut(branch.Bus, "flapping");
            else
                _broker.Heal(branch.Bus);
    }

    private void Phase(int size, string name, int seconds, Action<int> everySecond)
    {
        var (published, delivered) = Counted();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        for (var second = 0; second < seconds; second++)
        {
            everySecond(second);
            for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(1); passed += Step)
                _time.Advance(Step);
        }

        var cpu = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / seconds;
        var (nowPublished, nowDelivered) = Counted();
        var rate = (double)(nowDelivered - delivered) / seconds;
        var memory = GC.GetTotalMemory(forceFullCollection: true) / 1e6 / (_branches.Count + _trunks.Count);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {size} | {name} | {seconds} | {(double)(nowPublished - published) / seconds:F0} | {rate:F0} | {rate / size:F2} | {cpu:F0} | {memory:F2} |"));
    }

    private (long Published, long Delivered) Counted()
    {
        SimulatedNode[] nodes = [.. _trunks, .. _branches, .. _gone];
        return (nodes.Sum(node => node.Bus.Statistics.Published), nodes.Sum(node => node.Bus.Statistics.Received));
    }

    // Every node has every branch's numbers, and all have the same.
    private void Converged(int size)
    {
        var views = _trunks.Concat(_branches).Select(node => node.Directory.Ask<DirectoryView>(new DescribeDirectory()).Result).ToArray();
        if (views.DistinctBy(view => view.Digest).Count() != 1 || views[0].Nodes.Count(node => node.Blocks.Length > 0) != size)
            throw new InvalidOperationException(
                $"the directories differ: {views.DistinctBy(view => view.Digest).Count()} kinds, of {views.Min(view => view.Nodes.Length)} to {views.Max(view => view.Nodes.Length)} nodes");
    }
}
