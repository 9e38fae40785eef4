using System.Net;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>A network of its own for one test: a /24 of 127/8 that no other test uses, so every party may have port 5060.</summary>
public sealed class LoopbackNet : Network
{
    private static int _made;

    private readonly string _prefix;

    public LoopbackNet()
    {
        // Test runs side by side on one machine differ in the second number, tests of a run in the third.
        _prefix = $"127.{20 + (Environment.ProcessId % 200)}.{Interlocked.Increment(ref _made) % 255}.";
    }

    public override IPAddress Exchange => IPAddress.Parse(_prefix + "1");

    public override IPAddress Device(int n) => IPAddress.Parse(_prefix + (10 + n));

    public override string Cidr => _prefix + "0/24";
}
