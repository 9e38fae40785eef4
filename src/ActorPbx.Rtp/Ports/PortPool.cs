using System.Security.Cryptography;

namespace ActorPbx.Rtp.Ports;

/// <summary>The pairs of UDP ports set aside for media: an even one for RTP, the next for RTCP (RFC 3550 §11).</summary>
/// <remarks>
/// Pairs are handed out in an order drawn once at random, so that nobody can guess the next, and come back at the end of the
/// queue: a port rests as long as possible before the next call gets it, and a late packet of the last call finds nobody.
/// </remarks>
public sealed class PortPool
{
    private readonly Lock _lock = new();
    private readonly Queue<int> _free;

    /// <param name="first">Lowest port that may be used.</param>
    /// <param name="last">Highest port that may be used.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside 1024–65535 or holds no pair.</exception>
    public PortPool(int first, int last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1024);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, 65535);
        var even = first + first % 2;
        if (last < even + 1)
            throw new ArgumentOutOfRangeException(nameof(last), $"The port range {first}-{last} holds no pair of an even port and the next.");

        var pairs = new int[(last - even + 1) / 2];
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = even + 2 * i;
        RandomNumberGenerator.Shuffle(pairs.AsSpan());
        _free = new Queue<int>(pairs);
        First = first;
        Last = last;
        Capacity = pairs.Length;
    }

    /// <summary>Lowest port of the range.</summary>
    public int First { get; }

    /// <summary>Highest port of the range.</summary>
    public int Last { get; }

    /// <summary>Pairs in the range.</summary>
    public int Capacity { get; }

    /// <summary>Pairs that nobody has now.</summary>
    public int Free
    {
        get
        {
            lock (_lock)
                return _free.Count;
        }
    }

    /// <summary>Takes the pair that has rested longest; false when all are taken.</summary>
    /// <param name="port">The even port.</param>
    public bool TryTake(out int port)
    {
        lock (_lock)
            return _free.TryDequeue(out port);
    }

    /// <summary>Gives a pair back, by its even port.</summary>
    public void Return(int port)
    {
        lock (_lock)
            _free.Enqueue(port);
    }
}
