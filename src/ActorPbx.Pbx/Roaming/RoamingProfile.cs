using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Roaming;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Pbx.Roaming;

/// <summary>How a domain treats numbers that roam: its own at other branches, and those of other branches here.</summary>
/// <param name="Allow">Branches that may have this branch's numbers as guests; <c>*</c> means all.</param>
/// <param name="GuestTrunks">This branch's own trunks that guests may use.</param>
/// <param name="Trust">How long a guest's profile is relied on.</param>
/// <param name="MaxGuests">Most guests that are remembered.</param>
public sealed record RoamingProfile(ImmutableHashSet<string> Allow, ImmutableHashSet<string> GuestTrunks, GuestTrust Trust, int MaxGuests)
{
    private const string Everybody = "*";
    private static readonly TimeSpan s_askPause = TimeSpan.FromSeconds(30);

    /// <summary>What is so when the configuration says nothing.</summary>
    public static RoamingProfile Default { get; } = Of(new RoamingSettings());

    /// <summary>From settings.</summary>
    public static RoamingProfile Of(RoamingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new RoamingProfile(
            [.. settings.Allow], [.. settings.GuestTrunks], new GuestTrust(settings.Fresh, settings.Usable, s_askPause), settings.MaxGuests);
    }

    /// <summary>Whether a branch may have this branch's numbers as guests.</summary>
    public bool Allows(BranchName branch) => Allow.Contains(branch.Value) || Allow.Contains(Everybody);
}
