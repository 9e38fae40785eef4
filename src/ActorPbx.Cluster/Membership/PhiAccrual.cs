using ActorPbx.Cluster.Settings;

namespace ActorPbx.Cluster.Membership;

/// <summary>
/// The accrual failure detector of Hayashibara, Défago, Yared and Katayama (2004): suspicion φ(t) = −log10 of the probability that a heartbeat comes still
/// later than t, intervals being normally distributed. Mean and deviation are averages with exponentially falling weights, so a node costs three numbers.
/// </summary>
internal sealed class PhiAccrual(HeartbeatSettings settings)
{
    // The last thirty or so intervals count.
    private const double Weight = 1.0 / 32;

    private readonly double _interval = settings.Interval.TotalSeconds;
    private readonly double _pause = settings.AcceptablePause.TotalSeconds;

    /// <summary>Nothing is learnt yet; a heartbeat came at a time, or counts as if it had.</summary>
    public ArrivalEstimate Begin(TimeSpan at) => new(at, _interval, _interval * _interval / 16);

    /// <summary>A heartbeat came.</summary>
    public ArrivalEstimate Heard(ArrivalEstimate before, TimeSpan now)
    {
        // It came within a grace, or after a silence that was more than lateness: no interval to learn from.
        if (now < before.Last || !IsAlive(before, now))
            return Begin(now);
        var off = (now - before.Last).TotalSeconds - before.Mean;
        return new ArrivalEstimate(now, before.Mean + Weight * off, (1 - Weight) * (before.Variance + Weight * off * off));
    }

    /// <summary>How suspicious it is that nothing came since; 0 and up.</summary>
    public double Phi(ArrivalEstimate arrivals, TimeSpan now)
    {
        var late = (now - arrivals.Last).TotalSeconds - arrivals.Mean - _pause;
        var deviation = Math.Max(Math.Sqrt(arrivals.Variance), _interval / 5);
        return -Math.Log10(UpperTail(late / deviation));
    }

    /// <summary>True while the suspicion is below the threshold.</summary>
    public bool IsAlive(ArrivalEstimate arrivals, TimeSpan now) => now - arrivals.Last <= settings.AcceptablePause || Phi(arrivals, now) < settings.Threshold;

    // P(Z > z) of the standard normal distribution, by the logistic approximation of Bowling et al. (2009), good to 1.4e-4.
    private static double UpperTail(double z)
    {
        var odds = Math.Exp(-z * (1.5976 + 0.070566 * z * z));
        return double.IsPositiveInfinity(odds) ? 1 : odds / (1 + odds);
    }
}
