namespace ActorPbx.Cluster.Membership;

/// <summary>When heartbeats of a node come, as learnt from those that came.</summary>
/// <param name="Last">When the last one came.</param>
/// <param name="Mean">Seconds from one to the next, on average.</param>
/// <param name="Variance">Square of their usual deviation from that.</param>
internal readonly record struct ArrivalEstimate(TimeSpan Last, double Mean, double Variance);
