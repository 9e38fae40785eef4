using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;

namespace ActorPbx.Pbx.Settings;

/// <summary>How numbers that leave by a trunk are told apart, by their first digits; what an extension may call of them stands with the extension.</summary>
public sealed record OutsideSettings
{
    /// <summary>Numbers of other countries: the ways to dial abroad.</summary>
    public ImmutableArray<string> International { get; init; } = NumberKinds.Default.International;

    /// <summary>Numbers that cost more than a call, and networks of no country.</summary>
    public ImmutableArray<string> Premium { get; init; } = NumberKinds.Default.Premium;

    /// <summary>Whole numbers that may always be called.</summary>
    public ImmutableArray<string> Emergency { get; init; } = NumberKinds.Default.Emergency;
}
