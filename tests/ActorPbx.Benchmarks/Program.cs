using System.Globalization;
using ActorPbx.Benchmarks.ClusterSimulation;
using ActorPbx.Benchmarks.Timers;
using BenchmarkDotNet.Running;

namespace ActorPbx.Benchmarks;

/// <summary>
/// Runs the benchmarks that the arguments choose: <c>--filter '*SipMessage*'</c>; or the simulation of a cluster: <c>cluster-simulation [BRANCHES…]</c>;
/// in a few seconds what a call costs a T-MSS: <c>proxy-cost</c>; or how late timers go off beside a bare thread: <c>timer-lateness</c>.
/// </summary>
internal static class Program
{
    private static void Main(string[] args)
    {
        if (args is ["cluster-simulation", .. var sizes])
            Simulation.Run(sizes.Length > 0 ? [.. sizes.Select(size => int.Parse(size, CultureInfo.InvariantCulture))] : [125, 250, 500, 1000]);
        else if (args is ["proxy-cost"])
            SipProxyBenchmarks.PrintCost();
        else if (args is ["timer-lateness"])
            TimerLateness.Run();
        else
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    }
}
