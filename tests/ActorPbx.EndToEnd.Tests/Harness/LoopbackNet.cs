using System.Net;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>A network of its own for one test: a /24 of 127/8 that no other test uses, so every party may have port 5060.</summary>
public sealed class LoopbackNet
{
    private static int _made;

    private readonly string _prefix;

    public LoopbackNet()
    {
        // Test runs side by side on one machine differ in the second number, tests of a run in the third.
        _prefix = $"127.{20 + (Environment.ProcessId % 200)}.{Interlocked.Increment(ref _made) % 255}.";
    }

    /// <summary>Address of the exchange.</summary>
    public IPAddress Exchange => IPAddress.Parse(_prefix + "1");

    /// <summary>Address of the n-th device, from 1.</summary>
    public IPAddress Device(int n) => IPAddress.Parse(_prefix + (10 + n));

    /// <summary>All addresses of this network, as CIDR.</summary>
    public string Cidr => _prefix + "0/24";
}
