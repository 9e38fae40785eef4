using System.Collections.Frozen;
using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Domain.Numbering;

/// <summary>
/// Who owns which number, made ready for look-up from a <see cref="DirectoryState"/>: exact number first, then the longest range.
/// Immutable, so that any thread may ask.
/// </summary>
public sealed class NumberPlan
{
    private readonly FrozenDictionary<DomainName, DomainNumbers> _domains;

    private readonly FrozenDictionary<BranchName, ImmutableArray<NodeName>> _nodes;

    private NumberPlan(
        FrozenDictionary<DomainName, DomainNumbers> domains, FrozenDictionary<BranchName, ImmutableArray<NodeName>> nodes, ImmutableArray<NumberOverlap> overlaps) =>
        (_domains, _nodes, Overlaps) = (domains, nodes, overlaps);

    /// <summary>Nobody owns anything.</summary>
    public static NumberPlan Empty { get; } = new(
        FrozenDictionary<DomainName, DomainNumbers>.Empty, FrozenDictionary<BranchName, ImmutableArray<NodeName>>.Empty, []);

    /// <summary>What is announced by two branches.</summary>
    public ImmutableArray<NumberOverlap> Overlaps { get; }

    /// <summary>The plan that a directory amounts to.</summary>
    /// <param name="directory">What was announced.</param>
    /// <param name="mayOwn">Whether a branch may announce a block; what it may not is left out. Null: all may.</param>
    public static NumberPlan Of(DirectoryState directory, Func<BranchName, OwnedBlock, bool>? mayOwn = null)
    {
        var builders = new Dictionary<DomainName, DomainNumbersBuilder>();
        foreach (var (branch, owned) in Claims(directory, mayOwn))
        {
            Builder(owned.Domain).Claim(branch, owned.Block);
        }

        foreach (var node in directory.Nodes.Values)
        {
            foreach (var entry in node.Elsewhere)
            {
                Builder(entry.Domain).MoveAway(node.Branch, entry);
            }

            foreach (var trunk in node.Trunks)
            {
                Builder(trunk.Domain).AddTrunk(trunk.Prefix);
            }
        }

        return new NumberPlan(
            builders.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Build()),
            directory.Nodes.Values.GroupBy(node => node.Branch)
                .ToFrozenDictionary(branch => branch.Key, branch => branch.Select(node => node.Node).OrderBy(node => node.Value, StringComparer.Ordinal).ToImmutableArray()),
            [.. builders.Values.SelectMany(builder => builder.Overlaps)]);

        DomainNumbersBuilder Builder(DomainName domain)
        {
            if (!builders.TryGetValue(domain, out var builder))
            {
                builders[domain] = builder = new DomainNumbersBuilder(domain);
            }

            return builder;
        }
    }

    /// <summary>Who rings the number; null when nobody announced it.</summary>
    public NumberOwner? Find(DomainName domain, string number) => _domains.GetValueOrDefault(domain)?.Find(number);

    /// <summary>The nodes of a branch that announced anything.</summary>
    public ImmutableArray<NodeName> NodesOf(BranchName branch) => _nodes.GetValueOrDefault(branch, []);

    /// <summary>True when some trunk in the cluster takes numbers that begin like this one.</summary>
    public bool ReachesTrunk(DomainName domain, string number) => _domains.GetValueOrDefault(domain)?.ReachesTrunk(number) ?? false;

    // Oldest first, and in the same order on every node, whatever its language is.
    private static List<(BranchName Branch, OwnedBlock Owned)> Claims(DirectoryState directory, Func<BranchName, OwnedBlock, bool>? mayOwn)
    {
        var claims = new List<(BranchName Branch, OwnedBlock Owned)>();
        foreach (var node in directory.Nodes.Values)
        {
            foreach (var owned in node.Blocks)
            {
                if (mayOwn is null || mayOwn(node.Branch, owned))
                {
                    claims.Add((node.Branch, owned));
                }
            }
        }

        claims.Sort(Compare);
        return claims;
    }

    private static int Compare((BranchName Branch, OwnedBlock Owned) one, (BranchName Branch, OwnedBlock Owned) other)
    {
        var order = one.Owned.Since.CompareTo(other.Owned.Since);
        order = order != 0 ? order : string.CompareOrdinal(one.Branch.Value, other.Branch.Value);
        order = order != 0 ? order : string.CompareOrdinal(one.Owned.Block.First, other.Owned.Block.First);
        return order != 0 ? order : string.CompareOrdinal(one.Owned.Block.Last, other.Owned.Block.Last);
    }
}
