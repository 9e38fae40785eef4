namespace ActorPbx.Cluster.Singletons;

/// <summary>Refuses singletons that are no longer it: whoever has seen an epoch takes nothing of a lower one any more.</summary>
public sealed class FencingGate
{
    private readonly Dictionary<string, long> _highest = [];

    /// <summary>True when the epoch is not below any that was seen of this singleton.</summary>
    public bool Admits(string singleton, long epoch)
    {
        if (_highest.TryGetValue(singleton, out var highest) && epoch < highest)
            return false;
        _highest[singleton] = epoch;
        return true;
    }
}
