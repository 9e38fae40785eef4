namespace ActorPbx.Cluster.RabbitMq;

/// <summary>Pauses between attempts to connect: doubling, bounded, and each shortened by chance, so that a thousand branches do not come back at once.</summary>
internal sealed class BackOff(TimeSpan least, TimeSpan most, int brokers, Random random)
{
    private int _attempts;

    /// <summary>The pause before the next attempt: between half and the whole of its step.</summary>
    public TimeSpan Next()
    {
        var round = Math.Min(_attempts++ / brokers, 30);
        var step = Math.Min(least.TotalMilliseconds * Math.Pow(2, round), most.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(step * (0.5 + (random.NextDouble() / 2)));
    }

    /// <summary>All is well again.</summary>
    public void Reset() => _attempts = 0;
}
