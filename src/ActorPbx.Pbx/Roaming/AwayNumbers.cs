using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Roaming;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Directory;

namespace ActorPbx.Pbx.Roaming;

/// <summary>The numbers of a domain that were asked for by other branches, or are there.</summary>
internal sealed class AwayNumbers(DomainProfile domain)
{
    private readonly Dictionary<string, AwayNumber> _numbers = [];
    private readonly HashSet<Origin> _former = [];

    public IReadOnlyCollection<AwayNumber> All => _numbers.Values;

    /// <summary>The nodes of other branches at which numbers are, or were before the restart.</summary>
    public IEnumerable<Origin> Places => _numbers.Values.SelectMany(number => number.Whereabouts.Places).Select(OriginOf).Union(_former);

    /// <summary>Numbers were there before the restart.</summary>
    public void Remember(IEnumerable<GuestPlace> places) => _former.UnionWith(places.Select(OriginOf));

    private static Origin OriginOf(GuestPlace place) => new(place.Branch, place.Node);

    /// <summary>The number; null when there is none whose phone could prove to be it.</summary>
    public AwayNumber? Find(string text)
    {
        if (_numbers.TryGetValue(text, out var known))
        {
            return known;
        }

        return domain.Find(new ExtensionNumber(text)) is { Credentials: not null } profile ? _numbers[text] = new AwayNumber(profile) : null;
    }
}
