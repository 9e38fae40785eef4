using System.Collections.Frozen;
using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Domain.Numbering;

/// <summary>
/// Lays the claims of branches beside each other, oldest first. A later claim gets what nobody holds, and what lies wholly inside one wider
/// block (the longest range wins, as the longest prefix would); where it merely overlaps, the older stays and both are reported.
/// </summary>
internal sealed class DomainNumbersBuilder(DomainName domain)
{
    private readonly Dictionary<string, NumberOwner> _exact = [];
    private readonly Dictionary<int, List<NumberSegment>> _ranges = [];
    private readonly SortedSet<string> _trunkPrefixes = new(StringComparer.Ordinal);
    private readonly HashSet<NumberOverlap> _overlaps = [];
    private readonly List<(BranchName Home, NumberElsewhere Entry)> _moves = [];

    public IEnumerable<NumberOverlap> Overlaps => _overlaps;

    public void Claim(BranchName branch, NumberBlock block)
    {
        var owner = new NumberOwner(branch, branch, block);
        if (!block.IsSingle)
        {
            ClaimRange(owner);
        }
        else if (!_exact.TryAdd(block.First, owner))
        {
            Report(_exact[block.First], owner);
        }
    }

    /// <summary>A branch says that one of its numbers is elsewhere; who does not own the number is not believed.</summary>
    public void MoveAway(BranchName home, NumberElsewhere entry) => _moves.Add((home, entry));

    public void AddTrunk(string prefix) => _trunkPrefixes.Add(prefix);

    public DomainNumbers Build()
    {
        var ranges = _ranges.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray());
        var fixedOnes = new DomainNumbers(_exact.ToFrozenDictionary(StringComparer.Ordinal), ranges, [.. _trunkPrefixes]);
        if (_moves.Count == 0)
        {
            return fixedOnes;
        }

        foreach (var (home, entry) in _moves)
        {
            if (fixedOnes.Find(entry.Number) is { } owner && owner.Home == home)
            {
                _exact[entry.Number] = owner with { Branch = entry.Branch };
            }
        }

        return new DomainNumbers(_exact.ToFrozenDictionary(StringComparer.Ordinal), ranges, [.. _trunkPrefixes]);
    }

    private void ClaimRange(NumberOwner claim)
    {
        var length = claim.Block.First.Length;
        if (!_ranges.TryGetValue(length, out var segments))
        {
            _ranges[length] = segments = [];
        }

        var (next, last) = (claim.Block.Low, claim.Block.High);
        var first = FirstEndingAt(segments, next);
        var pieces = new List<NumberSegment>();
        var end = first;
        for (; end < segments.Count && segments[end].Low <= last; end++)
        {
            var segment = segments[end];
            if (segment.Low > next)
            {
                pieces.Add(new NumberSegment(next, segment.Low - 1, claim));
            }

            var (from, to) = (Math.Max(next, segment.Low), Math.Min(last, segment.High));
            Divide(segment, from, to, claim, pieces);
            next = to + 1;
        }

        if (next <= last)
        {
            pieces.Add(new NumberSegment(next, last, claim));
        }

        segments.RemoveRange(first, end - first);
        segments.InsertRange(first, pieces);
    }

    // Segments lie in order and never overlap: the index of the first one that ends at the number or behind it.
    private static int FirstEndingAt(List<NumberSegment> segments, long number)
    {
        var (low, high) = (0, segments.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = segments[middle].High < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // The part from..to of a segment is claimed by another.
    private void Divide(NumberSegment segment, long from, long to, NumberOwner claim, List<NumberSegment> pieces)
    {
        var held = segment.Owner.Block;
        if (!held.Contains(claim.Block) || held == claim.Block)
        {
            if (held == claim.Block || !claim.Block.Contains(held))
            {
                Report(segment.Owner, claim);
            }

            pieces.Add(segment);
            return;
        }

        if (segment.Low < from)
        {
            pieces.Add(segment with { High = from - 1 });
        }

        pieces.Add(new NumberSegment(from, to, claim));
        if (segment.High > to)
        {
            pieces.Add(segment with { Low = to + 1 });
        }
    }

    private void Report(NumberOwner held, NumberOwner claimed)
    {
        if (held.Home != claimed.Home)
        {
            _overlaps.Add(new NumberOverlap(domain, held.Block, held.Home, claimed.Block, claimed.Home));
        }
    }
}
