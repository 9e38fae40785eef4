using BenchmarkDotNet.Running;

namespace ActorPbx.Benchmarks;

/// <summary>Runs the benchmarks that the arguments choose: <c>--filter '*SipMessage*'</c>.</summary>
internal static class Program
{
    private static void Main(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
