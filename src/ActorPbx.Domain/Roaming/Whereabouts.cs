using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Domain.Roaming;

/// <summary>Where the phones of a number are besides home, as its home knows it.</summary>
/// <param name="Places">Places beside home in the order in which phones came to them, the latest last.</param>
/// <param name="BeforeHome">So many of them were there before a phone last registered at home.</param>
/// <param name="Ended">By node: the registrations up to this serial were replaced by later ones at other places.</param>
public sealed record Whereabouts(ImmutableArray<GuestPlace> Places, int BeforeHome, ImmutableDictionary<NodeName, long> Ended)
{
    /// <summary>Nowhere but at home.</summary>
    public static Whereabouts Home { get; } = new([], 0, ImmutableDictionary<NodeName, long>.Empty);

    /// <summary>The place that rings; null for home.</summary>
    public GuestPlace? Current => Places.Length > BeforeHome ? Places[^1] : null;

    /// <summary>What is said of a place's phones.</summary>
    public GuestVerdict VerdictOf(GuestPlace place)
    {
        if (Ended.TryGetValue(place.Node, out var ended) && place.Serial <= ended)
        {
            return GuestVerdict.Ended;
        }

        return Current?.Node == place.Node ? GuestVerdict.Rings : GuestVerdict.Waits;
    }
}
