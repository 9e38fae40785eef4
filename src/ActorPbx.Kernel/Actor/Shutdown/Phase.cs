using System.Collections.Immutable;
using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.Actor;

/// <summary>One step of a coordinated shutdown: after which others it comes, how long it may take, and whether the next follows when it fails.</summary>
public sealed record Phase(ImmutableHashSet<string> DependsOn, TimeSpan Timeout, bool Recover)
{
    /// <inheritdoc/>
    public bool Equals(Phase? other) =>
        other != null && DependsOn.SetEquals(other.DependsOn) && Timeout == other.Timeout && Recover == other.Recover;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DependsOn.Count, Timeout, Recover);

    /// <inheritdoc/>
    public override string ToString() => $"DependsOn=[{string.Join(",", DependsOn)}], Timeout={Timeout}, Recover={Recover}";

    internal static Dictionary<string, Phase> AllFromConfig(Config config)
    {
        var defaultTimeout = config.GetTimeSpan("default-phase-timeout", TimeSpan.FromSeconds(5), false);
        var phases = config.GetConfig("phases")!;
        return phases.AsEnumerable().ToDictionary(entry => entry.Key, entry => FromConfig(phases.GetConfig(entry.Key), defaultTimeout));
    }

    // Every phase after those that it depends on; one that exists only as a dependency is in the order too.
    internal static List<string> Sorted(IReadOnlyDictionary<string, Phase> phases)
    {
        var ordered = new List<string>();
        var done = new HashSet<string>();
        var path = new HashSet<string>();
        foreach (var name in phases.Keys)
            Visit(name);
        return ordered;

        void Visit(string name)
        {
            if (!path.Add(name))
                throw new ArgumentException($"Cycle detected in graph of phases. It must be a DAG. phase [{name}] depends transitively on itself. All dependencies: {string.Join(", ", phases)}");
            if (done.Add(name))
            {
                foreach (var before in DependenciesOf(name))
                    Visit(before);
                ordered.Add(name);
            }

            path.Remove(name);
        }

        IEnumerable<string> DependenciesOf(string name) =>
            phases.TryGetValue(name, out var phase) ? phase.DependsOn.Order(StringComparer.Ordinal) : [];
    }

    private static Phase FromConfig(Config? phase, TimeSpan defaultTimeout)
    {
        if (phase == null || phase.IsEmpty)
            return new Phase([], defaultTimeout, true);
        return new Phase([.. phase.GetStringList("depends-on")], phase.GetTimeSpan("timeout", defaultTimeout, false), phase.GetBoolean("recover", true));
    }
}
