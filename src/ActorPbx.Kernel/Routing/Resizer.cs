using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.Routing;

/// <summary>Makes a pool larger and smaller while it runs.</summary>
public abstract class Resizer
{
    /// <summary>The resizer of a deployment, or null when it is not enabled.</summary>
    public static Resizer? FromConfig(Config parentConfig) => DefaultResizer.FromConfig(parentConfig);

    /// <summary>Whether it is time to look at the size; 0 stands for the start, then every message counts. Called by senders, several at once.</summary>
    public abstract bool IsTimeForResize(long messageCounter);

    /// <summary>How many routees to add, or to remove when negative.</summary>
    public abstract int Resize(IEnumerable<Routee> currentRoutees);
}

/// <summary>Keeps a pool between two sizes: it grows when all routees are busy and shrinks when few are.</summary>
public class DefaultResizer : Resizer, IEquatable<DefaultResizer>
{
    /// <summary>A resizer between two sizes.</summary>
    /// <param name="lower">The fewest routees.</param>
    /// <param name="upper">The most routees.</param>
    /// <param name="pressureThreshold">When a routee is busy: 0 while it handles a message, 1 while it does and more wait, else from so many waiting messages on.</param>
    /// <param name="rampupRate">The share by which the pool grows.</param>
    /// <param name="backoffThreshold">The share of busy routees below which the pool shrinks.</param>
    /// <param name="backoffRate">The share by which the pool shrinks.</param>
    /// <param name="messagesPerResize">Messages between two looks.</param>
    public DefaultResizer(int lower, int upper, int pressureThreshold = 1, double rampupRate = 0.2d, double backoffThreshold = 0.3d, double backoffRate = 0.1d, int messagesPerResize = 10)
    {
        Require(lower >= 0, $"lowerBound must be >= 0, was: {lower}", nameof(lower));
        Require(upper >= 0, $"upperBound must be >= 0, was: {upper}", nameof(upper));
        Require(upper >= lower, $"upperBound must be >= lowerBound, was: {upper} < {lower}", nameof(upper));
        Require(rampupRate >= 0, $"rampupRate must be >= 0.0, was {rampupRate}", nameof(rampupRate));
        Require(backoffThreshold <= 1, $"backoffThreshold must be <= 1.0, was {backoffThreshold}", nameof(backoffThreshold));
        Require(backoffRate >= 0, $"backoffRate must be >= 0.0, was {backoffRate}", nameof(backoffRate));
        Require(messagesPerResize > 0, $"messagesPerResize must be > 0, was {messagesPerResize}", nameof(messagesPerResize));
        LowerBound = lower;
        UpperBound = upper;
        PressureThreshold = pressureThreshold;
        RampupRate = rampupRate;
        BackoffThreshold = backoffThreshold;
        BackoffRate = backoffRate;
        MessagesPerResize = messagesPerResize;
    }

    /// <summary>The fewest routees.</summary>
    public int LowerBound { get; set; }

    /// <summary>The most routees.</summary>
    public int UpperBound { get; set; }

    /// <summary>When a routee is busy.</summary>
    public int PressureThreshold { get; private set; }

    /// <summary>The share by which the pool grows.</summary>
    public double RampupRate { get; private set; }

    /// <summary>The share of busy routees below which the pool shrinks.</summary>
    public double BackoffThreshold { get; private set; }

    /// <summary>The share by which the pool shrinks.</summary>
    public double BackoffRate { get; private set; }

    /// <summary>Messages between two looks.</summary>
    public int MessagesPerResize { get; private set; }

    /// <summary>The resizer of a deployment, or null when it is not enabled.</summary>
    public static new DefaultResizer? FromConfig(Config resizerConfig)
    {
        var config = resizerConfig.GetConfig("resizer");
        if (config == null || !config.GetBoolean("enabled"))
            return null;
        return new DefaultResizer(
            config.GetInt("lower-bound", 1),
            config.GetInt("upper-bound", 10),
            config.GetInt("pressure-threshold", 1),
            config.GetDouble("rampup-rate", 0.2),
            config.GetDouble("backoff-threshold", 0.3),
            config.GetDouble("backoff-rate", 0.1),
            config.GetInt("messages-per-resize", 10));
    }

    /// <inheritdoc/>
    public override bool IsTimeForResize(long messageCounter) => messageCounter % MessagesPerResize == 0;

    /// <inheritdoc/>
    public override int Resize(IEnumerable<Routee> currentRoutees) => Capacity(currentRoutees);

    /// <summary>The change of size within the two bounds.</summary>
    public int Capacity(IEnumerable<Routee> currentRoutees)
    {
        var routees = currentRoutees.ToArray();
        var change = Filter(Pressure(routees), routees.Length);
        return Math.Clamp(routees.Length + change, LowerBound, UpperBound) - routees.Length;
    }

    /// <summary>How many routees are busy.</summary>
    public int Pressure(IEnumerable<Routee> currentRoutees) => currentRoutees.Count(IsBusy);

    /// <summary>The change of size without bounds.</summary>
    public int Filter(int pressure, int capacity) => Rampup(pressure, capacity) + Backoff(pressure, capacity);

    /// <summary>By how many the pool grows.</summary>
    public int Rampup(int pressure, int capacity) => pressure < capacity ? 0 : (int)Math.Ceiling(RampupRate * capacity);

    /// <summary>By how many the pool shrinks, as a negative number.</summary>
    public int Backoff(int pressure, int capacity)
    {
        var shrinks = BackoffThreshold > 0 && BackoffRate > 0 && capacity > 0 && (double)pressure / capacity < BackoffThreshold;
        return shrinks ? (int)Math.Floor(-1.0 * BackoffRate * capacity) : 0;
    }

    /// <inheritdoc/>
    public bool Equals(DefaultResizer? other) =>
        other != null && LowerBound == other.LowerBound && UpperBound == other.UpperBound && PressureThreshold == other.PressureThreshold
        && RampupRate.Equals(other.RampupRate) && BackoffThreshold.Equals(other.BackoffThreshold) && BackoffRate.Equals(other.BackoffRate)
        && MessagesPerResize == other.MessagesPerResize;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DefaultResizer);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(PressureThreshold, RampupRate, BackoffThreshold, BackoffRate, MessagesPerResize);

    private static void Require(bool condition, string text, string parameter)
    {
        if (!condition)
            throw new ArgumentException(text, parameter);
    }

    private bool IsBusy(Routee routee)
    {
        if (routee is not ActorRefRoutee { Actor: ActorRefWithCell { Underlying: { } cell } })
            return false;
        if (PressureThreshold > 1)
            return cell.NumberOfMessages >= PressureThreshold;
        if (cell is not ActorCell started)
            return PressureThreshold < 1 || cell.HasMessages; // A cell that has not started is busy with that.
        // The mailbox of a routee that awaits a task is not scheduled but suspended.
        var works = started.Mailbox.IsScheduled() || started.Mailbox.IsSuspended();
        return works && (PressureThreshold == 1 ? started.Mailbox.HasMessages : started.CurrentMessage != null);
    }
}
