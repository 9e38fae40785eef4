using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace ActorPbx.Domain.Numbering;

/// <summary>The numbers of one virtual PBX, ready for look-up.</summary>
internal sealed class DomainNumbers(
    FrozenDictionary<string, NumberOwner> exact, FrozenDictionary<int, ImmutableArray<NumberSegment>> ranges, ImmutableArray<string> trunkPrefixes)
{
    public NumberOwner? Find(string number)
    {
        if (exact.TryGetValue(number, out var owner))
        {
            return owner;
        }

        if (!ranges.TryGetValue(number.Length, out var segments)
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        return Segment(segments, value)?.Owner;
    }

    public bool ReachesTrunk(string number)
    {
        foreach (var prefix in trunkPrefixes)
        {
            if (number.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // Segments lie in order and never overlap.
    private static NumberSegment? Segment(ImmutableArray<NumberSegment> segments, long value)
    {
        var (low, high) = (0, segments.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var segment = segments[middle];
            if (value < segment.Low)
            {
                high = middle - 1;
            }
            else if (value > segment.High)
            {
                low = middle + 1;
            }
            else
            {
                return segment;
            }
        }

        return null;
    }
}

/// <summary>Numbers of one length that go to one owner.</summary>
internal sealed record NumberSegment(long Low, long High, NumberOwner Owner);
