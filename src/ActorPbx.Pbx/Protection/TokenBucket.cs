namespace ActorPbx.Pbx.Protection;

/// <summary>So many a second, and a burst of so many at once.</summary>
/// <param name="PerSecond">How fast the bucket fills; 0: no limit.</param>
/// <param name="Burst">How much it holds.</param>
public readonly record struct RateLimit(double PerSecond, double Burst)
{
    /// <summary>Whether there is no limit.</summary>
    public bool IsNone => PerSecond <= 0;
}

/// <summary>Counts down what a rate allows. As a default value it is full.</summary>
internal struct TokenBucket
{
    private double _spent;
    private long _at;

    /// <summary>Takes one, if there is one.</summary>
    /// <param name="limit">The rate.</param>
    /// <param name="now">Milliseconds of a steady clock.</param>
    public bool TryTake(RateLimit limit, long now)
    {
        if (limit.IsNone)
        {
            return true;
        }

        _spent = Math.Max(0, _spent - ((now - _at) * limit.PerSecond / 1000));
        _at = now;
        if (_spent + 1 > limit.Burst)
        {
            return false;
        }

        _spent++;
        return true;
    }
}
