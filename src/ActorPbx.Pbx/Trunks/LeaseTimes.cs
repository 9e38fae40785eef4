namespace ActorPbx.Pbx.Trunks;

/// <summary>Times of a cluster-wide count.</summary>
/// <param name="Settling">A node that just started waits so long before it contends: it does not know yet who is there, and would count too little.</param>
/// <param name="Lost">A node that is unreachable for so long is taken for dead: its leases come back.</param>
public sealed record LeaseTimes(TimeSpan Settling, TimeSpan Lost)
{
    /// <summary>For production.</summary>
    public static LeaseTimes Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2));
}
