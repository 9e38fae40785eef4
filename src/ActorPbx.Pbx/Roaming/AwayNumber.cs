using ActorPbx.Domain.Roaming;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;

namespace ActorPbx.Pbx.Roaming;

/// <summary>What a home knows of one of its numbers that is, or was, at another branch.</summary>
internal sealed class AwayNumber(ExtensionProfile profile)
{
    private readonly Dictionary<Origin, GuestStandForm> _stands = [];

    public ExtensionProfile Profile => profile;

    public bool MayHaveSeveral => profile.Class.Registration.SeveralDevices;

    public Whereabouts Whereabouts { get; set; } = Whereabouts.Home;

    /// <summary>Since when it rings where it rings.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>How it stands at home.</summary>
    public GuestStandForm Home { get; private set; } = new(profile.Number.Value, 0, 0, 0);

    /// <summary>What each branch last said of it.</summary>
    public IReadOnlyDictionary<Origin, GuestStandForm> Stands => _stands;

    /// <summary>Its calls at all places but one, or, with null, but home.</summary>
    public (int Outgoing, int Incoming) CallsBeside(Origin? place)
    {
        var (outgoing, incoming) = place is null ? (0, 0) : (Home.Outgoing, Home.Incoming);
        foreach (var (origin, stand) in _stands)
        {
            if (origin != place)
            {
                (outgoing, incoming) = (outgoing + stand.Outgoing, incoming + stand.Incoming);
            }
        }

        return (outgoing, incoming);
    }

    /// <summary>A branch says how it stands there.</summary>
    public void Hear(Origin origin, GuestStandForm stand) => _stands[origin] = stand;

    /// <summary>A branch does not have it, or is silent.</summary>
    public bool Lose(Origin origin) => _stands.Remove(origin);

    /// <summary>A silent branch's calls count no longer; its phones do.</summary>
    public bool LoseCalls(Origin origin)
    {
        if (!_stands.TryGetValue(origin, out var stand) || stand.Outgoing + stand.Incoming == 0)
        {
            return false;
        }

        _stands[origin] = stand with { Outgoing = 0, Incoming = 0 };
        return true;
    }

    /// <summary>Its extension at home has other devices or calls. True when a device registered anew since it rings elsewhere.</summary>
    public bool ChangeAtHome(ExtensionChanged changed)
    {
        var before = Home.Serial;
        Home = GuestReports.StandOf(changed);
        return Home.Serial > before && changed.Bindings.Any(binding => binding.RegisteredAt > Since);
    }

    /// <summary>What a branch is told of it.</summary>
    public GuestVerdictForm Judge(Origin origin, string version)
    {
        var serial = _stands.TryGetValue(origin, out var stand) ? stand.Serial : 0;
        var (outgoing, incoming) = CallsBeside(origin);
        // Without a phone there it has calls there, and nothing to ring.
        var verdict = serial == 0 ? GuestVerdict.Waits : Whereabouts.VerdictOf(new GuestPlace(origin.Branch, origin.Node, serial));
        return new GuestVerdictForm(profile.Number.Value, serial, verdict, version, outgoing, incoming);
    }
}
